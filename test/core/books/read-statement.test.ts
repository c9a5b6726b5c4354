import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readQbxmlRows } from '#src/collect/quickbooks-desktop/qbxml-rows.ts';
import type { TiedStatement } from '#src/core/books/statement-tie.ts';
import { readOnlineReport } from '#src/files/online-report.ts';
import { amountWriter, centsText, chartOf, expectedLines, shownLines } from '../../kit/books/chart.ts';
import { onlineJson } from '../../kit/books/online-json.ts';
import { type PathStyle, qbxmlRows } from '../../kit/books/qbxml-report.ts';

const pathStyle = fc.constantFrom<PathStyle>('names', 'numbers and names', 'numbers');
const change = fc.record({ index: fc.nat(), digit: fc.nat() });
const COLUMNS = [
  { title: 'Jan 2026', from: '2026-01-01', to: '2026-01-31' },
  { title: 'Feb 2026', from: '2026-02-01', to: '2026-02-28' },
];

function linesOf(result: TiedStatement | undefined): string[] {
  return result?.tied ? shownLines(result.lines) : [`refused: ${JSON.stringify(result?.problems)}`];
}

describe('any chart of accounts', () => {
  it('written by QuickBooks Desktop reads back', () => {
    fc.assert(
      fc.property(chartOf(1), pathStyle, (chart, style) => {
        const result = readQbxmlRows(qbxmlRows(chart, amountWriter(centsText), style));
        expect(linesOf(result).sort()).toEqual(expectedLines(chart, 0).sort());
      }),
    );
  });

  it('written by QuickBooks Online reads back', () => {
    fc.assert(
      fc.property(chartOf(2), (chart) => {
        const { statements, problems } = readOnlineReport(onlineJson(chart, amountWriter(centsText), COLUMNS));
        expect(problems).toEqual([]);
        expect(statements.map(({ month, basis, currency }) => [month, basis, currency])).toEqual([
          ['2026-01', 'accrual', 'USD'],
          ['2026-02', 'accrual', 'USD'],
        ]);
        for (const [column, { result }] of statements.entries()) {
          expect(linesOf(result).sort()).toEqual(expectedLines(chart, column).sort());
        }
      }),
    );
  });
});

describe('one changed digit is refused with its place', () => {
  it('in the report of QuickBooks Desktop', () => {
    fc.assert(
      fc.property(chartOf(1), pathStyle, change, (chart, style, { index, digit }) => {
        const writer = amountWriter(centsText);
        qbxmlRows(chart, writer, style);
        const falsified = amountWriter(centsText, { index: index % writer.count(), digit });
        const result = readQbxmlRows(qbxmlRows(chart, falsified, style));
        expect(result.tied ? [] : result.problems.map(({ where }) => where)).toContainEqual(
          expect.stringMatching(/^row \d+$/),
        );
      }),
    );
  });

  it('in the report of QuickBooks Online, for the column alone', () => {
    fc.assert(
      fc.property(chartOf(2), change, (chart, { index, digit }) => {
        const writer = amountWriter(centsText);
        onlineJson(chart, writer, COLUMNS);
        const falsified = amountWriter(centsText, { index: index % writer.count(), digit });
        const { statements } = readOnlineReport(onlineJson(chart, falsified, COLUMNS));
        const refused = statements.flatMap(({ result }) => (result.tied ? [] : [result.problems]));
        expect(refused).toHaveLength(1);
        expect(refused[0]?.map(({ where }) => where)).toContainEqual(
          expect.stringMatching(/^Rows\.Row\[\d+\].*\[[12]\]$/),
        );
      }),
    );
  });
});
