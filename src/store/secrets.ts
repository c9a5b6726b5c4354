import type { Reader, Transaction } from '#src/store/engine/database.ts';

/** An organization's data key, sealed with the installation's key. */
export interface StoredDataKey {
  readonly wrapped: string;
  readonly wrappedAt: Date;
}

/** A secret setting, sealed with the data key of its organization. */
export interface StoredSecret {
  readonly name: string;
  readonly sealed: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

/** What a wrapped data key belongs to: a column for sealing. */
export const DATA_KEY_COLUMN = 'qbr_data_key.wrapped';

/** What a sealed secret belongs to. */
export function secretColumn(name: string): string {
  return `qbr_secret.${name}`;
}

/** Null before the organization's first secret. */
export function readDataKey(reader: Reader, organizationId: number): Promise<StoredDataKey | null> {
  return reader.dataKey.findFirst({ where: { organizationId }, select: { wrapped: true, wrappedAt: true } });
}

export async function insertDataKey(
  tx: Transaction,
  organizationId: number,
  { wrapped, at }: { readonly wrapped: string; readonly at: Date },
): Promise<void> {
  await tx.dataKey.create({ data: { organizationId, wrapped, createdAt: at, wrappedAt: at } });
}

/** Stores the data key wrapped anew. */
export async function rewrapDataKey(
  tx: Transaction,
  organizationId: number,
  { wrapped, at }: { readonly wrapped: string; readonly at: Date },
): Promise<void> {
  await tx.dataKey.update({ where: { organizationId }, data: { wrapped, wrappedAt: at } });
}

/** All secrets of an organization, by name. */
export function readSecrets(reader: Reader, organizationId: number): Promise<StoredSecret[]> {
  return reader.secret.findMany({
    where: { organizationId },
    select: { name: true, sealed: true, updatedAt: true, updatedBy: true },
    orderBy: { name: 'asc' },
  });
}

/** Stores a secret in the place of an earlier one of its name. */
export async function saveSecret(
  tx: Transaction,
  organizationId: number,
  { name, ...secret }: StoredSecret,
): Promise<void> {
  await tx.secret.upsert({
    where: { organizationId_name: { organizationId, name } },
    create: { organizationId, name, ...secret },
    update: secret,
  });
}

export async function deleteSecret(tx: Transaction, organizationId: number, name: string): Promise<void> {
  await tx.secret.deleteMany({ where: { organizationId, name } });
}
