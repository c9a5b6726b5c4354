import { readXlsx } from 'hucre/xlsx';
import { beforeEach, expect, it } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { textOfNeutral } from '#src/files/csv-text.ts';
import { exportWorkbook } from '#src/service/export/workbook.ts';
import { yearCsv } from '#src/service/export/year-csv.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { enter, scopeOn } from '../../kit/services.ts';

/** What users of other programs complain about in exports. */
describeOnBothDatabases('complaints about exports', (use) => {
  beforeEach(async () => {
    await emptyDatabase(use());
    await enter(use().database, '2025-01', { nrr: '-2044.57', mrr: '9999999999.99', employees: '8.25' });
    const entries = [{ metric: 'agreements', value: new Decimal(84), notes: '=1+1' }];
    await enterMetrics(scopeOn(use().database), { period: '2025-01', entries });
  });

  const report = () => createReport(scopeOn(use().database), createSnapshots(use().database));
  const review = async () => {
    const { bytes } = await exportWorkbook(report(), { year: '2025', version: '1.2.3' });
    const { sheets } = await readXlsx(bytes, { readStyles: true });
    const sheet = sheets.find(({ name }) => name === 'Review');
    return (label: string) => {
      const row = sheet?.rows.findIndex(([first]) => first === label) ?? -1;
      const style = sheet?.cells?.get(`${row},1`)?.style;
      return { value: sheet?.rows[row]?.[1], format: style?.numFmt };
    };
  };

  it('14: numbers are numbers with their format, no digit is cut, and no separator depends on a locale', async () => {
    const cell = await review();
    expect(cell('Non-Recurring Revenue (NRR)')).toEqual({ value: -2044.57, format: '"$"#,##0.00;[Red]-"$"#,##0.00' });
    expect(cell('Monthly Recurring Revenue (MRR)').value).toBe(9_999_999_999.99);
    expect(cell('Employees')).toEqual({ value: 8.25, format: expect.stringMatching(/^#,##0\.#+;/) });
    const lines = (await yearCsv(report(), '2025')).split('\r\n');
    expect(lines.find((line) => line.includes(',mrr,'))).toMatch(/,9999999999\.99,/);
    expect(lines.find((line) => line.includes(',nrr,'))).toMatch(/,-2044\.57,/);
  });

  it('15: the guard against formulas changes texts only, and is undone', async () => {
    expect((await review())('Non-Recurring Revenue (NRR)').value).toBe(-2044.57);
    const long = await yearCsv(report(), '2025', { isLong: true });
    const cells = (key: string) =>
      long
        .split('\r\n')
        .find((line) => line.includes(`,${key},`))
        ?.split(',') ?? [];
    expect(cells('nrr')[2]).toBe('-2044.57');
    expect([cells('agreements')[5], textOfNeutral(cells('agreements')[5] ?? '')]).toEqual(["'=1+1", '=1+1']);
  });
});
