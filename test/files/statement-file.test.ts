import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '#src/core/books/read-report.ts';
import { readStatementFile } from '#src/files/statement-file.ts';
import {
  type AmountWriter,
  amountWriter,
  type Chart,
  centsText,
  chartOf,
  expectedLines,
  shownLines,
} from '../kit/books/chart.ts';
import { commaCents, groupedCents, onlineCsv } from '../kit/books/online-csv.ts';
import { desktopWorkbook, onlineWorkbook } from '../kit/books/workbooks.ts';

const HEADINGS = ['Jan 2026', 'Feb 2026'];
const encoder = new TextEncoder();
/** A workbook takes ten times as long as a text. */
const RUNS = { numRuns: 40 };

interface Form {
  readonly name: string;
  readonly format: (cents: number) => string;
  readonly write: (chart: Chart, writer: AmountWriter) => Promise<Uint8Array>;
  readonly place: RegExp;
}

function csvForm(name: string, style: Omit<Parameters<typeof onlineCsv>[2], 'headings' | 'product'>): Form {
  return {
    name,
    format: style.delimiter === ';' ? commaCents : groupedCents,
    write: async (chart, writer) =>
      encoder.encode(onlineCsv(chart, writer, { ...style, product: 'online', headings: HEADINGS })),
    place: /^line \d+$/,
  };
}

const FORMS: readonly Form[] = [
  csvForm('CSV of QuickBooks Online', { totalWord: 'Total for', ownMoney: 'on the parent' }),
  csvForm('CSV of QuickBooks Online with rows of own money', { totalWord: 'Total', ownMoney: 'in a row' }),
  csvForm('CSV with decimal commas', { totalWord: 'Total', ownMoney: 'on the parent', delimiter: ';' }),
  {
    name: 'XLSX of QuickBooks Online',
    format: centsText,
    write: (chart, writer) => onlineWorkbook(chart, writer, { headings: HEADINGS, asFormulas: false }),
    place: /^Profit and Loss![BC]\d+$/,
  },
  {
    name: 'XLSX of QuickBooks Online with formulas',
    format: centsText,
    write: (chart, writer) => onlineWorkbook(chart, writer, { headings: HEADINGS, asFormulas: true }),
    place: /^Profit and Loss![BC]\d+$/,
  },
  {
    name: 'XLSX of QuickBooks Desktop',
    format: centsText,
    write: (chart, writer) => desktopWorkbook(chart, writer, HEADINGS),
    place: /^Sheet2![IJ]\d+$/,
  },
];

function linesOf({ statements, problems }: Report): string[][] {
  if (problems.length > 0) return [problems.map(({ where, message }) => `${where}: ${message}`)];
  return statements.map(({ result }) =>
    result.tied ? shownLines(result.lines).sort() : [JSON.stringify(result.problems)],
  );
}

describe.each(FORMS)('$name', ({ format, write, place }) => {
  it('reads back to the same statement, for any chart of accounts', async () => {
    await fc.assert(
      fc.asyncProperty(chartOf(2), async (chart) => {
        const report = await readStatementFile(await write(chart, amountWriter(format)));
        expect(linesOf(report)).toEqual([expectedLines(chart, 0).sort(), expectedLines(chart, 1).sort()]);
        expect(report.statements.map(({ month }) => month)).toEqual(['2026-01', '2026-02']);
      }),
      RUNS,
    );
  });

  it('with one changed digit is refused for its month, with the place', async () => {
    await fc.assert(
      fc.asyncProperty(chartOf(2), fc.nat(), fc.nat(), async (chart, index, digit) => {
        const writer = amountWriter(format);
        await write(chart, writer);
        const falsified = amountWriter(format, { index: index % writer.count(), digit });
        const { statements } = await readStatementFile(await write(chart, falsified));
        const refused = statements.flatMap(({ result }) => (result.tied ? [] : [result.problems]));
        expect(refused).toHaveLength(1);
        expect(refused[0]?.map(({ where }) => where)).toContainEqual(expect.stringMatching(place));
      }),
      RUNS,
    );
  });
});
