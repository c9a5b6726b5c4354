import type { Role } from '#src/core/role.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';

/** A stored API key, without its secret. */
export interface StoredApiKey {
  readonly id: number;
  readonly name: string;
  /** The visible prefix of the key. */
  readonly prefix: string;
  /** The organization it belongs to; null for an operator's, which manages organizations and reads none. */
  readonly organizationId: number | null;
  /** Null for an operator's. */
  readonly role: Role | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  /** The id of the viewer who created it: `person:3`, `operator`; null where it is not known. */
  readonly creatorId: string | null;
  /** Null if the key never expires. */
  readonly expiresAt: Date | null;
  /** Updated at most once a minute. */
  readonly lastUsedAt: Date | null;
  readonly lastUsedFrom: string | null;
  readonly revokedAt: Date | null;
  readonly revokedBy: string | null;
}

export type NewApiKey = Pick<
  StoredApiKey,
  'name' | 'prefix' | 'organizationId' | 'role' | 'createdAt' | 'createdBy' | 'creatorId' | 'expiresAt'
> & {
  /** SHA-256 of the whole key. */
  readonly secretHash: string;
};

/** The stored role of a key that belongs to no organization. */
const OPERATOR = 'operator';

export async function insertApiKey(tx: Transaction, key: NewApiKey): Promise<StoredApiKey> {
  return storedApiKey(await tx.apiKey.create({ data: { ...key, role: key.role ?? OPERATOR } }));
}

/** The key with that prefix, including the hash that the whole key is compared with. */
export async function findApiKeyByPrefix(
  reader: Reader,
  prefix: string,
): Promise<(StoredApiKey & { readonly secretHash: string }) | null> {
  const row = await reader.apiKey.findFirst({ where: { prefix } });
  return row && { ...storedApiKey(row), secretHash: row.secretHash };
}

export async function findApiKey(reader: Reader, id: number): Promise<StoredApiKey | null> {
  const row = await reader.apiKey.findFirst({ where: { id } });
  return row && storedApiKey(row);
}

/** The keys of an organization, or with null those of operators, newest first, including expired and revoked ones. */
export async function listApiKeys(reader: Reader, organizationId: number | null): Promise<StoredApiKey[]> {
  const rows = await reader.apiKey.findMany({ where: { organizationId }, orderBy: { id: 'desc' } });
  return rows.map(storedApiKey);
}

/** Revokes a key. @returns false if it was already revoked */
export async function saveRevocation(
  tx: Transaction,
  id: number,
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<boolean> {
  const data = { revokedAt: at, revokedBy: by };
  const { count } = await tx.apiKey.updateMany({ where: { id, revokedAt: null }, data });
  return count > 0;
}

/** Records the use of a key, unless one has been recorded since `unlessSince`. @returns whether it was recorded */
export async function saveApiKeyUse(
  reader: Reader,
  id: number,
  { at, from, unlessSince }: { readonly at: Date; readonly from: string | null; readonly unlessSince: Date },
): Promise<boolean> {
  const { count } = await reader.apiKey.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: unlessSince } }] },
    data: { lastUsedAt: at, lastUsedFrom: from },
  });
  return count > 0;
}

type ApiKeyRow = NonNullable<Awaited<ReturnType<Reader['apiKey']['findUnique']>>>;

function storedApiKey({ secretHash: _secret, role, ...row }: ApiKeyRow): StoredApiKey {
  return { ...row, role: role === OPERATOR ? null : (role as Role) };
}
