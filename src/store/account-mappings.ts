import type { Month } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import type { AccountMapping as AccountMappingRow, Prisma } from '#src/store/generated/prisma/client.ts';

/** A version of the mapping. The newest confirmed version whose `from` is not after a month is that month's. */
export interface StoredMapping {
  /** From 1. */
  readonly version: number;
  /** The first month that it is for. */
  readonly from: Month;
  /** The mapping as JSON; `core/books` gives it its meaning. */
  readonly document: unknown;
  readonly reason: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  /** Null for a proposal, from which nothing is computed. */
  readonly confirmedAt: Date | null;
  readonly confirmedBy: string | null;
}

/** A version to store. */
export interface NewMapping extends Omit<StoredMapping, 'version' | 'document'> {
  readonly document: object;
}

/** Stores a version of the mapping. Lock the organization before. @returns its number */
export async function insertMapping(tx: Transaction, organizationId: number, mapping: NewMapping): Promise<number> {
  const newest = await tx.accountMapping.aggregate({ where: { organizationId }, _max: { version: true } });
  const version = (newest._max.version ?? 0) + 1;
  const { from: fromMonth, document, ...rest } = mapping;
  await tx.accountMapping.create({
    data: { organizationId, version, fromMonth, document: document as Prisma.InputJsonObject, ...rest },
  });
  return version;
}

/** All versions, oldest first. */
export async function readMappings(reader: Reader, organizationId: number): Promise<StoredMapping[]> {
  const rows = await reader.accountMapping.findMany({ where: { organizationId }, orderBy: { version: 'asc' } });
  return rows.map(storedMapping);
}

/** Confirms a proposal. @returns false if it is confirmed already, or there is none */
export async function confirmMapping(
  tx: Transaction,
  organizationId: number,
  { version, at, by }: { readonly version: number; readonly at: Date; readonly by: string },
): Promise<boolean> {
  const { count } = await tx.accountMapping.updateMany({
    where: { organizationId, version, confirmedAt: null },
    data: { confirmedAt: at, confirmedBy: by },
  });
  return count > 0;
}

function storedMapping({ organizationId: _, fromMonth, ...row }: AccountMappingRow): StoredMapping {
  return { ...row, from: fromMonth as Month };
}
