import type { QuickBooksAccount } from '#src/core/books/quickbooks-account.ts';
import type { Reader } from '#src/store/engine/database.ts';

/** What the company whose books are read says of itself, whichever way it is read. */
export interface BooksCompany {
  /** Null before they were read. */
  readonly accounts: readonly QuickBooksAccount[] | null;
  /** `YYYY-MM-DD`; null where QuickBooks has none. */
  readonly closingDate: string | null;
  /** When this closing date was first read. */
  readonly closingDateSeenAt: Date | null;
}

/** The company of QuickBooks Online once it was read, else the company file of QuickBooks Desktop; null for neither. One statement. */
export async function readBooksCompany(reader: Reader, organizationId: number): Promise<BooksCompany | null> {
  const [company] = await reader.$queryRaw<BooksCompany[]>`
    SELECT accounts, closing_date::text AS "closingDate", closing_date_seen_at AS "closingDateSeenAt"
    FROM (
      SELECT 1 AS place, accounts, closing_date, closing_date_seen_at
      FROM qbr_books_online WHERE organization_id = ${organizationId}::integer AND read_at IS NOT NULL
      UNION ALL
      SELECT 2, accounts, closing_date, closing_date_seen_at
      FROM qbr_books_connection WHERE organization_id = ${organizationId}::integer
    ) AS company
    ORDER BY place LIMIT 1`;
  return company ?? null;
}
