import { zipSync } from 'fflate';
import { writeOds } from 'hucre/ods';
import { type Cell, writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { readTables } from '#src/core/transfer/read-tables.ts';
import { readTableFile } from '#src/files/table-file.ts';
import { readUntrustedTables } from '#src/files/untrusted-tables.ts';
import { rawWorkbook, sheetXml, textCell } from '../kit/books/raw-workbook.ts';

const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);
const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

type CellOf = Partial<Cell> | string | number | Date | null;

/** The workbook that a CFO has kept for years: metrics down, months and quarters across, totals and notes. */
function legacySheet(
  year: number,
  variant: { readonly dates: boolean; readonly blanks: boolean; readonly results: boolean },
) {
  const heads: CellOf[] = ['Metric'];
  for (const month of MONTHS) {
    heads.push(variant.dates ? new Date(Date.UTC(year, month - 1, 1)) : (NAMES[month - 1] ?? null));
    if (month % 3 === 0) heads.push(`Q${month / 3}`);
  }
  const sum = (formula: string, result: number): Partial<Cell> =>
    variant.results ? { type: 'formula', formula, value: result, formulaResult: result } : { type: 'formula', formula };
  const valueRow = (label: string, first: number, row: number): CellOf[] => {
    const cells: CellOf[] = [label];
    for (const month of MONTHS) {
      cells.push(first + month);
      if (month % 3 === 0) {
        const letters = [3, 2, 1].map((back) => String.fromCharCode(65 + cells.length - back));
        cells.push(sum(`${letters[0]}${row}+${letters[1]}${row}+${letters[2]}${row}`, first * 3 + month * 3 - 3));
      }
    }
    cells.push(sum(`SUM(B${row},C${row})`, 0), 'kept by hand');
    return cells;
  };
  const rows: CellOf[][] = [
    ['Acme Managed Services'],
    [`Monthly Business Review ${year}`],
    [...heads, 'Total', 'Notes'],
  ];
  for (const [label, first] of [
    ['# of Employees', 8],
    ['NRR', 1_000],
    ['Monthly Recurring Revenue (MRR)', 90_000],
  ] as const) {
    if (variant.blanks) rows.push([], [label === 'NRR' ? 'Revenue' : null]);
    rows.push(valueRow(label, first, rows.length + 1));
  }
  rows.push(['Note: numbers of December are preliminary']);
  return { name: String(year), rows };
}

async function legacyBook(variant: Parameters<typeof legacySheet>[1], write = writeXlsx): Promise<Uint8Array> {
  const sheets = [2024, 2025].map((year) => {
    const { name, rows } = legacySheet(year, variant);
    const cells = new Map<string, Partial<Cell>>();
    const values = rows.map((row, r) =>
      row.map((cell, c) => {
        if (cell === null || typeof cell !== 'object' || cell instanceof Date) return cell;
        cells.set(`${r},${c}`, cell);
        return null;
      }),
    );
    return { name, rows: values, cells };
  });
  return write({ sheets });
}

describe('the workbook that was kept by hand', () => {
  it.each([
    ['real dates', { dates: true, blanks: false, results: true }],
    ['months as texts', { dates: false, blanks: false, results: true }],
    ['blank rows and headings', { dates: true, blanks: true, results: true }],
    ['formulas without results', { dates: false, blanks: true, results: false }],
  ])('with %s is read without a question', async (_, variant) => {
    const { tables } = await readTableFile(await legacyBook(variant));
    const { cells, question, notes } = readTables(tables, { names: new Map() });
    expect({ question, notes }).toEqual({ question: null, notes: [] });
    const months = cells.filter(({ column, isFormula }) => column?.kind === 'month' && !isFormula);
    expect(months).toHaveLength(2 * 12 * 3);
    expect(months.map(({ subject }) => subject.kind)).not.toContain('unknown');
    expect(months[0]).toMatchObject({ column: { period: '2024-01' }, content: { kind: 'number' } });
    expect(months.at(-1)).toMatchObject({ column: { period: '2025-12' } });
    const quarters = cells.filter(({ column }) => column?.kind === 'quarter');
    expect(quarters).toHaveLength(2 * 4 * 3);
    expect(quarters.map(({ content }) => content.kind)).not.toContain('no result');
  });

  it('is read from an OpenDocument spreadsheet too', async () => {
    const book = await legacyBook({ dates: true, blanks: false, results: true }, writeOds as typeof writeXlsx);
    const { cells, question } = readTables((await readTableFile(book)).tables, { names: new Map() });
    expect(question).toBeNull();
    expect(cells.filter(({ column }) => column?.kind === 'month').length).toBeGreaterThanOrEqual(72);
  });
});

const encoder = new TextEncoder();
const HEAD = `<row r="1">${textCell('A1', 'Metric')}${textCell('B1', 'Jan 2026')}</row><row r="2">${textCell('A2', 'NRR')}<c r="B2"><v>1</v></c></row>`;
const ENTITIES = Array.from({ length: 10 }, (_, index) => {
  return `<!ENTITY l${index} "${index === 0 ? 'lol' : `&l${index - 1};`.repeat(10)}">`;
}).join('');
const TOO_LARGE = /larger than 24 MB when it is unpacked|damaged or no workbook/;
const DAMAGED = /damaged or no workbook/;

/** Files that somebody made to do harm, or that are none; each ends with words, or is read. */
const HOSTILE: readonly (readonly [
  what: string,
  make: () => Promise<Uint8Array> | Uint8Array,
  message: RegExp | null,
])[] = [
  ['a zip bomb', () => zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(60_000_000) }), TOO_LARGE],
  [
    'a zip of a thousand parts',
    () =>
      zipSync(Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`xl/${index}.xml`, new Uint8Array(1)]))),
    /more than 200 parts/,
  ],
  [
    'a million empty rows',
    () => rawWorkbook(sheetXml(`${HEAD}${'<row/>'.repeat(1_000_000)}`)),
    /more than 10000 rows|24 MB/,
  ],
  ['external links', () => rawWorkbook(sheetXml(`${HEAD}<row r="3"><c r="B3"><f>[1]Sheet!A1</f></c></row>`)), null],
  ['macros', () => rawWorkbook(sheetXml(HEAD), { 'xl/vbaProject.bin': 'Sub Auto_Open' }), null],
  [
    'an encrypted workbook',
    () => Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1),
    /encrypted or in the format of Excel 97/,
  ],
  [
    'a picture',
    () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0),
    /neither a workbook nor a table/,
  ],
  ['20 MB', () => new Uint8Array(20_000_000), /larger than 10 MB/],
  [
    'half of a workbook',
    async () => (await legacyBook({ dates: true, blanks: false, results: true })).subarray(0, 2_000),
    DAMAGED,
  ],
  [
    'entities of entities',
    () => rawWorkbook(`<!DOCTYPE a [${ENTITIES}]>${sheetXml(`<row r="1">${textCell('A1', '&l9;')}</row>`)}`),
    null,
  ],
  ['XML nested without end', () => rawWorkbook('<a>'.repeat(300_000)), null],
  ['10 MB of commas', () => encoder.encode(','.repeat(9_999_999)), /more than \d+ rows or 400 columns/],
  ['10 MB of quotes', () => encoder.encode('"'.repeat(9_999_999)), /Max Record Size|quote/i],
  [
    'a sum of itself',
    () => rawWorkbook(sheetXml(`${HEAD}<row r="3">${textCell('A3', 'MRR')}<c r="B3"><f>SUM(B1:B9)</f></c></row>`)),
    null,
  ],
];

describe('a hostile file', () => {
  it.each(HOSTILE)('%s ends with words, or is read', async (_, make, message) => {
    const reading = readUntrustedTables(await make());
    if (message) await expect(reading).rejects.toThrow(message);
    // A part that is not read does no harm; what the table lacks is asked.
    else await expect(reading.catch((error: Error) => error.message)).resolves.toBeDefined();
  });

  it('that takes too long or too much is ended, and the next one is read', async () => {
    const bytes = await legacyBook({ dates: true, blanks: false, results: true });
    await expect(readUntrustedTables(bytes, { timeoutMs: 1, megabytes: 256 })).rejects.toMatchObject({
      code: 'INVALID_VALUE',
      problems: [{ where: 'file', message: 'The file takes more than 0.001 s to read' }],
    });
    expect((await readUntrustedTables(bytes)).tables).toHaveLength(2);
  });
});
