import { expect, it } from 'vitest';
import { releaseMetrics } from '#src/service/values/release.ts';
import { enter, scopeOn } from '../kit/services.ts';
import { describeInBrowser, SIZES, seriousFindings } from './dashboard.ts';
import { layoutShift } from './page-measures.ts';

describeInBrowser('the readiness of a period', (use) => {
  it('is said in the header, with the reasons and the movements by the keyboard alone', async () => {
    const { app, open } = use();
    const after = (hours: number) => new Date(app.clock().getTime() - (24 - hours) * 3_600_000);
    await enter(app.database, '2026-09', { new_mrr: '1234.50' }, after(1));
    await enter(app.database, '2026-09', { new_mrr: '1300.25' }, after(2));
    await releaseMetrics(scopeOn(app.database, after(3)), { period: '2026-08', metrics: ['employees'] });
    const page = await open('/?period=2026-Q3');
    const summary = page.locator('.review-readiness > summary');
    await summary.getByText('Not ready: inputs are missing').waitFor();
    await page.getByRole('article').first().waitFor();
    expect(await layoutShift(page)).toBeLessThan(0.05);
    await summary.focus();
    await page.keyboard.press('Enter');
    await page.getByText('August 2026 is missing an input: Employees.').first().waitFor();
    const table = page.getByRole('region', { name: 'How far it can still move' });
    const row = table.getByRole('row', { name: /^New MRR/ });
    await row.waitFor();
    expect(await row.textContent()).toMatch(/\$1,435\.252, last /);
    await page.keyboard.press('Tab');
    await page.waitForFunction(() => document.activeElement?.className === 'review-restatements');
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('of a running period says so, and what is typical', async () => {
    const page = await use().open('/?period=2026-11');
    const summary = page.locator('.review-readiness > summary');
    await summary.getByText('it has not ended').waitFor();
    await summary.click();
    await page.getByText('November 2026 is still running.').waitFor();
    await page
      .getByRole('row', { name: /Not ended, or absent/ })
      .first()
      .waitFor();
  });

  it.each(Object.entries(SIZES))('is accessible and fits at the size of a %s', async (_size, viewport) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await use().open('/?period=2026-Q3', { viewport, colorScheme });
      await page.locator('.review-readiness > summary').click();
      await page.getByRole('region', { name: 'How far it can still move' }).waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    }
  });
});
