import { zipSync } from 'fflate';
import { type CellValue, writeXlsx } from 'hucre/xlsx';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { StatementFile } from '#src/files/statement-file.ts';
import { readStatementFile } from '#src/files/statement-file.ts';
import { shownLines } from '../kit/books/chart.ts';

const encoder = new TextEncoder();

/** The shape of a CSV export of QuickBooks Online with the previous year: two heading rows, en dash or not, footer. */
const TWO_PERIODS = [
  'Profit and Loss,,',
  'Invented Gardens LLC,,',
  '"""November 1-30, 2025""",,',
  '',
  'Distribution account,Total,',
  ',Nov 1 - Nov 30 2025,Nov 1 - Nov 30 2024 (PY)',
  'Income,,',
  'Design income,637.50,500.00',
  'Garden Services,,',
  'Materials,,',
  'Lighting,406.80,300.00',
  'Soil,"1,766.98","1,500.00"',
  'Total for Materials,"$2,173.78","$1,800.00"',
  'Total for Garden Services,"$2,173.78","$1,800.00"',
  'Total for Income,"$2,811.28","$2,300.00"',
  'Cost of Goods Sold,,',
  'Cost of Goods Sold,228.75,200.00',
  'Total for Cost of Goods Sold,$228.75,$200.00',
  'Gross Profit,"$2,582.53","$2,100.00"',
  'Expenses,,',
  'Advertising,74.86,50.00',
  'Vehicles,12.15,',
  'Fuel,167.85,150.00',
  'Total for Vehicles,$180.00,$150.00',
  'Rental,99.85,100.00',
  'Total for Expenses,$354.71,$300.00',
  'Net Operating Income,"$2,227.82","$1,800.00"',
  'Other Income,0.00,0.00',
  'Other Expenses,,',
  'Miscellaneous,"2,666.00","2,000.00"',
  'Total for Other Expenses,"$2,666.00","$2,000.00"',
  'Net Other Income,"-$2,666.00","-$2,000.00"',
  'Net Income,-$438.18,$ -200.00',
  '',
  '"Cash Basis Monday, January 19, 2026 04:28 PM GMTZ",,',
].join('\r\n');

function problemsOf({ statements, problems }: StatementFile): string[] {
  const refused = statements.flatMap(({ result }) => (result.tied ? [] : result.problems));
  return [...problems, ...refused].map(({ where, message }) => `${where}: ${message}`);
}

function readText(text: string): Promise<StatementFile> {
  return readStatementFile(encoder.encode(text));
}

function linesOf({ statements }: StatementFile, index = 0): string[] {
  const result = statements[index]?.result;
  return result?.tied ? shownLines(result.lines) : [];
}

describe('a CSV export with the previous year', () => {
  it('gives both months, the basis of the footer, and own money of a parent', async () => {
    const file = await readText(TWO_PERIODS);
    expect(problemsOf(file)).toEqual([]);
    expect(file.statements.map(({ month, basis, currency }) => [month, basis, currency])).toEqual([
      ['2025-11', 'cash', null],
      ['2024-11', 'cash', null],
    ]);
    expect(linesOf(file)).toEqual([
      'income null Design income 637.50',
      'income null Garden Services:Materials:Lighting 406.80',
      'income null Garden Services:Materials:Soil 1766.98',
      'cogs null Cost of Goods Sold 228.75',
      'expense null Advertising 74.86',
      'expense null Vehicles 12.15',
      'expense null Vehicles:Fuel 167.85',
      'expense null Rental 99.85',
      'other expense null Miscellaneous 2666.00',
    ]);
  });

  it.each([
    ['Lighting,406.80', 'Lighting,406.8O', 'line 11: "406.8O" is not an amount'],
    ['"1,766.98"', '"1,76,6.98"', 'line 12: "1,76,6.98" is not an amount'],
    ['Fuel,167.85', 'Fuel,167.86', 'line 24: Total for Vehicles is 180.00, but its rows add up to 180.01'],
    [
      'Nov 1 - Nov 30 2025,',
      'Q4,',
      'line 6: The heading "Q4" is not understood: a month such as "Jan 2026" is expected',
    ],
    [
      'Nov 1 - Nov 30 2025,',
      'Dec 1 - Dec 31 2025,',
      'line 6: The column covers 2025-12-01 to 2025-12-31, the title 2025-11-01 to 2025-11-30',
    ],
    [
      '30 2025,Nov',
      '30 2025 Main Street,Nov',
      'line 6: The heading "Nov 1 - Nov 30 2025 Main Street" is not understood: a month such as "Jan 2026" is expected',
    ],
    [
      'Total for Materials,"$2,173.78","$1,800.00"\r\n',
      '',
      'line 13: Total for Garden Services stands where Materials (line 10) is open',
    ],
    ['Rental,99.85,100.00', 'Rental,99.85,100.00,5.00', 'line 25: The cell has no heading above it'],
    ['Rental,99.85', ',99.85', 'line 25: The row has an amount but no account'],
  ])('%j changed to %j is refused', async (before, after, problem) => {
    expect(problemsOf(await readText(TWO_PERIODS.replace(before, after)))).toContain(problem);
  });

  it('is read in every encoding, and the doubtful one is said', async () => {
    const text = TWO_PERIODS.replaceAll('Soil', 'Söil — “rich”');
    const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'];
    for (const encoding of encodings) {
      for (const addBOM of [true, false]) {
        const file = await readStatementFile(iconv.encode(text, encoding, { addBOM }));
        expect(linesOf(file)).toContain('income null Garden Services:Materials:Söil — “rich” 1766.98');
        expect(file.notes).toHaveLength(encoding === 'windows-1252' ? 1 : 0);
      }
    }
  });
});

describe('columns', () => {
  const table = (headings: string, ...rows: string[]) =>
    ['Profit and Loss', 'January - March 2026', '', headings, ...rows].join('\n');

  it('of percentages and changes are left out, and a total covers what the title says', async () => {
    const file = await readText(
      table(
        ',Jan 2026,% of Income,Feb 2026,$ Change,% Change,Total',
        'Income',
        'Labor,10.00,100%,20.00,10.00,100%,30.00',
        'Total Income,10.00,100%,20.00,10.00,100%,30.00',
        'Net Income,10.00,100%,20.00,10.00,100%,30.00',
      ),
    );
    expect(problemsOf(file)).toEqual([]);
    expect(file.statements.map(({ month, span }) => [month, span.from, span.to])).toEqual([
      ['2026-01', '2026-01-01', '2026-01-31'],
      ['2026-02', '2026-02-01', '2026-02-28'],
      [null, '2026-01-01', '2026-03-31'],
    ]);
  });

  it('of one month are one statement where they say the same, and refused where they do not', async () => {
    const of = (second: string) =>
      `,Jan 2026,Total\nIncome\nLabor,5.00,${second}\nTotal Income,5.00,${second}\nNet Income,5.00,${second}\n`;
    const same = await readText(of('5.00'));
    expect([same.statements.map(({ month }) => month), problemsOf(same)]).toEqual([['2026-01'], []]);
    expect(problemsOf(await readText(of('6.00')))).toEqual([
      'line 1: Two columns cover 2026-01-01 to 2026-01-31, and Labor differs between them',
    ]);
  });

  it('of a part of a month have no month', async () => {
    const file = await readText(
      table(',"Jan 1 - 28, 26"', 'Income', 'Labor,10.00', 'Total Income,10.00', 'Net Income,10.00'),
    );
    expect(file.statements.map(({ month, result }) => [month, result.tied])).toEqual([[null, true]]);
  });

  it('without a period anywhere are refused', async () => {
    const text = [',Total', 'Income', 'Labor,10.00', 'Total Income,10.00', 'Net Income,10.00'].join('\n');
    expect(problemsOf(await readText(text))).toEqual([
      'line 1: The heading "Total" is not understood: a month such as "Jan 2026" is expected',
    ]);
  });

  it('with decimal commas are read by the style of the file', async () => {
    const file = await readText(
      [
        '\tJan 2026',
        'Income',
        'Labor\t1.766,98',
        'Credit\t(438,18)',
        'Total Income\t1 328,80 €',
        'Net Income\t1.328,80',
      ].join('\n'),
    );
    expect(problemsOf(file)).toEqual([]);
    expect(linesOf(file)).toEqual(['income null Labor 1766.98', 'income null Credit -438.18']);
  });
});

function workbook(rows: CellValue[][], formulas: Record<string, string> = {}): Promise<Uint8Array> {
  const cells = new Map(Object.entries(formulas).map(([at, formula]) => [at, { formula }]));
  return writeXlsx({ sheets: [{ name: 'P&L ', rows, cells }] });
}

const ROWS: CellValue[][] = [
  ['Profit and Loss', null],
  [null, 'Jan 2026'],
  ['Income', null],
  ['   Labor', 9609.519999999999],
  ['   Parts', 0.1],
  ['Total Income', null],
  ['Net Income', null],
];

describe('a workbook', () => {
  it('without results of its formulas is calculated: constants, references, SUM and ROUND', async () => {
    const bytes = await workbook(ROWS, { '3,1': '9609.519999999999', '5,1': 'ROUND(SUM(B4:B5),5)', '6,1': '(B6)-(0)' });
    const file = await readStatementFile(bytes);
    expect(problemsOf(file)).toEqual([]);
    expect(linesOf(file)).toEqual(['income null Labor 9609.52', 'income null Parts 0.10']);
  });

  it.each([
    ['B4*2', 'P&L!B6: The cell has a formula without a result that is not understood: "B4*2"'],
    ['SUM(B4:B5', 'P&L!B6: The cell has a formula without a result that is not understood: "SUM(B4:B5"'],
    ["'Other'!B4", `P&L!B6: The cell has a formula without a result that is not understood: "'Other'!B4"`],
    ['IF(1,2,3)', 'P&L!B6: The cell has a formula without a result that is not understood: "IF(1,2,3)"'],
    ['B6', 'P&L!B6: The cell refers to itself, or too far'],
    ['A4', 'P&L!A4: The cell is no number: "Labor"'],
    ['B4+B5+0.001', 'P&L!B6: 9609.620999999999 has more than two decimals'],
    ['B4+B5+1', 'P&L!B6: Total Income is 9,610.62, but its accounts add up to 9,609.62'],
  ])('with the formula %s is refused', async (formula, problem) => {
    expect(problemsOf(await readStatementFile(await workbook(ROWS, { '5,1': formula, '6,1': 'B4+B5' })))).toContain(
      problem,
    );
  });

  it('with a month heading that became a date is read where the day is the first', async () => {
    const rows = (day: number) =>
      ROWS.map((row, index) => (index === 1 ? [null, new Date(Date.UTC(2026, 0, day))] : row));
    const formulas = { '5,1': 'B4+B5', '6,1': 'B6' };
    expect((await readStatementFile(await workbook(rows(1), formulas))).statements[0]?.month).toBe('2026-01');
    expect(problemsOf(await readStatementFile(await workbook(rows(26), formulas)))[0]).toMatch(/^P&L!B2: The heading/);
  });
});

describe('another file', () => {
  it.each([
    [
      'an IIF list',
      '!HDR\tPROD\nHDR\tQuickBooks',
      'null: An IIF list holds accounts, but no month: export Profit & Loss as XLSX or CSV',
    ],
    ['no JSON', '{"Header":', 'null: The file is no valid JSON'],
    ['quotes that do not close', 'Income,"5\nNet Income,5', 'null: A quote does not close'],
    [
      'another language',
      ',janv. 2026\nProduits\nVentes,5\nTotal des produits,5\nRésultat net,5',
      'null: No profit and loss statement with English labels, such as Income and Net Income, is in the file: it is another report, or its language is not known',
    ],
    [
      'a balance sheet',
      ',Jan 2026\nASSETS\nBank,5\nTotal Assets,5\nIncome,5\nNet Income,5',
      'null: No profit and loss statement with English labels, such as Income and Net Income, is in the file: it is another report, or its language is not known',
    ],
    [
      'an empty file',
      '',
      'null: No profit and loss statement with English labels, such as Income and Net Income, is in the file: it is another report, or its language is not known',
    ],
    ['a part of a zip file', 'PK\u0003\u0004 nothing more', 'null: The file is damaged or no workbook'],
  ])('is refused: %s', async (_, text, problem) => {
    const file = await readText(text);
    expect(file.statements).toEqual([]);
    expect(problemsOf(file)[0]).toContain(problem);
  });

  it('is refused before it is unpacked: a zip bomb, honest or not', async () => {
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(60_000_000) });
    expect(problemsOf(await readStatementFile(bomb))).toEqual([
      'null: The workbook is larger than 24 MB when it is unpacked',
    ]);
    const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.length);
    for (let at = 0; at < bomb.length - 30; at += 1) {
      const mark = view.getUint32(at, true);
      if (mark === 0x02014b50) view.setUint32(at + 24, 1_000, true);
      if (mark === 0x04034b50) view.setUint32(at + 22, 1_000, true);
    }
    expect(problemsOf(await readStatementFile(bomb))).toEqual(['null: The file is damaged or no workbook']);
  });

  it('is refused for its size, its parts, its rows', async () => {
    expect(problemsOf(await readStatementFile(new Uint8Array(10_000_001)))).toEqual([
      'null: The file is larger than 10 MB',
    ]);
    const parts = Object.fromEntries(
      Array.from({ length: 201 }, (_, index) => [`xl/part${index}.xml`, new Uint8Array(1)]),
    );
    expect(problemsOf(await readStatementFile(zipSync(parts)))).toEqual(['null: The workbook has more than 200 parts']);
    const rows = Array.from({ length: 10_002 }, () => ['Income', 1]);
    expect(problemsOf(await readStatementFile(await workbook(rows)))).toEqual([
      'P&L: The table has more than 10000 rows or 400 columns',
    ]);
    expect(problemsOf(await readText(`Income,5\n${'A,1\n'.repeat(10_001)}`))).toEqual([
      'null: The table has more than 10000 rows or 400 columns',
    ]);
  });

  it('is refused where its rows can be read in too many ways', async () => {
    const text = `,Jan 2026\nIncome,\n${'A,0.00\n'.repeat(4_000)}${'Total for A,0.00\n'.repeat(1_500)}Total Income,1.00\nNet Income,0.00\n`;
    expect(problemsOf(await readText(text))).toEqual(['null: The rows can be read in too many ways']);
  });

  it('is refused for encryption', async () => {
    const compound = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    expect(problemsOf(await readStatementFile(compound))[0]).toMatch(/encrypted or in the format of Excel 97/);
  });
});
