import { expect, it } from 'vitest';
import { operatorViewer } from '#src/auth/viewer.ts';
import type { Month } from '#src/core/period.ts';
import { describeInBrowser, SIZES, seriousFindings } from './dashboard.ts';

const PAGE =
  'https://na.myconnectwise.net/v4_6_release/services/system_io/Service/fv_sr100_request.rails?service_recid=';
const CONNECTWISE = {
  CONNECTWISE_SERVER: 'na.myconnectwise.net',
  CONNECTWISE_COMPANY_ID: 'example',
  CONNECTWISE_PUBLIC_KEY: 'examplePublic',
  CONNECTWISE_PRIVATE_KEY: 'examplePrivate',
  CONNECTWISE_CLIENT_ID: '5a1d8b52-0000-4000-8000-fa4ec11e0001',
};

describeInBrowser(
  'the rows behind a number',
  (use) => {
    it.each([
      ['light', SIZES.desktop],
      ['dark', SIZES.phone],
    ] as const)(
      'are listed in the explanation by keyboard, with links to the tickets (%s)',
      async (colorScheme, viewport) => {
        const page = await use().open('/?period=2026-08', { colorScheme, viewport });
        await page.getByRole('article').filter({ hasText: 'Total Close %' }).first().getByRole('button').click();
        const explanation = page.getByRole('dialog');
        await explanation.getByText('Reactive Tickets Created', { exact: true }).first().click();
        const show = explanation.getByRole('button', { name: 'Show the 351 tickets' });
        await show.focus();
        await page.keyboard.press('Enter');
        const tickets = explanation.getByRole('list', { name: 'The tickets' });
        const first = tickets.getByRole('link').first();
        await first.waitFor();
        expect(await first.getAttribute('href')).toBe(`${PAGE}202608000`);
        expect(await tickets.getByRole('listitem').count()).toBe(200);
        await explanation.getByRole('button', { name: 'Show more tickets' }).click();
        await tickets.getByText('202608350', { exact: true }).waitFor();
        expect(await seriousFindings(page)).toEqual([]);
        if (process.env['QBR_SHOTS'])
          await page.screenshot({ path: `${process.env['QBR_SHOTS']}/rows-${colorScheme}.png` });
        await explanation.getByRole('button', { name: 'Hide the 351 tickets' }).click();
        await tickets.waitFor({ state: 'detached' });
      },
    );

    it('are named in the tie-out where ConnectWise gives another number than what is stored', async () => {
      const { app, vendors, open } = use();
      vendors.correct('2026-08' as Month, { reactive_tickets_created: 349, reactive_time_spent: 142 });
      await (await app.collections.of(1)).collection.run({ trigger: 'cli', viewer: operatorViewer('vitest') });
      for (const [colorScheme, viewport] of [
        ['light', SIZES.desktop],
        ['dark', SIZES.phone],
      ] as const) {
        const page = await open('/quality', { colorScheme, viewport });
        const tieOut = page.getByRole('region', { name: 'Tie-out' });
        await tieOut.getByText(/^August 2026 ≠ Differs/).waitFor();
        const values = tieOut.getByRole('list', { name: 'Tie-out of August 2026' });
        await values.getByText('stored 351, now 349', { exact: true }).waitFor();
        const removed = values.getByRole('link', { name: 'ticket 202608350' });
        expect(await removed.getAttribute('href')).toBe(`${PAGE}202608350`);
        await values.getByText(/^ticket 202608350 deleted$/).waitFor();
        await values
          .getByText(/^entry 202608\d+ deleted \(−0\.25 h\)$/)
          .first()
          .waitFor();
        const july = tieOut.locator('summary').filter({ hasText: 'July 2026' });
        await july.focus();
        await page.keyboard.press('Enter');
        await tieOut
          .getByRole('list', { name: 'Tie-out of July 2026' })
          .getByText(/, ties$/)
          .first()
          .waitFor();
        expect(await seriousFindings(page)).toEqual([]);
        const width = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(width).toBeLessThanOrEqual(0);
        if (process.env['QBR_SHOTS'])
          await tieOut.screenshot({ path: `${process.env['QBR_SHOTS']}/tie-out-${colorScheme}.png` });
      }
    });
  },
  { configure: async () => CONNECTWISE },
);
