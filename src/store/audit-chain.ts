import { createHash } from 'node:crypto';
import type { Reader, Transaction } from '#src/store/engine/database.ts';

/** The hash before the first entry. */
export const GENESIS_HASH = '0'.repeat(64);

/** The recorded start and end of an organization's chain of audit entries, stored separately from the entries. */
export interface AuditChain {
  readonly organizationId: number;
  /** The newest entry. */
  readonly lastId: number;
  readonly lastHash: string;
  /** Entries up to this id are older than the chain; their ids may have gaps. */
  readonly adoptedId: number;
  /** Entries up to this id were pruned after their retention period; 0 if none were. */
  readonly prunedId: number;
  readonly prunedHash: string;
}

/** An entry as a link of the chain. */
export interface ChainedEntry {
  readonly id: number;
  readonly previousHash: string;
  /** The stored hash. */
  readonly hash: string;
  /** The hash of its columns, computed by this program, not by the database. */
  readonly computedHash: string;
  /** The last pruned entry, if this entry records a pruning; else null. */
  readonly pruned: { readonly throughId: number; readonly throughHash: string } | null;
}

/** The organizations that have a chain, or entries without one. */
export async function auditedOrganizations(reader: Reader): Promise<number[]> {
  const rows = await reader.$queryRaw<{ id: number }[]>`
    SELECT organization_id AS id FROM qbr_audit_chain UNION SELECT organization_id FROM qbr_audit ORDER BY id`;
  return rows.map(({ id }) => id);
}

export function findAuditChain(reader: Reader, organizationId: number): Promise<AuditChain | null> {
  return reader.auditChain.findFirst({ where: { organizationId } });
}

/** The columns as the migration's `qbr_audit_hash` hashes them. */
interface EntryTexts {
  readonly id: number;
  readonly texts: readonly (string | null)[];
  readonly hash: string;
  readonly action: string;
}

/** The lowest possible id of a row: PostgreSQL's `integer`. */
export const LOWEST_ID = -2_147_483_648;

/** At most `limit` entries from `fromId` on, oldest first. */
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

/** SHA-256 of the columns' texts, each prefixed with its length in bytes; the same as in the migration `audit_chain`. */
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

/** The entries that can be pruned: the last of them, and their number. */
export interface PrunableEntries {
  readonly throughId: number;
  readonly throughHash: string;
  readonly entries: number;
}

/**
 * Finds the oldest entries, up to the first that is not older than `before`, and blocks appending until `tx` ends. Null if
 * there are none, or only records of pruning.
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

/** Deletes the entries whose pruning the trail's newest entry records; the database rejects any other deletion. */
export async function deletePrunedEntries(
  tx: Transaction,
  organizationId: number,
  { throughId, throughHash }: PrunableEntries,
): Promise<void> {
  await tx.auditChain.update({ where: { organizationId }, data: { prunedId: throughId, prunedHash: throughHash } });
  await tx.auditEntry.deleteMany({ where: { organizationId, id: { lte: throughId } } });
}
