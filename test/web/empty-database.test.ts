import { expect, it } from 'vitest';
import { describeInBrowser, SIZES, seriousFindings } from './dashboard.ts';

describeInBrowser(
  'a database in which nothing is stored',
  (use) => {
    it.each([
      ['/', 'Nothing has been collected or entered yet'],
      ['/sheet', 'Nothing has been collected or entered yet'],
      ['/trends', 'Nothing has been collected or entered yet'],
      ['/books', 'No statement has been read yet.'],
      ['/quality', 'No collection has run yet.'],
      ['/settings', 'No thresholds are set.'],
      ['/settings/people', 'Nobody has been invited or has signed in yet.'],
      ['/settings/keys', 'There are no valid keys.'],
      ['/settings/sessions', 'Local mode has no sign-in.'],
      ['/settings/audit', 'No entries match.'],
    ])('shows at %s an empty state without an error', async (path, words) => {
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
