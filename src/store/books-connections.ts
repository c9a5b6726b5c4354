import type { CompanySettings, PinnedCompany } from '#src/core/books/desktop-company.ts';
import type { QuickBooksAccount } from '#src/core/books/quickbooks-account.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import { prismaValues } from '#src/store/engine/sql.ts';
import type { BooksConnection as ConnectionRow, Prisma } from '#src/store/generated/prisma/client.ts';

/** How a company file connects. */
export interface BooksConnection {
  readonly userName: string;
  readonly passwordHash: string;
  /** GUIDs without braces. */
  readonly ownerId: string;
  readonly fileId: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly paused: boolean;
  /** Null before the first session. */
  readonly company: PinnedCompany | null;
  /** `YYYY-MM-DD`; null where QuickBooks has none. */
  readonly closingDate: string | null;
  /** When this closing date was first read. */
  readonly closingDateSeenAt: Date | null;
  readonly settings: CompanySettings;
  /** Null before it was read. */
  readonly accounts: readonly QuickBooksAccount[] | null;
}

/** The organization's connection; null if there is none. */
export async function readBooksConnection(reader: Reader, organizationId: number): Promise<BooksConnection | null> {
  const row = await reader.booksConnection.findFirst({ where: { organizationId } });
  return row && storedConnection(row);
}

/** Stores a new connection, or new credentials of the one that there is: its ids, company and accounts stay. */
export async function saveCredentials(
  tx: Transaction,
  organizationId: number,
  connection: Pick<BooksConnection, 'userName' | 'passwordHash' | 'ownerId' | 'fileId' | 'createdAt' | 'createdBy'>,
): Promise<void> {
  const { userName, passwordHash } = connection;
  await tx.booksConnection.upsert({
    where: { organizationId },
    create: { organizationId, ...connection },
    update: { userName, passwordHash },
  });
}

/** What a session has learned of the company file; absent properties stay. */
export type ConnectionUpdate = Partial<
  Pick<BooksConnection, 'company' | 'closingDate' | 'closingDateSeenAt' | 'settings' | 'accounts' | 'paused'>
>;

export async function updateBooksConnection(
  tx: Transaction,
  organizationId: number,
  { company, closingDate, settings, accounts, ...plain }: ConnectionUpdate,
): Promise<void> {
  const { DbNull } = await prismaValues();
  const jsonOf = (value: object | null) => (value === null ? DbNull : (value as Prisma.InputJsonValue));
  await tx.booksConnection.update({
    where: { organizationId },
    data: {
      ...plain,
      ...(closingDate !== undefined && { closingDate: closingDate === null ? null : new Date(closingDate) }),
      ...(company !== undefined && { company: jsonOf(company) }),
      ...(settings !== undefined && { settings: settings as Prisma.InputJsonObject }),
      ...(accounts !== undefined && { accounts: jsonOf(accounts) }),
    },
  });
}

function storedConnection({ organizationId: _, company, settings, accounts, closingDate, ...row }: ConnectionRow) {
  // Written by `updateBooksConnection` alone.
  const json = { company, settings, accounts } as unknown as Pick<BooksConnection, 'company' | 'settings' | 'accounts'>;
  return { ...row, ...json, closingDate: closingDate?.toISOString().slice(0, 10) ?? null };
}
