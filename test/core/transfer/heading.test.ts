import { describe, expect, it } from 'vitest';
import { type Heading, readHeadings } from '#src/core/transfer/heading.ts';
import type { TableCell } from '#src/core/transfer/table.ts';

function shown(heading: Heading | undefined): string | null {
  if (heading === undefined) return null;
  const year = heading.year ?? '?';
  if (heading.kind === 'month') return `${year}-${heading.month}`;
  return heading.kind === 'quarter' ? `${year}-Q${heading.quarter}` : `${year} total`;
}

const one = (cell: TableCell) => shown(readHeadings([cell]).headings.get(0));
const all = (...cells: TableCell[]) => {
  const { headings, ambiguous } = readHeadings(cells);
  return ambiguous ? `ambiguous ${ambiguous.column}` : cells.map((_, column) => shown(headings.get(column)));
};
const day = (text: string) => new Date(`${text}T00:00:00Z`);

describe('a heading', () => {
  it.each([
    ['Jan', '?-1'],
    ['january 2026', '2026-1'],
    ['Sept. 2026', '2026-9'],
    ['Jan-26', '2026-1'],
    ["Dec '25", '2025-12'],
    ['Jan/26', '2026-1'],
    ['31-Jan-26', '2026-1'],
    ['January 31, 2026', '2026-1'],
    ['2026-01', '2026-1'],
    ['2026-01-31', '2026-1'],
    ['1/2026', '2026-1'],
    ['Q1', '?-Q1'],
    ['Q3 2026', '2026-Q3'],
    ['2026-Q4', '2026-Q4'],
    ['2nd Quarter', '?-Q2'],
    ['Total', '? total'],
    ['Total 2025', '2025 total'],
    ['YTD', '? total'],
    ['Average', '? total'],
    ['2025', '2025 total'],
  ])('%s is %s', (text, expected) => {
    expect(one(text)).toBe(expected);
  });

  it.each(['', 'Notes', 'Budget', '13/2026', 'Total Revenue', 'Mayor', '2026-13', 'Q5', 'Jan 2026 budget', '7'])(
    '%s is none',
    (text) => {
      expect(one(text)).toBeNull();
    },
  );

  it('may be a real date, of the first or the last day of a month', () => {
    expect(all(day('2026-01-01'), day('2026-02-28'), day('2024-02-29'))).toEqual(['2026-1', '2026-2', '2024-2']);
    // A spreadsheet takes a typed `Jan 26` for the 26th of this year's January.
    expect(all(day('2025-01-26'), day('2025-02-26'))).toBe('ambiguous 0');
    expect(all('Jan 2026', 'Feb 2026', day('2026-03-14'))).toEqual(['2026-1', '2026-2', null]);
  });

  it('that is a date of numbers is read as the row decides, and asked about where it does not', () => {
    expect(all('01/01/2026', '02/01/2026', '03/01/2026')).toEqual(['2026-1', '2026-2', '2026-3']);
    expect(all('31/01/2026', '28/02/2026')).toEqual(['2026-1', '2026-2']);
    expect(all('01/02/2026')).toBe('ambiguous 0');
    expect(readHeadings(['01/02/2026']).ambiguous?.readings.map(shown)).toEqual(['2026-1', '2026-2']);
    expect(shown(readHeadings(['01/02/2026'], 'day first').headings.get(0))).toBe('2026-2');
  });
});
