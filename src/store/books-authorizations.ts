import type { Reader } from '#src/store/engine/database.ts';

/** An authorization of QuickBooks Online that has begun, before Intuit's callback. */
export interface BooksAuthorization {
  /** SHA-256 of the cookie of the browser that began it. */
  readonly browserHash: string;
  readonly expiresAt: Date;
}

export async function saveBooksAuthorization(
  reader: Reader,
  { organizationId, stateHash }: { readonly organizationId: number; readonly stateHash: string },
  authorization: BooksAuthorization,
): Promise<void> {
  await reader.booksAuthorization.create({ data: { organizationId, stateHash, ...authorization } });
}

/** Reads and deletes the authorization of a state, so that it can be used once; null if there is none. */
export async function consumeBooksAuthorization(
  reader: Reader,
  { organizationId, stateHash }: { readonly organizationId: number; readonly stateHash: string },
): Promise<BooksAuthorization | null> {
  const [row] = await reader.$queryRaw<BooksAuthorization[]>`
    DELETE FROM qbr_books_authorization
    WHERE organization_id = ${organizationId}::integer AND state_hash = ${stateHash}
    RETURNING browser_hash AS "browserHash", expires_at AS "expiresAt"`;
  return row ?? null;
}

export async function deleteExpiredBooksAuthorizations(
  reader: Reader,
  organizationId: number,
  now: Date,
): Promise<void> {
  await reader.booksAuthorization.deleteMany({ where: { organizationId, expiresAt: { lte: now } } });
}
