import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInBrowser, SIZES, seriousFindings } from './dashboard.ts';

const NET_PROFIT_CARD = 'Net Profit %';

/** The number of a SmartNumber's card, which opens its explanation. */
function numberOf(page: Page, title: string) {
  return page.getByRole('article').filter({ hasText: title }).first().getByRole('button');
}

describeInBrowser('the explanation of a number', (use) => {
  it('opens on hover, and shows the calculation as the API does', async () => {
    const page = await use().open('/?period=2026-Q3');
    await numberOf(page, NET_PROFIT_CARD).hover();
    const explanation = page.getByRole('dialog', { name: 'Net Profit %, Q3 2026' });
    await explanation.getByText(/^\$[\d,.]+ ÷ \$[\d,.]+ = [\d.]+%$/).waitFor();
    await page.mouse.move(2, 2);
    await explanation.waitFor({ state: 'detached' });
  });

  it('leads down to the entry of a number, and to the collection of another', async () => {
    const page = await use().open('/?period=2026-Q3');
    await numberOf(page, NET_PROFIT_CARD).click();
    const explanation = page.getByRole('dialog');
    await explanation.getByText('Total Revenue', { exact: true }).click();
    await explanation.getByText('July 2026', { exact: true }).click();
    await explanation
      .getByRole('list')
      .first()
      .getByText('Monthly Recurring Revenue (MRR)', { exact: true })
      .first()
      .click();
    await explanation.getByText(/^Entered by /).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await numberOf(page, 'Total Close %').click();
    await explanation.getByText('Reactive Tickets Closed', { exact: true }).first().click();
    await explanation.getByText('July 2026', { exact: true }).click();
    await explanation.getByText(/^Collected from ConnectWise/).waitFor();
  });

  it('is opened, navigated and closed by the keyboard alone', async () => {
    const page = await use().open('/?period=2026-Q3');
    await page.getByRole('article').first().waitFor();
    const number = numberOf(page, NET_PROFIT_CARD);
    for (let steps = 0; steps < 60 && !(await number.evaluate((each) => each === document.activeElement)); steps++) {
      await page.keyboard.press('Tab');
    }
    const explanation = page.getByRole('dialog');
    await explanation.getByText('Made of').waitFor();
    await page.keyboard.press('Enter');
    // It takes the focus when it is open; after its button, the first component is next.
    await page.locator('[role="dialog"]:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.locator('[role="dialog"] button:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.locator('[role="dialog"] summary:focus').waitFor();
    await page.keyboard.press('Enter');
    await explanation.getByText('July 2026', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await explanation.waitFor({ state: 'detached' });
    await number.and(page.locator(':focus')).waitFor();
  });

  it('shows one explanation at a time', async () => {
    const page = await use().open('/?period=2026-Q3');
    await numberOf(page, NET_PROFIT_CARD).click();
    await page.getByRole('dialog', { name: /^Net Profit/ }).waitFor();
    await numberOf(page, 'Sales Call Close %').hover();
    await page.getByRole('dialog', { name: /^Sales Call Close/ }).waitFor();
    await page.getByRole('dialog', { name: /^Net Profit/ }).waitFor({ state: 'detached' });
    expect(await page.getByRole('dialog').count()).toBe(1);
  });

  it('is a bottom sheet on a phone, opened by a tap', async () => {
    const page = await use().open('/?period=2026-Q3', { viewport: SIZES.phone, hasTouch: true, isMobile: true });
    await numberOf(page, NET_PROFIT_CARD).tap();
    const explanation = page.getByRole('dialog');
    await explanation.getByText('Made of').waitFor();
    const box = await explanation.boundingBox();
    expect(box && { left: box.x, right: box.x + box.width, bottom: Math.round(box.y + box.height) }).toEqual({
      left: 0,
      right: SIZES.phone.width,
      bottom: SIZES.phone.height,
    });
    expect(await seriousFindings(page)).toEqual([]);
    await explanation.getByRole('button', { name: 'Close' }).tap();
    await explanation.waitFor({ state: 'detached' });
  });
});

describeInBrowser('why a number moved', (use) => {
  /** The rows of a waterfall: name, the number that is shown, and the length of the bar. */
  const rowsOf = (page: Page) =>
    page.locator('.waterfall .waterfall-row').evaluateAll((rows) =>
      rows.map((row) => ({
        label: row.querySelector(':scope > span:not(:empty)')?.textContent ?? '',
        shown: Number(row.querySelector('.explanation-number')?.textContent?.replace(/[$,]| points/g, '')),
        bar: Number(row.querySelector('rect')?.getAttribute('width')),
      })),
    );

  it('is a sentence and a waterfall that say the same, and add up', async () => {
    const page = await use().open('/?period=2026-Q3');
    await numberOf(page, NET_PROFIT_CARD).click();
    const sentence = await page
      .getByRole('dialog')
      .getByText(/^Net Profit % [+-][\d.]+ points: /)
      .textContent();
    const rows = await rowsOf(page);
    const [total, contributions] = [rows.at(-1), rows.slice(0, -1)];
    expect(contributions.length).toBeGreaterThan(2);
    const sum = contributions.reduce((whole, { shown }) => whole + Math.round(shown * 100), 0);
    expect(sum).toBe(Math.round((total?.shown ?? Number.NaN) * 100));
    expect(sentence).toContain(`Net Profit % ${signed(total?.shown)} points`);
    for (const { label, shown } of contributions.slice(0, 3)) expect(sentence).toContain(`${label} ${signed(shown)}`);
    // The bars have the lengths of their numbers.
    const [first, second] = contributions;
    if (!first || !second) throw new Error('No contributions');
    expect(Math.abs(first.shown / second.shown)).toBeCloseTo(first.bar / second.bar, 0);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('opens by the keyboard what an input was before and after, with its months, and compares with a year ago', async () => {
    const page = await use().open('/?period=2026-Q3', { colorScheme: 'dark' });
    await numberOf(page, NET_PROFIT_CARD).click();
    const explanation = page.getByRole('dialog');
    const first = explanation.getByRole('list', { name: 'Contributions' }).getByRole('listitem').first();
    await first.locator('summary').focus();
    await page.keyboard.press('Enter');
    await first.getByText(/→/).waitFor();
    await first.getByText('August 2026').waitFor();
    const before = await explanation.getByText(/^Net Profit % .* points/).textContent();
    await explanation.getByRole('button', { name: 'since Q3 2025' }).focus();
    await page.keyboard.press('Enter');
    await explanation
      .getByText(/^Net Profit % .* points/)
      .filter({ hasNotText: before ?? '' })
      .waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('fits a phone, and says why where a change is not divided', async () => {
    const page = await use().open('/?period=2026-Q3', { viewport: SIZES.phone, hasTouch: true, isMobile: true });
    await numberOf(page, NET_PROFIT_CARD).tap();
    await page.locator('.waterfall').waitFor();
    expect(await page.locator('.explanation-body').evaluate((body) => body.scrollWidth - body.clientWidth)).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    // The company's first month is September 2024.
    await page.goto(`${use().url}/?period=2024-Q4`);
    await numberOf(page, NET_PROFIT_CARD).tap();
    await page
      .getByText('The change is not divided among its inputs: the earlier period does not cover all its months.')
      .waitFor();
  });
});

/** As it is displayed: `+0.95`. */
function signed(value = Number.NaN): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)}`;
}
