import type { OnlineCompany } from '#src/core/books/online-company.ts';
import type { QuickBooksAccount } from '#src/core/books/quickbooks-account.ts';
import type { Database, Reader, Transaction } from '#src/store/engine/database.ts';
import type { BooksOnline as BooksOnlineRow, Prisma } from '#src/store/generated/prisma/client.ts';

/** The consent to read a QuickBooks Online company, and what the company says of itself. */
export interface BooksOnline {
  /** The company; only that one is read. */
  readonly realmId: string;
  readonly companyName: string;
  /** Sealed; null once the consent has ended. */
  readonly refreshToken: string | null;
  /** When the refresh token expires if it is not used. */
  readonly refreshTokenExpiresAt: Date;
  readonly consentedAt: Date;
  readonly connectedBy: string;
  /** When Intuit said that the consent has ended; null while it has not. */
  readonly endedAt: Date | null;
  /** When the company was last read; null before. */
  readonly readAt: Date | null;
  readonly currency: string | null;
  /** `YYYY-MM-DD`; null where QuickBooks has none. */
  readonly closingDate: string | null;
  /** When this closing date was first read. */
  readonly closingDateSeenAt: Date | null;
  /** Null before they were read. */
  readonly accounts: readonly QuickBooksAccount[] | null;
}

/** The column that a sealed refresh token belongs to. */
export const REFRESH_TOKEN_COLUMN = 'qbr_books_online.refresh_token';

/** The organization's QuickBooks Online company; null if none is connected. */
export async function readBooksOnline(reader: Reader, organizationId: number): Promise<BooksOnline | null> {
  const row = await reader.booksOnline.findFirst({ where: { organizationId } });
  return row && storedOnline(row);
}

/** As `readBooksOnline`, locked against other uses of its refresh token until `tx` ends. */
export async function lockBooksOnline(tx: Transaction, organizationId: number): Promise<BooksOnline | null> {
  await tx.$executeRaw`SELECT FROM qbr_books_online WHERE organization_id = ${organizationId}::integer FOR UPDATE`;
  return readBooksOnline(tx, organizationId);
}

/** Stores a new consent; what was read of the company stays. */
export async function saveConsent(
  tx: Transaction,
  organizationId: number,
  consent: Pick<BooksOnline, 'realmId' | 'companyName' | 'refreshTokenExpiresAt' | 'consentedAt' | 'connectedBy'> & {
    readonly refreshToken: string;
  },
): Promise<void> {
  await tx.booksOnline.upsert({
    where: { organizationId },
    create: { organizationId, ...consent },
    update: { ...consent, endedAt: null },
  });
}

export async function deleteBooksOnline(tx: Transaction, organizationId: number): Promise<void> {
  await tx.booksOnline.deleteMany({ where: { organizationId } });
}

/** What becomes of a refresh token by its use: the next one, or the end of the consent. */
export type RefreshTokenUse =
  | { readonly refreshToken: string; readonly refreshTokenExpiresAt: Date }
  | { readonly endedAt: Date };

/**
 * Uses the refresh token under the lock of its row, and stores what became of it in the same transaction: no other process
 * uses the same one, and the next one is not lost by what happens afterwards. If `use` rejects, nothing is stored.
 */
export function useRefreshToken<T>(
  database: Database,
  organizationId: number,
  use: (online: BooksOnline | null) => Promise<{ readonly stored: RefreshTokenUse | null; readonly result: T }>,
): Promise<T> {
  return database.transaction(async (tx) => {
    const { stored, result } = await use(await lockBooksOnline(tx, organizationId));
    if (stored) {
      const data = 'endedAt' in stored ? { ...stored, refreshToken: null } : stored;
      await tx.booksOnline.update({ where: { organizationId }, data });
    }
    return result;
  });
}

/** Stores the refresh token sealed anew; the caller has its row's lock. */
export async function saveRefreshToken(tx: Transaction, organizationId: number, refreshToken: string): Promise<void> {
  await tx.booksOnline.update({ where: { organizationId }, data: { refreshToken } });
}

/** Stores what a reading has learned of the company. */
export async function saveOnlineCompany(
  tx: Transaction,
  organizationId: number,
  { company, at }: { readonly company: OnlineCompany; readonly at: Date },
): Promise<void> {
  const before = await readBooksOnline(tx, organizationId);
  const { name: companyName, currency, closingDate, accounts } = company;
  // The instant tells which statements were read after the date was set.
  const seenAt = closingDate === (before?.closingDate ?? null) ? (before?.closingDateSeenAt ?? null) : at;
  await tx.booksOnline.updateMany({
    where: { organizationId },
    data: {
      ...{ companyName, currency, readAt: at },
      closingDate: closingDate === null ? null : new Date(closingDate),
      closingDateSeenAt: closingDate === null ? null : seenAt,
      accounts: accounts as unknown as Prisma.InputJsonArray,
    },
  });
}

function storedOnline({ organizationId: _, accounts, closingDate, ...row }: BooksOnlineRow): BooksOnline {
  return {
    ...row,
    closingDate: closingDate?.toISOString().slice(0, 10) ?? null,
    // Written by `saveOnlineCompany` alone.
    accounts: accounts as unknown as BooksOnline['accounts'],
  };
}
