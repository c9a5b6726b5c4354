import { expect, it } from 'vitest';
import { describeInBrowser, holdAnswers, SIZES, seriousFindings, viewAs } from './dashboard.ts';

describeInBrowser('the thresholds', (use) => {
  it('are set, judged by, and removed', async () => {
    const page = await use().open('/settings');
    await page.getByText('No thresholds are set.').waitFor();
    await page.getByLabel('Metric or SmartNumber').selectOption('net_profit_pct');
    await page.getByText('Suggested: 20% to 30%').waitFor();
    await page.getByLabel('Value in %').fill('99.5');
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByRole('row', { name: /Net Profit %.*Warning.*below 99.5%/ }).waitFor();
    const { value } = await use()
      .app.database.prisma.threshold.findFirstOrThrow()
      .then(({ thresholdValue }) => ({
        value: thresholdValue.toFixed(),
      }));
    expect(value).toBe('0.995');
    await page.goto(`${use().url}/?period=2026-Q3`);
    await page
      .getByText(/Warning/)
      .first()
      .waitFor();
    await page.goto(`${use().url}/settings`);
    await page.getByRole('button', { name: 'Remove warning below of Net Profit %' }).click();
    await page.getByText('No thresholds are set.').waitFor();
  });

  it('show below the value the problem found by the page or by the server', async () => {
    const page = await use().open('/settings');
    const value = page.getByLabel('Value');
    await value.fill('1,2,3');
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByText(/is not a number as written here/).waitFor();
    await value.fill('40');
    // The next value is typed when the table has the first one, and another answer is still on its way.
    const release = await holdAnswers(page, 'Shell');
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByRole('row', { name: /Warning.*below 40/ }).waitFor();
    await page.getByLabel('Kind').selectOption('CRITICAL');
    await value.fill('50');
    release();
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByText('The warning min (40) lies below the critical min (50)').waitFor();
    expect(await value.inputValue()).toBe('50');
  });

  it.each(Object.entries(SIZES))('are accessible and fit at the size of a %s', async (_name, viewport) => {
    const page = await use().open('/settings', { viewport, colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Set' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
  });
});

describeInBrowser('the settings', (use) => {
  it('navigate between sections, keep the focus, and name each section', async () => {
    const page = await use().open('/settings/people');
    const sections = page.getByRole('navigation', { name: 'Settings' });
    expect(await sections.getByRole('link', { name: 'People' }).getAttribute('aria-current')).toBe('page');
    const settings = page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Settings' });
    expect(await settings.getAttribute('aria-current')).toBe('true');
    await sections.getByRole('link', { name: 'Thresholds' }).press('Enter');
    await page.getByRole('heading', { name: 'Thresholds' }).waitFor();
    await page.waitForFunction(() => document.title === 'Thresholds · Settings · Example MSP, LLC');
    await sections.getByRole('link', { name: 'Thresholds' }).and(page.locator(':focus')).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'People' }).waitFor();
  });

  it('offer admins’ sections to admins only, and tell others who open one directly', async () => {
    const page = await use().open('/settings');
    await viewAs(page, 'EDITOR');
    await page.goto(`${use().url}/settings/people`);
    await page.getByText('Only admins can see this section.').waitFor();
    expect(await page.getByRole('link', { name: 'People' }).count()).toBe(0);
    expect(await page.getByLabel('E-mail address').count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
  });
});
