import type { StoredMetric } from '#src/core/metrics/stored-value.ts';
import type { Month } from '#src/core/period.ts';
import { csvLine } from '#src/files/csv-text.ts';
import { read, requireReadable, type Scope } from '#src/service/scope.ts';
import { readValuePage } from '#src/store/monthly-metrics.ts';

/** How values are written: CSV with a header, or a JSON document a line. */
export type ValueFormat = 'csv' | 'jsonl';

const COLUMNS = ['period', 'metric', 'value', 'source', 'entered_by', 'notes', 'updated_at'];
/** Rows of one statement, which bound the memory of a range of any length. */
const PAGE_ROWS = 5_000;

/**
 * The stored monthly values of a range, custom metrics included, by month and key: text in pieces, so that memory does not grow
 * with the range. Exact decimals; times in UTC.
 * @param range months; `from` and `to` inclusive
 * @throws UnauthenticatedError, ForbiddenError, OrganizationNotFoundError with the first piece
 */
export async function* valueRows(
  scope: Scope,
  { range, format }: { readonly range: { readonly from: Month; readonly to: Month }; readonly format: ValueFormat },
): AsyncGenerator<string> {
  await requireReadable(scope);
  if (format === 'csv') yield csvLine(COLUMNS);
  let after: Pick<StoredMetric, 'month' | 'metric'> | null = null;
  for (;;) {
    const page: readonly StoredMetric[] = await read(scope, 'metrics:read', (reader) =>
      readValuePage(reader, scope.organization.id, { ...range, after, limit: PAGE_ROWS }),
    );
    if (page.length > 0) yield page.map((value) => rowOf(value, format)).join('');
    if (page.length < PAGE_ROWS) return;
    after = page.at(-1) ?? null;
  }
}

function rowOf(
  { month, metric, value, source, enteredBy, notes, updatedAt }: StoredMetric,
  format: ValueFormat,
): string {
  const cells = [month, metric, value.toFixed(), source, enteredBy, notes, updatedAt.toISOString()];
  if (format === 'csv') return csvLine(cells.map((cell) => cell ?? ''));
  return `${JSON.stringify(Object.fromEntries(COLUMNS.map((name, index) => [name, cells[index]])))}\n`;
}
