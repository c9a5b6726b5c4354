import { sum } from '#src/core/books/money.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import type { Decimal } from '#src/core/number.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import { listed } from '#src/core/words.ts';
import type { PackRow, PackTable } from '#src/files/pack-content.ts';
import { type BooksOfMonth, booksOfMonths } from '#src/service/books/review.ts';
import type { Scope } from '#src/service/scope.ts';

const DOLLARS = { format: 'currency', places: 2 } as const;

/** Net profit beside the books' Net Income in the months that have a statement and a confirmed mapping; and what that says. */
export async function packTieOut(
  scope: Scope,
  months: readonly Month[],
): Promise<{ readonly table: PackTable | null; readonly note: string }> {
  const present = await booksOfMonths(scope, months);
  if (present.length === 0) return { table: null, note: 'No statement of the books is stored for these months.' };
  const tied = present.filter(({ tieOut }) => tieOut !== null);
  if (tied.length === 0) {
    return { table: null, note: 'No mapping of accounts is confirmed, so net profit is not tied out to the books.' };
  }
  const missing = months.filter((month) => !tied.some((each) => each.month === month)).map(periodLabel);
  const open = tied.filter(({ tieOut }) => tieOut && !tieOut.remainder.isZero()).map(({ month }) => periodLabel(month));
  const ties =
    open.length === 0
      ? 'Net profit ties to Net Income of the books with nothing left over.'
      : `Net profit does not tie to Net Income of the books in ${listed(open)}.`;
  const untied = missing.length === 0 ? '' : ` Not tied out: ${listed(missing)}.`;
  return { table: tieOutTable(tied), note: `${ties}${untied}` };
}

/** From Net Income to net profit, a column a month. */
function tieOutTable(books: readonly BooksOfMonth[]): PackTable {
  const tied = books.flatMap(({ month, tieOut }) => (tieOut ? [{ month, ...tieOut }] : []));
  const row = (label: string, amountOf: (each: (typeof tied)[number]) => Decimal): PackRow => ({
    cells: [{ text: label }, ...tied.map((each) => ({ text: formatValue(amountOf(each), DOLLARS) }))],
  });
  const labels = [...new Set(tied.flatMap(({ items }) => items.map(({ label }) => label)))];
  const amounts = (of: readonly { readonly amount: Decimal }[]) => sum(of.map(({ amount }) => amount));
  const rows = [
    row('Net Income of the books', ({ netIncome }) => netIncome),
    ...labels.map((label) => row(label, ({ items }) => amounts(items.filter((each) => each.label === label)))),
    row('Values entered by hand', ({ overrides }) => amounts(overrides)),
    row('Left over', ({ remainder }) => remainder),
    row('Net profit', ({ netProfit }) => netProfit),
  ];
  return {
    columns: [{ label: 'Tie-out' }, ...tied.map(({ month }) => ({ label: periodLabel(month), isNumeric: true }))],
    blocks: [{ heading: null, rows }],
  };
}
