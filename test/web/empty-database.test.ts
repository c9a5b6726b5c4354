import { expect, it } from 'vitest';
import { describeInBrowser, SIZES, seriousFindings } from './dashboard.ts';

describeInBrowser(
  'a database in which nothing is stored',
  (use) => {
    it.each([
      ['/', 'Nothing has been collected or entered yet'],
      ['/sheet', 'Nothing has been collected or entered yet'],
      ['/trends', 'Nothing has been collected or entered yet'],
      ['/quality', 'There has been no collection yet.'],
      ['/settings', 'None is set.'],
      ['/settings/people', 'Nobody was invited or has signed in yet.'],
      ['/settings/keys', 'No key is accepted now.'],
      ['/settings/sessions', 'Nobody signs in in local mode.'],
      ['/settings/audit', 'Nothing was recorded that fits.'],
    ])('shows at %s that there is nothing yet, and no error', async (path, words) => {
      const page = await use().open(path);
      await page.getByText(words).first().waitFor();
      expect(await page.getByRole('alert').filter({ hasText: /./ }).count()).toBe(0);
      expect(await seriousFindings(page)).toEqual([]);
      await page.setViewportSize(SIZES.phone);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(SIZES.phone.width);
    });
  },
  { isEmpty: true },
);
