import { describe, expect, it } from 'vitest';
import { type QbxmlReportRow, readQbxmlRows } from '#src/collect/quickbooks-desktop/qbxml-rows.ts';
import { readOnlineReport } from '#src/files/online-report.ts';
import { shownLines } from '../../kit/books/chart.ts';

/** `label | amount | full name`, as QuickBooks Desktop gives its rows; without an amount a TextRow. */
function desktopRows(text: string): QbxmlReportRow[] {
  const rows = text.trim().split('\n');
  return rows.map((line, index) => {
    const [label = '', amount, path] = line.split('|').map((part) => part.trim());
    const rowNumber = String(index + 1);
    if (amount === undefined) return { element: 'TextRow', rowNumber, value: label, rowData: null, colData: [] };
    const element = label.startsWith('Total') ? 'SubtotalRow' : path ? 'DataRow' : 'SubtotalRow';
    const rowData = path ? { rowType: 'account', value: path } : null;
    const colData = [{ colId: '1', value: label }, ...(amount === '' ? [] : [{ colId: '2', value: amount }])];
    return { element, rowNumber, value: null, rowData, colData };
  });
}

const NUMBERED = `
Ordinary Income/Expense
Income
41000 · Consulting | 191102.50 | 41000 · Consulting
Total Income | 191102.50
Gross Profit | 191102.50
Expense
60200 · Vehicles
Gasoline | 2952.78 | 60200:Gasoline
Parking | 52.00 | 60200:Parking
60200 · Vehicles - Other | 3843.53 | 60200
Total 60200 · Vehicles | 6848.31 | 60200
Total Expense | 6848.31
Net Ordinary Income | 184254.19
Other Income/Expense
Other Income
Interest | 9000.00 | Interest
Total Other Income | 9000.00
Other Expense
31400 · Distributions | 144834.30 | 31400 · Distributions
Total Other Expense | 144834.30
Net Other Income | -135834.30
Net Income | 48419.89`;

function problemsOf(text: string): string[] {
  const result = readQbxmlRows(desktopRows(text));
  return result.tied ? [] : result.problems.map(({ where, message }) => `${where}: ${message}`);
}

describe('the report of QuickBooks Desktop', () => {
  it('with numbers takes names from labels, and own postings from the "Other" row', () => {
    const result = readQbxmlRows(desktopRows(NUMBERED));
    expect(result.tied && shownLines(result.lines)).toEqual([
      'income 41000 Consulting 191102.50',
      'expense null Vehicles:Gasoline 2952.78',
      'expense null Vehicles:Parking 52.00',
      'expense 60200 Vehicles 3843.53',
      'other income null Interest 9000.00',
      'other expense 31400 Distributions 144834.30',
    ]);
  });

  it('never counts a subtotal (fault 1 of the deployed server: COGS of 9,113.46 for 4,556.73)', () => {
    const result = readQbxmlRows(
      desktopRows(`
Income
Total Income | 0.00
Cost of Goods Sold
Cost of Goods Sold
Hardware | 4000.00 | Cost of Goods Sold:Hardware
Cost of Goods Sold - Other | 556.73 | Cost of Goods Sold
Total Cost of Goods Sold | 4556.73 | Cost of Goods Sold
Total COGS | 4556.73
Gross Profit | -4556.73
Net Ordinary Income | -4556.73
Net Income | -4556.73`),
    );
    expect(result.tied && result.sums.sections.cogs.toFixed(2)).toBe('4556.73');
    expect(result.tied && result.lines).toHaveLength(2);
  });

  it('keeps an account that is called "Other" apart from own postings', () => {
    const text = NUMBERED.replace(
      '60200 · Vehicles - Other | 3843.53 | 60200',
      'Vehicles - Other | 3843.53 | 60200:Vehicles - Other',
    );
    const result = readQbxmlRows(desktopRows(text));
    expect(result.tied && shownLines(result.lines)).toContain('expense null Vehicles:Vehicles - Other 3843.53');
  });

  it.each([
    [
      'Gasoline | 2952.78',
      'Gasoline | 2952.79',
      'row 11: Total 60200 · Vehicles is 6,848.31, but its rows add up to 6,848.32',
    ],
    [
      'Total Expense | 6848.31',
      'Total Expense | 6848.30',
      'row 12: Total Expense is 6,848.30, but its accounts add up to 6,848.31',
    ],
    [
      'Gross Profit | 191102.50',
      'Gross Profit | 191102.51',
      'row 5: Gross Profit is 191,102.51, but the statement gives 191,102.50',
    ],
    [
      'Net Income | 48419.89',
      'Net Income | 48419.88',
      'row 22: Net Income is 48,419.88, but the statement gives 48,419.89',
    ],
    ['Parking | 52.00', 'Parking | 5Z.00', 'row 9: Parking: "5Z.00" is not an amount'],
    ['Parking | 52.00', 'Parking | 52,00', 'row 9: Parking: "52,00" is not an amount'],
    ['Total Expense | 6848.31\n', '', 'row 6: Expense has no total before Net Ordinary Income (row 12)'],
    [
      'Total 60200 · Vehicles | 6848.31 | 60200\n',
      '',
      'row 11: Total Expense stands where 60200 · Vehicles (row 7) is open',
    ],
    ['Net Income | 48419.89', '', 'null: The statement has no Net Income'],
    ['Other Income\n', '', 'row 15: Interest is in no section that is known, such as Income or Expenses'],
    [
      'Gross Profit | 191102.50\n',
      'Gross Profit | 191102.50\nGross Profit | 191102.50\n',
      'row 6: Gross Profit occurs twice',
    ],
    ['Income\n41000', 'Produits\n41000', 'row 2: Produits is in no section that is known, such as Income or Expenses'],
  ])('%j changed to %j is refused', (before, after, problem) => {
    expect(problemsOf(NUMBERED)).toEqual([]);
    expect(problemsOf(NUMBERED.replace(before, after))).toContain(problem);
  });

  it('accepts Total Expenses, as the deployed server expected it', () => {
    expect(problemsOf(NUMBERED.replace('Total Expense |', 'Total Expenses |'))).toEqual([]);
  });

  it('reads a missing cell as empty, and a month without rows as zeros', () => {
    expect(problemsOf(NUMBERED.replace('Interest | 9000.00', 'Unused | | Unused\nInterest | 9000.00'))).toEqual([]);
    expect(readQbxmlRows([])).toMatchObject({ tied: true, lines: [] });
  });
});

const HEADER = {
  ReportName: 'ProfitAndLoss',
  Option: [{ Name: 'NoReportData', Value: 'false' }],
  ReportBasis: 'Cash',
  StartPeriod: '2026-01-01',
  EndPeriod: '2026-01-31',
  Currency: 'USD',
  SummarizeColumnsBy: 'Total',
};
const COLUMNS = {
  Column: [
    { ColTitle: '', ColType: 'Account' },
    { ColTitle: 'Total', ColType: 'Money', MetaData: [{ Name: 'ColKey', Value: 'total' }] },
  ],
};

function cells(label: string, amount: unknown, id?: string) {
  return { ColData: [{ value: label, ...(id ? { id } : {}) }, { value: amount }] };
}

/** A report without a section of expenses' accounts, as in a month with income alone. */
function onlineReport(amount: unknown = '150.00') {
  const materials = {
    Header: cells('Materials', '25.00', '46'),
    Rows: {
      Row: [
        { ...cells('Lighting', '275.00', '48'), type: 'Data' },
        { ...cells('Soil', amount, '49'), type: 'Data' },
      ],
    },
    Summary: cells('Total Materials', '450.00'),
    type: 'Section',
  };
  return {
    Header: HEADER,
    Columns: COLUMNS,
    Rows: {
      Row: [
        {
          Header: cells('Income', ''),
          Rows: { Row: [materials, { ...cells('Pest Control', '-100.00', '54'), type: 'Data' }] },
          Summary: cells('Total Income', '350.00'),
          type: 'Section',
          group: 'Income',
        },
        { Summary: cells('Gross Profit', '350.00'), type: 'Section', group: 'GrossProfit' },
        { Header: cells('Expenses', ''), Summary: cells('Total Expenses', ''), type: 'Section', group: 'Expenses' },
        { Summary: cells('Net Operating Income', '350.00'), type: 'Section', group: 'NetOperatingIncome' },
        { Summary: cells('Net Income', '350.00'), type: 'Section', group: 'NetIncome' },
      ],
    },
  };
}

describe('the report of QuickBooks Online', () => {
  it('gives accounts with their ids, and own money of a header row to the parent', () => {
    const { statements } = readOnlineReport(onlineReport());
    expect(statements).toMatchObject([
      { month: '2026-01', basis: 'cash', currency: 'USD', span: { from: '2026-01-01', to: '2026-01-31' } },
    ]);
    const [statement] = statements;
    const lines = statement?.result.tied ? statement.result.lines : [];
    expect(lines.map(({ account, accountId, amount }) => [account, accountId, amount.toFixed(2)])).toEqual([
      ['Materials', '46', '25.00'],
      ['Materials:Lighting', '48', '275.00'],
      ['Materials:Soil', '49', '150.00'],
      ['Pest Control', '54', '-100.00'],
    ]);
  });

  it('is in any language, by its groups', () => {
    const words: Record<string, string> = { Income: 'Produits', 'Net Income': 'Résultat net', Expenses: 'Charges' };
    const text = JSON.stringify(onlineReport(), (_, value) => words[String(value)] ?? value);
    const report = JSON.parse(
      text.replaceAll('"group":"Produits"', '"group":"Income"').replaceAll('"group":"Charges"', '"group":"Expenses"'),
    );
    expect(readOnlineReport(report).statements[0]?.result.tied).toBe(true);
  });

  it('without data is a statement of zeros, for each month that was asked for', () => {
    const header = { ...HEADER, Option: [{ Name: 'NoReportData', Value: 'true' }], EndPeriod: '2026-03-31' };
    const byMonth = { Header: { ...header, SummarizeColumnsBy: 'Month' }, Columns: {}, Rows: {} };
    const { statements } = readOnlineReport(byMonth);
    expect(statements.map(({ month, result }) => [month, result.tied])).toEqual([
      ['2026-01', true],
      ['2026-02', true],
      ['2026-03', true],
    ]);
    expect(readOnlineReport({ ...byMonth, Header: HEADER })).toMatchObject({
      statements: [],
      problems: [{ message: 'The report has no rows, and does not say NoReportData' }],
    });
  });

  it.each([
    [onlineReport('150.0O'), 'Soil: "150.0O" is not an amount'],
    [onlineReport('$150.00'), 'Soil: "$150.00" is not an amount'],
    [
      { ...onlineReport(), Header: { ...HEADER, ReportName: 'BalanceSheet' } },
      'The report must be ProfitAndLoss, not "BalanceSheet"',
    ],
    [
      { ...onlineReport(), Header: { ...HEADER, EndPeriod: '2026-01-32' } },
      'StartPeriod and EndPeriod must be dates YYYY-MM-DD, in order',
    ],
    [{}, 'This is not a report of QuickBooks Online'],
    [null, 'This is not a report of QuickBooks Online'],
    [
      { ...onlineReport(), Columns: { Column: [{ ColTitle: 'Q1', ColType: 'Money' }] } },
      'The period of the column "Q1" is not understood',
    ],
  ])('is refused whole: %#', (report, message) => {
    expect(readOnlineReport(report)).toMatchObject({ statements: [], problems: [{ message }] });
  });

  it('ends at rows that are nested without end', () => {
    let rows: object = {};
    for (let depth = 0; depth < 5_000; depth += 1) rows = { Row: [{ Rows: rows }] };
    expect(readOnlineReport({ ...onlineReport(), Rows: rows }).problems).toMatchObject([
      { message: 'The rows are nested deeper than 40 levels' },
    ]);
  });
});
