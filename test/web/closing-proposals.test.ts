import { expect, it } from 'vitest';
import { keyOf } from '../auth/credentials.ts';
import { describeInBrowser, SIZES, seriousFindings } from './dashboard.ts';

describeInBrowser(
  'closing with two admins',
  (use) => {
    /** Data quality as an admin with a key of their own sees it. */
    const openAs = async (credential: Readonly<Record<string, string>>, options = {}) =>
      use().open('/quality', { extraHTTPHeaders: credential, ...options });
    const credential = (role: 'admin' | 'viewer' = 'admin') => keyOf(use().app.database, role);

    it('proposes with a reason, and lets another admin approve by the keyboard alone', async () => {
      const [first, second] = [await credential(), await credential()];
      const page = await openAs(first);
      await page.getByRole('button', { name: 'Close August 2026' }).press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Close August 2026' });
      await dialog.getByText('Another admin must approve it within 14 days.').waitFor();
      await dialog.getByLabel('A word to the second admin').fill('All invoices are in');
      expect(await seriousFindings(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Propose to close' }).press('Enter');
      await page.getByText('Closing August 2026 waits for a second admin.').first().waitFor();
      await page.getByRole('row', { name: 'August 2026 Open, closing proposed' }).waitFor();
      expect(await page.getByRole('button', { name: 'Close August 2026', exact: true }).count()).toBe(0);
      const own = page.getByRole('region', { name: 'Waiting for a second admin' });
      await own.getByText('You proposed it; another admin must approve it.').waitFor();
      expect(await own.getByRole('button').allTextContents()).toEqual(['Withdraw']);

      const other = await openAs(second);
      const waiting = other.getByRole('region', { name: 'Waiting for a second admin' });
      await waiting.getByText(/Proposed by API key .*: “All invoices are in”/).waitFor();
      await waiting.getByText('No input was missing then.').waitFor();
      expect(await seriousFindings(other)).toEqual([]);
      await waiting.getByRole('button', { name: 'Approve: Close August 2026' }).press('Enter');
      await waiting.getByText('August 2026 is closed.').waitFor();
      await other.waitForFunction(() => document.activeElement?.textContent === 'August 2026 is closed.');
      await other.getByRole('row', { name: 'August 2026 Closed' }).waitFor();
    });

    it('proposes to reopen, and shows a decline with its dialog', async () => {
      const [first, second] = [await credential(), await credential()];
      const page = await openAs(first);
      await page.getByRole('button', { name: 'Reopen August 2026' }).click();
      const reopening = page.getByRole('dialog', { name: 'Reopen August 2026' });
      await reopening.getByLabel('Reason').fill('A late invoice');
      await reopening.getByRole('button', { name: 'Propose to reopen' }).click();
      await page.getByText('Reopening August 2026 waits for a second admin.').first().waitFor();
      await page.getByRole('row', { name: 'August 2026 Closed, reopening proposed' }).waitFor();

      const other = await openAs(second, { colorScheme: 'dark' });
      await other.getByRole('button', { name: 'Decline: Reopen August 2026' }).press('Enter');
      const declining = other.getByRole('dialog', { name: 'Decline “Reopen August 2026”?' });
      await declining.getByLabel('Reason').fill('It belongs into September');
      expect(await seriousFindings(other)).toEqual([]);
      await declining.getByRole('button', { name: 'Decline' }).press('Enter');
      await other.getByText('The proposal is declined.').waitFor();
      await other.getByRole('row', { name: /^August 2026 Closed Reopen/ }).waitFor();
    });

    it('is said in the review, and shown to a viewer without a button', async () => {
      const first = await credential();
      const page = await openAs(first);
      await page.getByRole('button', { name: 'Close July 2026' }).click();
      await page.getByRole('button', { name: 'Propose to close' }).click();
      await page.getByText('Closing July 2026 waits for a second admin.').first().waitFor();
      const viewer = await openAs(await credential('viewer'));
      const waiting = viewer.getByRole('region', { name: 'Waiting for a second admin' });
      await waiting.getByText('Close July 2026').waitFor();
      expect(await waiting.getByRole('button').count()).toBe(0);
      await viewer.goto(`${use().url}/`);
      await viewer.getByText(/proposes to close July 2026; a second admin must approve it/).waitFor();
      await page.getByRole('button', { name: 'Withdraw: Close July 2026' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
      await page.getByText('The proposal is withdrawn.').waitFor();
    });

    it.each(Object.entries(SIZES))('is accessible and fits at the size of a %s', async (_name, viewport) => {
      const admin = await credential();
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await openAs(admin, { viewport, colorScheme });
        if (colorScheme === 'light') {
          await page.getByRole('button', { name: 'Close July 2026' }).click();
          await page.getByRole('button', { name: 'Propose to close' }).click();
        }
        await page.getByRole('region', { name: 'Waiting for a second admin' }).getByText('Close July 2026').waitFor();
        expect(await seriousFindings(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
      }
      const page = await openAs(admin, { viewport });
      await page.getByRole('button', { name: 'Withdraw: Close July 2026' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
      await page.getByText('The proposal is withdrawn.').waitFor();
    });
  },
  { configure: async () => ({ QBR_AUTH: 'required', QBR_CLOSING_APPROVALS: '2' }) },
);
