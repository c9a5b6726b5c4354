import type { Month } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';

/** Which statement and which version of the mapping a month's values are from. */
export interface BooksMonth {
  readonly month: Month;
  readonly statementVersion: number;
  readonly mappingVersion: number;
  readonly computedAt: Date;
}

/** What the months' values are from, oldest first; months without values of the books are left out. */
export async function readBooksMonths(
  reader: Reader,
  organizationId: number,
  months: readonly Month[],
): Promise<BooksMonth[]> {
  const rows = await reader.booksMonth.findMany({
    where: { organizationId, period: { in: [...months] } },
    orderBy: { period: 'asc' },
  });
  return rows.map(({ organizationId: _, period, ...row }) => ({ ...row, month: period as Month }));
}

/** Stores what the months' values are from; rows that say the same already stay. Lock the organization before. */
export async function saveBooksMonths(
  tx: Transaction,
  organizationId: number,
  months: readonly BooksMonth[],
): Promise<void> {
  if (months.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO qbr_books_month AS stored (organization_id, period, statement_version, mapping_version, computed_at)
    SELECT ${organizationId}::integer, month, "statementVersion", "mappingVersion", "computedAt"
    FROM jsonb_to_recordset(${JSON.stringify(months)}::jsonb)
      AS row (month text, "statementVersion" integer, "mappingVersion" integer, "computedAt" timestamptz)
    ON CONFLICT (organization_id, period) DO UPDATE SET
      statement_version = excluded.statement_version, mapping_version = excluded.mapping_version,
      computed_at = excluded.computed_at
    WHERE (stored.statement_version, stored.mapping_version) <> (excluded.statement_version, excluded.mapping_version)`;
}
