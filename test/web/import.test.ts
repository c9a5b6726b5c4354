import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { COMPANY_NOW } from '../kit/company.ts';
import { enter } from '../kit/services.ts';
import { type Dashboard, describeInBrowser, expectUsable, SIZES, seriousFindings, viewAs } from './dashboard.ts';
import { dropFile } from './dropped-file.ts';

const row = (page: Page, name: RegExp) => page.getByRole('row', { name });
const group = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const importButton = (page: Page) => page.getByRole('button', { name: /^Import \d/ });
/** Waits until the heading has the focus. */
const focusOn = (page: Page, name: string) =>
  page.getByRole('heading', { name, exact: true }).and(page.locator(':focus')).waitFor();

async function choose(page: Page, name: string, text: string): Promise<void> {
  const file = { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
  await page.getByLabel(/^Choose (a|another) file$/).setInputFiles(file);
  await page.getByRole('heading', { name, exact: true }).waitFor();
}

async function stored({ app }: Dashboard, period: string, metricName: string): Promise<string | null> {
  const found = await app.database.prisma.monthlyMetric.findFirst({ where: { period, metricName } });
  return found?.metricValue.toString() ?? null;
}

describeInBrowser('the page Import', (use) => {
  /** A cell of each state, in October 2026. */
  async function everyState(): Promise<string> {
    return [
      'period,metric,value,updated_at',
      `2026-10,nrr,${await stored(use(), '2026-10', 'nrr')},`,
      '2026-10,mrr,123456.78,',
      '2020-01,employees,9,',
      '2026-12,mrr,5,',
      '2026-10,orr,55,2020-01-01T00:00:00Z',
      '2026-10,net_profit,99,',
      '2026-10,Head count of all,8,',
    ].join('\n');
  }

  it('shows what a dropped file would do, and stores what is left of it with its names and overrides', async () => {
    const page = await use().open('/import');
    const before = await stored(use(), '2026-10', 'mrr');
    await page.getByText('or drop it anywhere here').waitFor();
    await dropFile(page.locator('body'), 'review.csv', await everyState());
    await page
      .getByRole('status')
      .getByText('1 in conflict, 2 refused, 1 changed, 1 new, 1 unlike their formula.')
      .waitFor();
    await focusOn(page, 'review.csv');
    await group(page, 'Conflict').getByText('It has changed here since the export').waitFor();
    await group(page, 'Refused').getByText('December 2026 has not begun').waitFor();
    await group(page, 'Changed')
      .getByRole('row', { name: /MRR.* October 2026 .*\$123,456\.78/ })
      .waitFor();
    await group(page, 'New')
      .getByRole('row', { name: /January 2020 — 9/ })
      .waitFor();
    await page.getByText(/^What follows: \d+ calculated values$/).click();
    await page.getByRole('table', { name: 'Calculated values that change' }).getByRole('row').nth(1).waitFor();
    expect(await seriousFindings(page)).toEqual([]);

    // What is as stored is shown on request.
    expect(await group(page, 'Same').count()).toBe(0);
    await page.getByRole('button', { name: '1 Same' }).press('Enter');
    await group(page, 'Same')
      .getByRole('row', { name: /October 2026/ })
      .waitFor();
    expect(await page.getByRole('button', { name: '1 Same' }).getAttribute('aria-pressed')).toBe('true');

    await page.getByLabel('Metric of “Head count of all”').selectOption({ label: 'Employees' });
    await page.getByRole('status').getByText('1 refused, 2 changed').waitFor();
    const differing = group(page, 'Differs from its formula');
    await differing.getByRole('checkbox').press('Space');
    await differing.getByText('Overrides the formula').waitFor();
    expect(await differing.getByRole('checkbox').isChecked()).toBe(true);

    expect(await importButton(page).getAttribute('aria-disabled')).toBe('true');
    await importButton(page).press('Enter');
    await page.getByLabel('Leave out 1 refused cell and 1 conflict').press('Space');
    expect(await stored(use(), '2026-10', 'mrr')).toBe(before);
    await page.getByRole('button', { name: 'Import 4 values' }).press('Enter');
    await page.getByRole('heading', { name: 'review.csv is imported' }).waitFor();
    await focusOn(page, 'review.csv is imported');
    await page.getByText('Stored: 1 new value and 3 changed values.').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await stored(use(), '2026-10', 'mrr')).toBe('123456.78');
    expect(await stored(use(), '2026-10', 'employees')).toBe('8');
    expect(await stored(use(), '2026-10', 'net_profit')).toBe('99');
    expect(await stored(use(), '2026-12', 'mrr')).toBeNull();

    await page.getByRole('link', { name: 'See the sheet of 2026' }).press('Enter');
    await page.getByRole('heading', { name: 'Monthly Business Review 2026' }).waitFor();
    await page.locator('[id="cell-metric-mrr-9"]').getByText('123,456.78').waitFor();

    await page.getByRole('link', { name: 'Import', exact: true }).first().press('Enter');
    await page.getByRole('button', { name: 'Undo the import of review.csv' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Undo the import of review.csv?' });
    await dialog.getByText('4 values will be as before').waitFor();
    await dialog.getByRole('button', { name: 'Undo' }).press('Enter');
    await page.getByRole('status').getByText('The import of review.csv is undone.').waitFor();
    await row(page, /^review\.csv .* by local/).waitFor();
    expect(await stored(use(), '2026-10', 'mrr')).toBe(before);
    expect(await page.getByRole('button', { name: 'Undo the import of review.csv' }).count()).toBe(0);
  });

  it('asks where the months and metrics are, and reads the next file likewise', async () => {
    const page = await use().open('/import');
    const theirs = 'id,May 2022,Jun 2022,what\n1,10,11,Tickets in\n2,7,8,Boats';
    await choose(page, 'theirs.csv', theirs);
    await page.getByText('No row of months and no column of metrics were found').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('Row with the months').focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('button', { name: 'Column D has the metrics' }).click();
    expect(await page.getByLabel('Column with the metrics').inputValue()).toBe('3');
    expect(await page.getByRole('button', { name: 'Row 1 has the months' }).getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: 'Read it this way' }).press('Enter');
    await page.getByLabel('Metric of “Tickets in”').selectOption({ label: 'Reactive Tickets Created' });
    await page.getByRole('status').getByText('2 refused, 2 new').waitFor();
    await page.getByLabel('Leave out 2 refused cells').check();
    await importButton(page).click();
    await page.getByRole('heading', { name: 'theirs.csv is imported' }).waitFor();

    await choose(page, 'next.csv', theirs.replace('11', '12'));
    await page.getByText('Read as the last file that was explained: months in row 1, metrics in column D.').waitFor();
    await group(page, 'Changed')
      .getByRole('row', { name: /June 2022 11 12/ })
      .waitFor();
    await page.getByRole('button', { name: 'Read it differently' }).press('Enter');
    await page.getByText('Say which line has the months').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).press('Enter');
    await group(page, 'Changed').waitFor();
  });

  it('asks for the order of dates, the year and the style of numbers', async () => {
    const page = await use().open('/import');
    await choose(page, 'dates.csv', 'Metric;01/02/2023;01/03/2024\nMRR;1;2');
    await page.getByText('say whether the month or the day is first').waitFor();
    await page.getByRole('button', { name: 'Month first January 2023, January 2024' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Day first February 2023, March 2024' }).press('Enter');
    await row(page, /MRR.* February 2023 — \$1\.00/).waitFor();

    await choose(page, 'year.csv', 'Metric,Jan,Feb\nMRR,1,2');
    await page.getByText('say which year it is').waitFor();
    await page.getByLabel('Year of the months').fill('26');
    await page.getByRole('button', { name: 'Continue' }).press('Enter');
    await page.getByText('A year from 2000 to 2100').waitFor();
    await page.getByLabel('Year of the months').fill('2023');
    await page.getByLabel('Year of the months').press('Enter');
    await row(page, /MRR.* January 2023 — \$1\.00/).waitFor();

    await choose(page, 'numbers.tsv', 'Metric\tJan 2023\nMRR\t1.234');
    await page.getByText('say whether it has decimal points or commas').waitFor();
    await page.getByRole('button', { name: 'Decimal commas “1.234” is 1,234' }).click();
    await row(page, /MRR.* January 2023 — \$1,234\.00/).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'numbers.tsv' }).waitFor({ state: 'detached' });
  });

  it('says what changed since the preview, and looks again', async () => {
    const page = await use().open('/import');
    await choose(page, 'late.csv', 'Metric,Mar 2026\nMRR,4000\nORR,10');
    await importButton(page).waitFor();
    await enter(use().app.database, '2026-03', { mrr: '3999' }, new Date(Date.now() + 60_000));
    await importButton(page).click();
    await page.getByText('Nothing was imported').waitFor();
    expect(await stored(use(), '2026-03', 'mrr')).toBe('3999');
    await page.getByRole('button', { name: 'Look again' }).press('Enter');
    await row(page, /MRR.* March 2026 \$3,999\.00 \$4,000\.00/).waitFor();
    await importButton(page).click();
    await page.getByRole('heading', { name: 'late.csv is imported' }).waitFor();
    expect(await stored(use(), '2026-03', 'mrr')).toBe('4000');
    // A later change stands on it.
    await enter(use().app.database, '2026-03', { mrr: '4001' }, COMPANY_NOW);
    await page.getByRole('button', { name: 'Undo the import of late.csv' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await dialog
      .getByRole('alert')
      .getByText(/values have changed since the import: .*MRR.* of March 2026/)
      .waitFor();
    expect(await stored(use(), '2026-03', 'mrr')).toBe('4001');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  it('says why a file cannot be read, and takes another', async () => {
    const page = await use().open('/import', {}, [/413/]);
    await choose(page, 'broken.xlsx', 'PK\u0003\u0004 not a workbook');
    await page.getByRole('alert').getByText('This file cannot be imported.').waitFor();
    expect(await importButton(page).count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    await choose(page, 'huge.csv', 'Metric,Feb 2021\n'.repeat(1_400_000));
    await page.getByRole('alert').getByText('A file has at most 10,000,000 bytes').waitFor();
    await choose(page, 'good.csv', 'Metric,Feb 2021\nMRR,1');
    await page.getByRole('status').getByText('1 new. Nothing is stored yet.').waitFor();
  });

  it('draws a part of a large file, and more on request', async () => {
    const months = Array.from(
      { length: 24 },
      (_, index) => `${2018 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
    );
    const metrics = ['nrr', 'mrr', 'orr', 'employees', 'agreements', 'dials', 'appointments'];
    const lines = metrics.map((metric, index) => [metric, ...months.map((_, month) => index + month)].join(','));
    const page = await use().open('/import');
    await choose(page, 'large.csv', [['Metric', ...months].join(','), ...lines].join('\n'));
    const cells = group(page, 'New');
    await cells.getByRole('row').nth(1).waitFor();
    const rows = await cells.getByRole('row').count();
    expect(rows).toBe(51);
    await cells.getByRole('button', { name: /^Show more/ }).press('Enter');
    await cells.getByRole('row').nth(rows).waitFor();
  });

  it('finds nothing to do in a workbook that was downloaded from the sheet', async () => {
    const workbook = await fetch(`${use().url}/api/qbr/export/workbook?year=2025`);
    const page = await use().open('/import');
    await dropFile(page.locator('body'), 'qbr-2025.xlsx', new Uint8Array(await workbook.arrayBuffer()));
    await page
      .getByRole('status')
      .getByText(/^The file has nothing new: \d+ values as stored. Nothing is stored yet\.$/)
      .waitFor();
    expect(await importButton(page).count()).toBe(0);
    await page.getByRole('button', { name: 'Close' }).press('Enter');
    await page.getByRole('heading', { name: 'qbr-2025.xlsx' }).waitFor({ state: 'detached' });
    await page.locator('input[type="file"]:focus').waitFor({ state: 'attached' });
  });

  it('takes a file that is dropped on the sheet', async () => {
    const page = await use().open('/sheet?year=2026');
    await page.getByRole('grid').waitFor();
    await dropFile(page.getByRole('grid'), 'dropped.csv', 'Metric,Feb 2021\nMRR,1');
    await page.getByRole('heading', { name: 'dropped.csv' }).waitFor();
    await row(page, /MRR.* February 2021/).waitFor();
    expect(new URL(page.url()).pathname).toBe('/import');
  });

  it('shows a viewer what was imported, and nothing to import with', async () => {
    const page = await use().open('/import');
    await viewAs(page, 'VIEWER');
    await page.reload();
    await page.getByText('Importing needs the role editor.').waitFor();
    await page.getByRole('heading', { name: 'Earlier imports' }).waitFor();
    expect(await page.getByLabel('Choose a file').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Undo/ }).count()).toBe(0);
    await page.goto(`${use().url}/sheet`);
    await page.getByRole('grid').waitFor();
    expect(await page.getByRole('link', { name: 'Import' }).count()).toBe(1);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it.each(Object.entries(SIZES))(
    'is accessible and fits at the size of a %s, light and dark',
    async (_name, viewport) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await use().open('/import', { viewport, colorScheme });
        await choose(page, 'theirs.csv', 'a,b,c,d,e,f,g,h\nsome,texts,of,a,sheet,that,is,wide');
        await page.getByText('No row of months and no column of metrics were found').waitFor();
        await expectUsable(page, viewport);
        await choose(page, 'review.csv', await everyState());
        await group(page, 'Differs from its formula').waitFor();
        await expectUsable(page, viewport);
      }
    },
  );
});
