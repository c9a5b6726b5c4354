import { expect, it } from 'vitest';
import { describeInBrowser, SIZES, seriousFindings } from './dashboard.ts';

describeInBrowser('the review', (use) => {
  it('shows the 18 SmartNumbers of the quarter that the address names', async () => {
    const page = await use().open('/?period=2026-Q3');
    await page.getByRole('heading', { name: 'Q3 2026' }).waitFor();
    expect(await page.getByRole('heading', { level: 3 }).count()).toBe(18);
  });

  it.each(Object.entries(SIZES))('is accessible and fits at the size of a %s', async (_name, viewport) => {
    const page = await use().open('/?period=2026-Q3', { viewport });
    await page.getByRole('heading', { level: 3 }).first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
  });
});
