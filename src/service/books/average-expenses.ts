import { mappingFor } from '#src/core/books/account-mapping.ts';
import type { ConfirmedMapping } from '#src/core/books/books-change.ts';
import {
  AVERAGED_MONTHS,
  averageMonthlyExpenses,
  type ClosedExpenses,
  type FurtherValue,
} from '#src/core/books/further-values.ts';
import type { Month } from '#src/core/period.ts';
import { readClosedExpenses } from '#src/store/closed-expenses.ts';
import type { Reader } from '#src/store/engine/database.ts';
import type { StoredBooks } from './stored-books.ts';

/** The months whose mapping asks for average expenses. */
export function averagedMonths(mappings: readonly ConfirmedMapping[], months: readonly Month[]): Month[] {
  return months.filter((month) => mappingFor(mappings, month)?.further.averageMonthlyExpenses === true);
}

/** The closed months that the averages of some months are of; without such a month nothing is read. */
export async function loadClosedExpenses(
  reader: Reader,
  organizationId: number,
  { closing }: Pick<StoredBooks, 'closing'>,
  months: readonly Month[],
): Promise<ClosedExpenses[]> {
  const before = [...months].sort().at(-1);
  if (before === undefined) return [];
  const most = AVERAGED_MONTHS + months.length;
  return readClosedExpenses(reader, organizationId, { before, closing, most });
}

/** The averages of months; none where fewer than twelve months before are closed. */
export function averageExpenses(months: readonly Month[], closed: readonly ClosedExpenses[]): FurtherValue[] {
  return months.flatMap((month) => averageMonthlyExpenses(month, closed) ?? []);
}
