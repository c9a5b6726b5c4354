import { readXlsx } from 'hucre/xlsx';
import { expect, it } from 'vitest';
import { type Dashboard, describeInBrowser, expectUsable, SIZES } from './dashboard.ts';

/** A year as the API returns it: by metric, its months and its totals, with the server's decimals. */
interface YearAnswer {
  readonly organization: {
    readonly metricSeries: readonly {
      readonly definition: { readonly label: string };
      readonly points: readonly { readonly formatted: string }[];
      readonly total: { readonly formatted: string };
      readonly previousYear: { readonly formatted: string };
    }[];
  };
}

async function askYear({ url }: Dashboard, year: string): Promise<YearAnswer> {
  const query = `{ organization { metricSeries(from: "${year}-01", to: "${year}-12") {
    definition { label } points { formatted } total { formatted } previousYear { formatted }
  } } }`;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: YearAnswer }).data;
}

/** A value of the API as the sheet shows it in English: amounts without the currency sign. */
const asInSheet = ({ formatted }: { readonly formatted: string }) => formatted.replace('$', '');

describeInBrowser('the sheet', (use) => {
  it('shows every metric of the year as the API returns it, with its total and the previous year', async () => {
    const page = await use().open('/sheet?year=2026');
    await page.getByRole('grid').waitFor();
    const { organization } = await askYear(use(), '2026');
    for (const { definition, points, total, previousYear } of organization.metricSeries) {
      const row = page.locator('tr', { has: page.getByRole('rowheader', { name: definition.label, exact: true }) });
      const shown = await row
        .first()
        .locator('td')
        .evaluateAll((cells) => cells.map((cell) => cell.querySelector('.sheet-number')?.textContent ?? ''));
      const expected = [...points, total, previousYear].map(asInSheet);
      // December has not started: its cell is grey and empty.
      expect([definition.label, ...shown]).toEqual([definition.label, ...expected.with(11, '')]);
    }
    expect(await page.locator('th[scope=row]').count()).toBe(27 + 9 + 18);
  });

  it('takes the year from the address, and puts a chosen one there', async () => {
    const page = await use().open('/sheet');
    await page.getByRole('heading', { name: 'Monthly Business Review 2026' }).waitFor();
    await page.getByRole('button', { name: 'Previous year' }).click();
    await page.getByRole('heading', { name: 'Monthly Business Review 2025' }).waitFor();
    expect(new URL(page.url()).search).toBe('?year=2025');
    await page.goBack();
    await page.getByRole('heading', { name: 'Monthly Business Review 2026' }).waitFor();
  });

  it('is navigated by keyboard, and describes the selected cell', async () => {
    const page = await use().open('/sheet?year=2026');
    await page.locator('td').first().focus();
    const chosen = page.getByRole('region', { name: 'Selected cell' });
    await chosen.getByText('Reactive Tickets Created, January 2026').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await chosen.getByText('Reactive Tickets Closed, February 2026').waitFor();
    await page.keyboard.press('End');
    await chosen.getByText('Reactive Tickets Closed, 2025').waitFor();
    await page.keyboard.press('Control+End');
    await chosen.getByText(', 2025').waitFor();
    await page.keyboard.press('Control+Home');
    await chosen.getByText('Reactive Tickets Created, January 2026').waitFor();
  });

  it('explains a value on hover, and the selected one by keyboard', async () => {
    const page = await use().open('/sheet?year=2026');
    await page.locator('[id="cell-metric-net_profit-2"]').hover();
    await page.locator('[id="cell-metric-net_profit-2"] .sheet-number').hover();
    await page.locator('.explanation', { hasText: 'Net Profit' }).waitFor();
    await page.mouse.move(0, 0);
    await page.locator('.explanation').waitFor({ state: 'detached' });
    await page.locator('[id="cell-metric-net_profit-2"]').focus();
    // From the grid, past the heading of the intermediate metrics, to the value of the selected cell.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.locator('.explanation', { hasText: 'Net Profit' }).waitFor();
  });

  it('shows the intermediate metrics on request', async () => {
    const page = await use().open('/sheet?year=2026');
    await page.getByRole('button', { name: 'Intermediate' }).click();
    await page.getByRole('rowheader', { name: 'Total Income (QuickBooks)' }).waitFor();
  });

  it('can be downloaded as CSV, with exact decimals and absent values empty', async () => {
    const page = await use().open('/sheet?year=2026');
    await page.getByRole('grid').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('monthly-business-review-2026.csv');
    const text = await (await download.createReadStream()).toArray();
    const rows = Buffer.concat(text).toString('utf8').split('\n');
    expect(rows[0]).toMatch(/^Category,Key,Name,2026-01,.*,2026-12,Total 2026,Total 2025$/);
    expect(rows).toHaveLength(1 + 27 + 9 + 4 + 18 + 1);
    expect(rows.find((row) => row.includes(',misc_revenue,'))).toMatch(/^Revenue,misc_revenue,Miscellaneous Revenue,/);
  });

  it('can be downloaded as a workbook of the year', async () => {
    const page = await use().open('/sheet?year=2026');
    await page.getByRole('grid').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Workbook' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('monthly-business-review-2026.xlsx');
    const bytes = Buffer.concat(await (await download.createReadStream()).toArray());
    const { sheets } = await readXlsx(new Uint8Array(bytes));
    expect(sheets.map(({ name }) => name)).toContain('Review');
  });

  it('can be downloaded on a phone, both ways', async () => {
    const page = await use().open('/sheet?year=2026', { viewport: SIZES.phone });
    await page.getByRole('grid').waitFor();
    for (const [role, name, file] of [
      ['button', 'CSV', 'csv'],
      ['link', 'Workbook', 'xlsx'],
    ] as const) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole(role, { name }).click()]);
      expect(download.suggestedFilename()).toBe(`monthly-business-review-2026.${file}`);
    }
    await expectUsable(page, SIZES.phone);
  });

  it('keeps a downloaded file readable until the download has started, and then releases it', async () => {
    const page = await use().open('/sheet?year=2026');
    await page.getByRole('grid').waitFor();
    await page.clock.install();
    const addresses = await page.evaluateHandle(() => {
      const seen = { created: [] as string[], revoked: [] as string[] };
      const { createObjectURL, revokeObjectURL } = URL;
      URL.createObjectURL = (content) => {
        const url = createObjectURL.call(URL, content);
        seen.created.push(url);
        return url;
      };
      URL.revokeObjectURL = (url) => {
        revokeObjectURL.call(URL, url);
        seen.revoked.push(url);
      };
      return seen;
    });
    await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()]);
    const { created, revoked } = await addresses.jsonValue();
    expect([created.length, revoked]).toEqual([1, []]);
    await page.clock.runFor('01:00');
    expect((await addresses.jsonValue()).revoked).toEqual(created);
  });

  it.each(['A4', 'Letter'])('prints to one page of %s', async (format) => {
    const page = await use().open('/sheet?year=2026');
    await page.getByRole('button', { name: 'Intermediate' }).click();
    await page.getByRole('rowheader', { name: 'Total Income (QuickBooks)' }).waitFor();
    const pdf = (await page.pdf({ format, landscape: true, preferCSSPageSize: false })).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
  });

  it.each(Object.entries(SIZES))(
    'is accessible and fits at the size of a %s, in dark and light',
    async (_name, viewport) => {
      const page = await use().open('/sheet?year=2026', { viewport, colorScheme: 'dark' });
      await page.getByRole('grid').waitFor();
      await page.locator('td').first().focus();
      await expectUsable(page, viewport);
      await page.emulateMedia({ colorScheme: 'light' });
      await expectUsable(page, viewport);
    },
  );
});
