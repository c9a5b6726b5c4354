import { expect, it } from 'vitest';
import { describeInBrowser, SIZES, seriousFindings } from './dashboard.ts';

describeInBrowser('data quality', (use) => {
  it('says where the nightly collection stands, and what became of each collection', async () => {
    const page = await use().open('/quality');
    await page.getByText('None is scheduled').waitFor();
    await page.getByText(/success, cli by vitest/).click();
    expect(
      await page
        .getByRole('listitem')
        .filter({ hasText: /^ConnectWise.*success/ })
        .count(),
    ).toBeGreaterThan(1);
  });

  it.each(Object.entries(SIZES))('is accessible and fits at the size of a %s', async (_name, viewport) => {
    const page = await use().open('/quality', { viewport, colorScheme: 'dark' });
    await page.getByText(/success, cli by vitest/).click();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
  });
});
