import { readXlsx, type Sheet } from 'hucre/xlsx';
import { beforeEach, expect, it } from 'vitest';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { Decimal } from '#src/core/number.ts';
import { parseMonth } from '#src/core/period.ts';
import { type ValueFormat, valueRows } from '#src/service/export/value-rows.ts';
import { exportWorkbook } from '#src/service/export/workbook.ts';
import { yearCsv } from '#src/service/export/year-csv.ts';
import { closePeriod } from '#src/service/periods/close.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { enter, scopeOn } from '../../kit/services.ts';

describeOnBothDatabases('exports', (use) => {
  beforeEach(async () => {
    await emptyDatabase(use());
    const { database } = use();
    await enter(database, '2025-01', {
      nrr: '-2044',
      mrr: '109682',
      orr: '0',
      total_income: '152294',
      employees: '8.25',
    });
    await enter(database, '2025-02', { nrr: '10877', total_expenses: '177096' });
    const entries = [{ metric: 'agreements', value: new Decimal(84), notes: '=HYPERLINK("x"), "quoted"\nline' }];
    await enterMetrics(scopeOn(database), { period: '2025-02', entries });
  });

  const report = () => createReport(scopeOn(use().database), createSnapshots(use().database));
  const rowsOf = async (format: ValueFormat, from = '2025-01', to = '2025-12') => {
    const range = { from: parseMonth(from), to: parseMonth(to) };
    let text = '';
    for await (const piece of valueRows(scopeOn(use().database), { range, format })) text += piece;
    return text;
  };
  const workbook = async (year = '2025') => {
    const { bytes, name } = await exportWorkbook(report(), { year, version: '1.2.3' });
    const { sheets } = await readXlsx(bytes, { readStyles: true });
    return { bytes, name, sheets: new Map(sheets.map((sheet) => [sheet.name, sheet])) };
  };
  const row = (sheet: Sheet | undefined, label: string) => sheet?.rows.findIndex(([first]) => first === label) ?? -1;

  it('write every stored value as CSV, exact, without a formula that a text could become', async () => {
    const lines = (await rowsOf('csv')).split('\r\n');
    expect(lines[0]).toBe('period,metric,value,source,entered_by,notes,updated_at');
    expect(lines.filter((line) => line.includes(',nrr,')).map((line) => line.split(',').slice(0, 5).join())).toEqual([
      '2025-01,nrr,-2044,manual,tester',
      '2025-02,nrr,10877,manual,tester',
    ]);
    const text = await rowsOf('csv', '2025-02');
    expect(text).toContain(`2025-02,agreements,84,manual,tester,"'=HYPERLINK(""x""), ""quoted""\nline",`);
    expect(await rowsOf('csv', '2024-01', '2024-12')).toBe(`${lines[0]}\r\n`);
  });

  it('write a JSON document for each value', async () => {
    const documents = (await rowsOf('jsonl'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(documents).toContainEqual({
      ...{ period: '2025-01', metric: 'employees', value: '8.25', source: 'manual', entered_by: 'tester', notes: null },
      updated_at: expect.stringMatching(/^2025-04-15T17:00:00/),
    });
  });

  it('page through a range without losing a row', async () => {
    const { database } = use();
    const count = 12_345;
    await database.prisma.$executeRaw`
      INSERT INTO qbr_metrics_monthly (organization_id, period, metric_name, metric_value, data_source, manually_entered_by)
      SELECT 1, '2024-' || lpad((1 + n % 12)::text, 2, '0'), 'custom_' || n, n, 'manual', 'tester' FROM generate_series(1, ${count}::integer) AS n`;
    const lines = (await rowsOf('jsonl', '2024-01', '2024-12')).trimEnd().split('\n');
    expect(new Set(lines.map((line) => JSON.parse(line).metric)).size).toBe(count);
    expect(lines).toHaveLength(count);
  });

  it('write a year as a table: months, quarters, totals; absent is empty, zero is 0', async () => {
    const lines = (await yearCsv(report(), '2025'))
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    const [header = []] = lines;
    expect(header.slice(0, 4)).toEqual(['Category', 'Key', 'Name', '2025-01']);
    expect(header.slice(-6)).toEqual(['2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4', 'Total 2025', 'Total 2024']);
    const cells = (key: string) => {
      const found = lines.find((line) => line[1] === key) ?? [];
      return ['2025-01', '2025-02', '2025-Q1', 'Total 2025', 'Total 2024'].map((name) => found[header.indexOf(name)]);
    };
    expect(cells('nrr')).toEqual(['-2044', '10877', '8833', '8833', '']);
    expect(cells('orr')).toEqual(['0', '', '0', '0', '']);
    expect(cells('services_from_mrr_pct')).toEqual(['1.019', '', '1.019', '1.019', '']);
    await expect(yearCsv(report(), '25')).rejects.toMatchObject({ code: 'INVALID_PERIOD', field: 'year' });
  });

  it('write a workbook: labels, months as dates, formulas with their results, only inputs open to typing', async () => {
    await closePeriod(scopeOn(use().database), { period: '2025-02' });
    const { name, sheets } = await workbook();
    expect(name).toBe('monthly-business-review-2025.xlsx');
    expect([...sheets.keys()]).toEqual([
      'Review',
      'SmartNumbers',
      'Trends',
      'Definitions',
      'Changes',
      'About',
      'Common months',
      'Trend data',
      'Base',
    ]);
    const review = sheets.get('Review');
    const [header = []] = review?.rows ?? [];
    expect(header.slice(1, 13).map((date) => (date as Date).toISOString().slice(0, 7))).toEqual(
      Array.from({ length: 12 }, (_, index) => `2025-${String(index + 1).padStart(2, '0')}`),
    );
    expect(header.slice(13)).toEqual(['Q1', 'Q2', 'Q3', 'Q4', 'Total', '2024']);
    for (const { label } of METRICS) expect(row(review, label), label).toBeGreaterThan(0);
    const cell = (label: string, column: number) => review?.cells?.get(`${row(review, label)},${column}`);
    expect(cell('Product Sales', 1)?.formula).toMatch(
      /^IF\(COUNT\(B\d+,B\d+,B\d+,B\d+\)<4,"",ROUND\(B\d+-B\d+-B\d+-B\d+,2\)\)$/,
    );
    expect(review?.rows[row(review, 'Product Sales')]?.[1]).toBe(44656);
    expect(review?.rows[row(review, 'Product Sales')]?.[2] ?? '').toBe('');
    const overridden = cell('Total Expenses', 2);
    expect([overridden?.formula, overridden?.comment?.text]).toEqual([undefined, 'Entered by tester over the formula']);
    const isOpen = (label: string, column: number) => cell(label, column)?.style?.protection?.locked === false;
    expect([
      isOpen('Employees', 1),
      isOpen('Product Sales', 1),
      isOpen('Employees', 2),
      isOpen('Employees', 12),
    ]).toEqual([...[true, false, false, false]]);
  });

  it('hold what an import compares with: the value of every cell, absent ones too, and the state they are of', async () => {
    const { sheets } = await workbook();
    const base = sheets.get('Base');
    expect(base?.veryHidden).toBe(true);
    const rows = base?.rows.map((cells) => cells.slice(0, 5).join('|')) ?? [];
    expect(rows[0]).toBe('Metric|Month|Value|Source|Updated');
    expect(rows).toContainEqual(expect.stringMatching(/^employees\|2025-01\|8\.25\|manual\|2025-04-15T17:00:00/));
    expect(rows.filter((cells) => cells.startsWith('employees|2025-12|'))).toEqual(['employees|2025-12|||']);
    expect(rows).toHaveLength(1 + METRICS.length * 12);
    const properties = new Map(base?.rows.slice(1, 7).map((cells) => [cells[6], cells[7]]));
    expect(Object.fromEntries(properties)).toEqual({
      Id: expect.stringMatching(/^[0-9a-f]{32}$/),
      Revision: expect.stringMatching(/^[1-9]\d*$/),
      ...{ Organization: '1', Year: '2025', Exported: '2025-04-15T17:00:00.000Z' },
      Digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    await enter(use().database, '2025-03', { nrr: '1' });
    const after = (await workbook()).sheets.get('Base')?.rows;
    expect(Number(after?.[2]?.[7])).toBeGreaterThan(Number(properties.get('Revision')));
    expect(after?.[6]?.[7]).not.toBe(properties.get('Digest'));
  });

  it('write the same bytes for the same values at the same time, and a note is a text whatever it begins with', async () => {
    const [first, second] = [await workbook(), await workbook()];
    expect(Buffer.from(first.bytes).equals(Buffer.from(second.bytes))).toBe(true);
    const review = first.sheets.get('Review');
    const cell = review?.cells?.get(`${row(review, 'Managed Services Agreements')},2`);
    expect([cell?.formula, cell?.comment?.text]).toEqual([
      undefined,
      'Entered by tester\n=HYPERLINK("x"), "quoted"\nline',
    ]);
    const changes = first.sheets.get('Changes')?.rows ?? [];
    expect(changes.some((cells) => cells[0] === '2025-02' && cells[1] === 'agreements' && cells[3] === 84)).toBe(true);
  });
});
