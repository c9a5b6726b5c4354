import { expect, it } from 'vitest';
import { describeInBrowser, SIZES } from './dashboard.ts';
import { pagesOf } from './page-measures.ts';

const PAPERS = [
  { format: 'A4', landscape: false },
  { format: 'A4', landscape: true },
  { format: 'Letter', landscape: false },
  { format: 'Letter', landscape: true },
];

describeInBrowser('the review on paper', (use) => {
  it('is one page of A4 or Letter, upright or across, whether the period has ended or not', async () => {
    const page = await use().open('/?period=2026-Q3');
    for (const period of ['2026-Q3', '2026-Q4']) {
      await page.getByRole('combobox', { name: 'Period', exact: true }).selectOption(period);
      await page.waitForURL(`**/?period=${period}`);
      await page.locator('.review[aria-busy="false"]').waitFor();
      for (const paper of PAPERS)
        expect({ period, ...paper, pages: pagesOf(await page.pdf(paper)) }).toMatchObject({ pages: 1 });
    }
  });

  it('has the organization, period and date, in dark colours on white, without controls', async () => {
    const page = await use().open('/?period=2026-Q3', { colorScheme: 'dark' });
    await page.getByRole('article').first().waitFor();
    await page.emulateMedia({ media: 'print' });
    const heading = page.getByRole('heading', { level: 1 });
    expect(await heading.textContent()).toBe('Example MSP, LLC Business review, Q3 2026');
    expect(await heading.getByText('Example MSP, LLC').isVisible()).toBe(true);
    expect(await page.getByText(/^Printed /).isVisible()).toBe(true);
    for (const name of ['navigation', 'combobox', 'alert'] as const) {
      expect(await page.getByRole(name).filter({ visible: true }).count()).toBe(0);
    }
    expect(await page.getByText('Local mode').isVisible()).toBe(false);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
  });

  it.each([SIZES.desktop, SIZES.phone])('is the explanation alone where one was opened, %o', async (viewport) => {
    const page = await use().open('/?period=2026-Q3', { colorScheme: 'dark', viewport });
    const number = page.getByRole('article').filter({ hasText: 'Net Profit %' }).getByRole('button').first();
    const isPrinted = async () => {
      await page.emulateMedia({ media: 'print' });
      const [review, explanation] = [page.getByRole('heading', { level: 1 }), page.locator('.explanation-body')];
      const printed = { review: await review.isVisible(), explanation: await explanation.isVisible() };
      await page.emulateMedia({ media: 'screen' });
      return printed;
    };
    await number.focus();
    if (viewport === SIZES.desktop) {
      // One that only shows, because the focus is on the number, is not printed.
      await page.locator('.explanation').waitFor();
      expect(await isPrinted()).toEqual({ review: true, explanation: false });
    }
    await number.press('Enter');
    await page.locator('.waterfall').waitFor();
    await page.locator('.explanation[data-kept]').waitFor();
    expect(await isPrinted()).toEqual({ review: false, explanation: true });
    await page.emulateMedia({ media: 'print' });
    const rise = page.locator('.waterfall-bar rect[data-fall="false"]').first();
    expect(await rise.evaluate((bar) => getComputedStyle(bar).fill)).toBe('rgb(0, 114, 178)');
  });
});
