import { randomFillSync } from 'node:crypto';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readStatementFile } from '#src/files/statement-file.ts';
import { readUntrustedFile } from '#src/files/untrusted-file.ts';
import { rawWorkbook, sheetXml, textCell } from '../kit/books/raw-workbook.ts';
import { FEBRUARY, MARCH, smallExport } from '../kit/books/small-export.ts';

const encoder = new TextEncoder();

/** The first problem of a file of which nothing was read. */
async function refusal(bytes: Uint8Array, limits?: Parameters<typeof readUntrustedFile>[1]): Promise<string> {
  const read = await readUntrustedFile(bytes, limits);
  if ('accounts' in read) return 'accounts';
  expect(read.file.statements).toEqual([]);
  return read.file.problems.map(({ where, message }) => `${where}: ${message}`)[0] ?? 'no problem';
}

const HEAD = `<row r="1">${textCell('B1', 'Jan 2026')}</row><row r="2">${textCell('A2', 'Income')}</row>`;
const NET = '<c r="B503"><v>1</v></c>';

/** 500 accounts whose amounts are formulas, above Net Income. */
function withFormulas(formula: (row: number) => string): Uint8Array {
  const rows = Array.from({ length: 500 }, (_, index) => {
    const row = index + 3;
    return `<row r="${row}">${textCell(`A${row}`, `Account ${row}`)}<c r="B${row}"><f>${formula(row)}</f></c></row>`;
  });
  return rawWorkbook(sheetXml(`${HEAD}${rows.join('')}<row r="503">${textCell('A503', 'Net Income')}${NET}</row>`));
}

/** `&l9;` is a thousand million characters. */
const ENTITIES = Array.from({ length: 10 }, (_, index) => {
  return `<!ENTITY l${index} "${index === 0 ? 'lol' : `&l${index - 1};`.repeat(10)}">`;
}).join('');

function random(bytes: number): Uint8Array {
  return randomFillSync(new Uint8Array(bytes));
}

const UNKNOWN = /^null: No profit and loss statement with English labels/;
const TOO_LARGE = 'null: The workbook is larger than 24 MB when it is unpacked';
const NO_TABLE = 'null: The table has more than 10000 rows or 400 columns';

/** Files that somebody made to do harm. */
const HOSTILE: readonly (readonly [what: string, make: () => Uint8Array, problem: string | RegExp])[] = [
  ['megabytes of chance', () => random(2_000_000), /^(line \d+|null): /],
  ['10 MB of zeros', () => new Uint8Array(10_000_000), /^line 1: Max Record Size/],
  ['10 MB of quotes', () => encoder.encode('"'.repeat(10_000_000)), /^line 1: Max Record Size/],
  ['10 MB of empty lines', () => encoder.encode('\n'.repeat(10_000_000)), UNKNOWN],
  ['more than 10 MB', () => new Uint8Array(10_000_001), 'null: The file is larger than 10 MB'],
  ['a line of a million cells', () => encoder.encode(','.repeat(1_000_000)), NO_TABLE],
  [
    'JSON nested without end',
    () => encoder.encode(`{"Header":${'['.repeat(3_000_000)}`),
    /no valid JSON|nested too deeply/,
  ],
  [
    'JSON nested deeply',
    () => encoder.encode(`${'{"a":'.repeat(500_000)}1${'}'.repeat(500_000)}`),
    'Header: This is not a report of QuickBooks Online',
  ],
  ['a zip bomb', () => zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(60_000_000) }), TOO_LARGE],
  ['a workbook of random bytes', () => Uint8Array.from([0x50, 0x4b, ...random(100_000)]), /damaged or no workbook$/],
  ['XML nested without end', () => rawWorkbook('<a>'.repeat(300_000)), /damaged or no workbook$|English labels/],
  [
    'entities of entities',
    () => rawWorkbook(`<!DOCTYPE a [${ENTITIES}]>${sheetXml(`<row r="1">${textCell('A1', '&l9;')}</row>`)}`),
    /damaged or no workbook$|English labels/,
  ],
  [
    'a cell at the end of the world',
    () => rawWorkbook(sheetXml(`${HEAD}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`)),
    UNKNOWN,
  ],
  [
    'merged cells over everything',
    () => rawWorkbook(sheetXml(HEAD, `<mergeCells>${'<mergeCell ref="A1:XFD1048576"/>'.repeat(1_000)}</mergeCells>`)),
    UNKNOWN,
  ],
  ['a formula of itself', () => withFormulas((row) => `B${row}`), 'P!B3: The cell refers to itself, or too far'],
  ['a chain of formulas', () => withFormulas((row) => `B${row + 1}`), /The cell refers to itself, or too far$/],
  [
    'a formula of parentheses',
    () => withFormulas((row) => (row === 3 ? '('.repeat(3_000) : '1')),
    /^P!B3: The cell has a formula without a result that is not understood/,
  ],
  [
    'a text of parentheses',
    () => encoder.encode(`,Jan 2026\nIncome\nA,"${'('.repeat(90_000)}"\nNet Income,1`),
    /^line 3: "\(+" is not an amount$/,
  ],
  [
    'an external file',
    () => rawWorkbook(sheetXml(HEAD), { 'xl/externalLinks/externalLink1.xml': '<a/>', 'xl/vbaProject.bin': 'x' }),
    UNKNOWN,
  ],
];

describe('a file that anybody may have made', () => {
  it('is read as if it were read at once', async () => {
    const bytes = smallExport([FEBRUARY, MARCH]);
    expect(await readUntrustedFile(bytes)).toEqual({ file: await readStatementFile(bytes) });
    const untied = smallExport([FEBRUARY, MARCH], { falsify: (text) => text.replace('653.00', '653.01') });
    expect(await readUntrustedFile(untied)).toEqual({ file: await readStatementFile(untied) });
  });

  it.each(HOSTILE)('is refused with its reason: %s', async (_, make, problem) => {
    expect(await refusal(make())).toMatch(problem);
  });

  it('is refused when it takes too long or too much memory, and the next one is read', async () => {
    const headings = Array.from({ length: 300 }, () => 'Jan 2026').join(',');
    const cells = `A${',1'.repeat(300)}\n`.repeat(9_900);
    const bytes = encoder.encode(`x,${headings}\nIncome\n${cells}Net Income,1\n`);
    expect(await refusal(bytes, { timeoutMs: 1, megabytes: 512 })).toBe(
      'null: The file takes more than 0.001 s to read',
    );
    expect(await refusal(bytes, { timeoutMs: 60_000, megabytes: 32 })).toBe(
      'null: The file takes more than 32 MB of memory to read',
    );
    const next = await readUntrustedFile(smallExport([FEBRUARY]));
    expect('file' in next && next.file.statements.map(({ month }) => month)).toEqual(['2025-02']);
  });
});
