import { createHash } from 'node:crypto';
import type { Reader, Transaction } from '#src/store/engine/database.ts';

/** The hash before the first entry. */
export const GENESIS_HASH = '0'.repeat(64);

/** Where an organization's chain of audit entries begins and ends, as kept apart from them. */
export interface AuditChain {
  readonly organizationId: number;
  /** The newest entry. */
  readonly lastId: number;
  readonly lastHash: string;
  /** Entries up to it are older than the chain, and their numbers may have gaps. */
  readonly adoptedId: number;
  /** Entries up to it were removed after their time of retention; 0 where none was. */
  readonly prunedId: number;
  readonly prunedHash: string;
}

/** An entry as a link of the chain. */
export interface ChainedEntry {
  readonly id: number;
  readonly previousHash: string;
  /** As it is stored. */
  readonly hash: string;
  /** As its columns have it, computed here and not by the database. */
  readonly computedHash: string;
  /** Of an entry that tells of pruning: what it says was removed. */
  readonly pruned: { readonly throughId: number; readonly throughHash: string } | null;
}

/** The organizations that have a chain, or entries without one. */
export async function auditedOrganizations(reader: Reader): Promise<number[]> {
  const rows = await reader.$queryRaw<{ id: number }[]>`
    SELECT organization_id AS id FROM qbr_audit_chain UNION SELECT organization_id FROM qbr_audit ORDER BY id`;
  return rows.map(({ id }) => id);
}

export function findAuditChain(reader: Reader, organizationId: number): Promise<AuditChain | null> {
  return reader.auditChain.findUnique({ where: { organizationId } });
}

/** The columns as the migration's `qbr_audit_hash` takes them. */
interface EntryTexts {
  readonly id: number;
  readonly texts: readonly (string | null)[];
  readonly hash: string;
  readonly action: string;
}

/** Lowest number that a row can have, whoever wrote it. */
export const LOWEST_ID = -2_147_483_648;

/** Some entries from `fromId` on, oldest first. */
export async function readChainedEntries(
  reader: Reader,
  organizationId: number,
  { fromId, limit }: { readonly fromId: number; readonly limit: number },
): Promise<ChainedEntry[]> {
  const rows = await reader.$queryRaw<EntryTexts[]>`
    SELECT id, hash::text, action, jsonb_build_array(organization_id::text, id::text,
        to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), actor, action, detail::text, actor_id, credential,
        address, previous_hash::text) AS texts
    FROM qbr_audit WHERE organization_id = ${organizationId}::integer AND id >= ${fromId}::integer
    ORDER BY id LIMIT ${limit}::integer`;
  return rows.map(({ id, texts, hash, action }) => ({
    id,
    hash,
    previousHash: texts.at(-1) ?? '',
    computedHash: hashOf(texts),
    pruned: action === 'audit.pruned' ? prunedBy(texts[5] ?? '') : null,
  }));
}

/** SHA-256 over the columns' texts, each with its length in bytes before it; the migration `audit_chain` does the same. */
function hashOf(texts: readonly (string | null)[]): string {
  const fields = texts.map((text) => (text === null ? '-,' : `${Buffer.byteLength(text)}:${text},`));
  return createHash('sha256')
    .update(`qbr-audit-1,${fields.join('')}`)
    .digest('hex');
}

function prunedBy(detail: string): ChainedEntry['pruned'] {
  const { throughId, throughHash } = (JSON.parse(detail) ?? {}) as Record<string, unknown>;
  return { throughId: Number(throughId), throughHash: String(throughHash) };
}

/** What can be pruned: the entries before the first one that is not older than `before`. */
export interface PrunableEntries {
  readonly throughId: number;
  readonly throughHash: string;
  readonly entries: number;
}

/**
 * The oldest entries, up to the first that is not older than `before`; null where there are none but those that tell of
 * pruning itself. Until `tx` ends nobody appends.
 */
export async function lockPrunableEntries(
  tx: Transaction,
  organizationId: number,
  before: Date,
): Promise<PrunableEntries | null> {
  await tx.$queryRaw`SELECT 1 FROM qbr_audit_chain WHERE organization_id = ${organizationId}::integer FOR UPDATE`;
  const [row] = await tx.$queryRaw<PrunableEntries[]>`
    WITH kept AS (
      SELECT min(id) AS id FROM qbr_audit WHERE organization_id = ${organizationId}::integer AND at >= ${before}::timestamptz)
    SELECT (array_agg(id ORDER BY id DESC))[1] AS "throughId", (array_agg(hash::text ORDER BY id DESC))[1] AS "throughHash",
           count(*)::integer AS entries
    FROM qbr_audit WHERE organization_id = ${organizationId}::integer AND at < ${before}::timestamptz
      AND id < coalesce((SELECT id FROM kept), 2147483647)
    HAVING count(*) FILTER (WHERE action <> 'audit.pruned') > 0`;
  return row ?? null;
}

/** Removes what the trail's newest entry says was pruned; the database refuses anything else. */
export async function deletePrunedEntries(
  tx: Transaction,
  organizationId: number,
  { throughId, throughHash }: PrunableEntries,
): Promise<void> {
  await tx.auditChain.update({ where: { organizationId }, data: { prunedId: throughId, prunedHash: throughHash } });
  await tx.auditEntry.deleteMany({ where: { organizationId, id: { lte: throughId } } });
}
