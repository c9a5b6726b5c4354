import { SCHEDULE_VIEWER } from '#src/auth/viewer.ts';
import { appendAudit, PROGRAM_ORIGIN } from '#src/store/audit.ts';
import { deletePrunedEntries, findAuditChain, lockPrunableEntries } from '#src/store/audit-chain.ts';
import type { Database } from '#src/store/engine/database.ts';
import { anchorText } from './anchor.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

interface AuditRequest {
  readonly organizationId: number;
  /** Null keeps everything. */
  readonly retentionDays: number | null;
  readonly at: Date;
}

/**
 * Removes the entries of an organization's audit trail whose time of retention is over, oldest first and none after one
 * that is not. A new entry says which, by what rule and what the last one's hash was, so that the rest stays proven.
 * @returns how many were removed
 */
export async function pruneAudit(
  database: Database,
  { organizationId, retentionDays, at }: AuditRequest,
): Promise<number> {
  if (retentionDays === null) return 0;
  const before = new Date(at.getTime() - retentionDays * DAY_MS);
  return database.transaction(async (tx) => {
    const prunable = await lockPrunableEntries(tx, organizationId, before);
    if (!prunable) return 0;
    const detail = { ...prunable, before: before.toISOString(), retentionDays };
    const by = { actor: SCHEDULE_VIEWER.name, origin: PROGRAM_ORIGIN };
    await appendAudit(tx, organizationId, { at, ...by, action: 'audit.pruned', detail });
    await deletePrunedEntries(tx, organizationId, prunable);
    return prunable.entries;
  });
}

/** What is done every night: pruning; and what is to be kept elsewhere, the anchor of the newest entry. */
export async function keepUpAudit(
  database: Database,
  request: AuditRequest,
): Promise<{ readonly pruned: number; readonly head: string | null }> {
  const pruned = await pruneAudit(database, request);
  const { organizationId } = request;
  const chain = await findAuditChain(database.prisma, organizationId);
  return { pruned, head: chain && anchorText({ organizationId, id: chain.lastId, hash: chain.lastHash }) };
}
