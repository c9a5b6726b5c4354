import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { setThreshold } from '#src/service/thresholds/set.ts';
import { COMPANY_NOW } from '../kit/company.ts';
import { scopeOn } from '../kit/services.ts';
import { describeInBrowser, expectUsable, SIZES } from './dashboard.ts';
import { layoutShift, scriptBytes } from './page-measures.ts';

const card = (page: Page, title: string) => page.getByRole('article', { name: title, exact: true });

describeInBrowser('the review', (use) => {
  it('shows the 18 SmartNumbers of the newest ended quarter in five categories', async () => {
    const page = await use().open('/');
    await page.getByRole('heading', { name: 'Business review, Q3 2026' }).waitFor();
    await page.getByRole('article').first().waitFor();
    expect(await page.getByRole('article').count()).toBe(18);
    const categories = page.locator('.review-category h2');
    expect(await categories.allInnerTexts()).toEqual(['Operations', 'Profit', 'Revenue', 'Leverage', 'Sales']);
    expect(await page.title()).toBe('Q3 2026 · Business review · Example MSP, LLC');
    expect(await page.getByText('Ended: entries can still be corrected').isVisible()).toBe(true);
  });

  it('shows how a number changed and whether it is better, and describes its eight quarters', async () => {
    const page = await use().open('/?period=2026-Q3');
    const netProfit = card(page, 'Net Profit %');
    await netProfit.getByText(/(better|worse)\s+than Q2 2026/).waitFor();
    const described = await netProfit.getByRole('img').getAttribute('aria-label');
    expect(described?.split(/, (?=Q)/).map((each) => each.slice(0, 8))).toEqual([
      'Q4 2024:',
      'Q1 2025:',
      'Q2 2025:',
      'Q3 2025:',
      'Q4 2025:',
      'Q1 2026:',
      'Q2 2026:',
      'Q3 2026:',
    ]);
  });

  it('offers the pack of the chosen period', async () => {
    const page = await use().open('/?period=2026-Q3');
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Pack (PDF)' }).click();
    expect((await saved).suggestedFilename()).toBe('business-review-2026-Q3.pdf');
    expect(await (await saved).failure()).toBeNull();
  });

  it('explains why a running quarter has no trend, its coverage, and its missing inputs', async () => {
    const page = await use().open('/?period=2026-Q4');
    await page.getByText('Running: its numbers will still change').waitFor();
    const netProfit = card(page, 'Net Profit %');
    expect(await netProfit.getByText('No trend: this period has not ended').isVisible()).toBe(true);
    expect(await netProfit.getByText(/^Partial: \d of 3 months\. Missing: .*Total Revenue/).isVisible()).toBe(true);
  });

  it('shows status by word and limit, and attention items with their action and a link', async () => {
    const { app, open } = use();
    const threshold = { metric: 'net_profit_pct', type: 'critical', bound: 'min', value: new Decimal('0.9') } as const;
    await setThreshold(scopeOn(app.database, COMPANY_NOW), threshold);
    const page = await open('/?period=2026-Q3');
    await card(page, 'Net Profit %').getByText('critical below 90.00%').waitFor();
    expect(await card(page, 'Net Profit %').getByText('Critical', { exact: true }).isVisible()).toBe(true);
    const attention = page.getByRole('region', { name: /^Needs attention now/ });
    expect(
      await attention
        .getByText(/Net Profit % of .* below the critical minimum of 90.00%/)
        .first()
        .isVisible(),
    ).toBe(true);
    expect(await attention.getByText('Check its breakdown').first().isVisible()).toBe(true);
    await attention.getByText(/^\d+ more$/).click();
    await attention.getByRole('link', { name: 'Open data quality' }).first().click();
    await page.waitForURL('**/quality');
  });

  it('keeps the chosen period in the address, and supports going back', async () => {
    const page = await use().open('/?period=2026-Q3');
    await page.getByRole('button', { name: 'Previous period' }).click();
    await page.getByRole('heading', { name: 'Business review, Q2 2026' }).waitFor();
    expect(new URL(page.url()).search).toBe('?period=2026-Q2');
    await page.waitForFunction(() => document.title.startsWith('Q2 2026'));
    await page.getByRole('button', { name: 'Month' }).click();
    await page.getByRole('heading', { name: 'Business review, June 2026' }).waitFor();
    await page.goBack();
    await page.goBack();
    await page.getByRole('heading', { name: 'Business review, Q3 2026' }).waitFor();
  });

  it('loads without layout shifts, with less than 200 kB of script', async () => {
    const page = await use().open('/?period=2026-Q3');
    await page.getByRole('article').first().waitFor();
    expect(await layoutShift(page)).toBeLessThan(0.05);
    const bytes = await scriptBytes(page);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(200_000);
  });

  it.each(Object.entries(SIZES))('is accessible and fits a %s, in dark and light', async (_name, viewport) => {
    const page = await use().open('/?period=2026-Q4', { viewport, colorScheme: 'dark' });
    await page.getByRole('article').first().waitFor();
    await expectUsable(page, viewport);
    await page.emulateMedia({ colorScheme: 'light' });
    await expectUsable(page, viewport);
  });
});
