import type { CompanyReading } from '#src/collect/quickbooks-desktop/qbxml-answer.ts';
import type { PinnedCompany } from '#src/core/books/desktop-company.ts';
import type { AuditNote } from '#src/service/scope.ts';
import { type BooksConnection, type ConnectionUpdate, updateBooksConnection } from '#src/store/books-connections.ts';
import type { Transaction } from '#src/store/engine/database.ts';

/** What follows from the company file that is open. */
export type CompanyDecision =
  | { readonly accepted: true; readonly company: PinnedCompany; readonly isNew: boolean }
  | { readonly accepted: false; readonly reason: string };

/**
 * Whether the open company file is the one whose books are read. It is known by the FileID that the Web Connector stored in
 * it; a file that shows none is known by its name, if the first one showed none either.
 */
export function decideCompany(
  { fileId, company: pinned }: Pick<BooksConnection, 'fileId' | 'company'>,
  open: CompanyReading & { readonly path: string },
  at: Date,
): CompanyDecision {
  const hasFileId = open.fileId !== null;
  const isOther = hasFileId
    ? open.fileId !== fileId
    : pinned !== null && (pinned.hasFileId || pinned.name !== open.name);
  if (isOther) {
    const expected = pinned ? `the company file of ${pinned.name}` : 'another company file';
    const reason = `The company file of ${open.name} is open in QuickBooks, but this connection reads ${expected}. Open that file, or make another connection.`;
    return { accepted: false, reason };
  }
  const isNew = pinned === null;
  const pinnedAt = pinned?.pinnedAt ?? at.toISOString();
  return { accepted: true, isNew, company: { name: open.name, hasFileId, path: open.path, pinnedAt } };
}

/** Stores what the accepted company file says of itself. @returns the audit entry of its first session */
export async function recordCompany(
  tx: Transaction,
  organizationId: number,
  {
    connection,
    open,
    decision,
    at,
  }: {
    readonly connection: BooksConnection;
    readonly open: CompanyReading;
    readonly decision: Extract<CompanyDecision, { accepted: true }>;
    readonly at: Date;
  },
): Promise<readonly AuditNote[]> {
  const { company, isNew } = decision;
  await updateBooksConnection(tx, organizationId, {
    company,
    ...closingDateUpdate(connection, open.closingDate, at),
    settings: { ...connection.settings, ...open.settings },
  });
  if (!isNew) return [];
  return [{ action: 'books.company_pinned', detail: { company: company.name, hasFileId: company.hasFileId } }];
}

/** The instant tells which statements were read after the date was set. */
function closingDateUpdate(
  { closingDate: before }: BooksConnection,
  closingDate: string | null | undefined,
  at: Date,
): ConnectionUpdate {
  if (closingDate === undefined || closingDate === before) return {};
  return { closingDate, closingDateSeenAt: closingDate === null ? null : at };
}
