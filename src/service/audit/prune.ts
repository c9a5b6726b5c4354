import { read, type Scope, write } from '#src/service/scope.ts';
import { deletePrunedEntries, findAuditChain, lockPrunableEntries } from '#src/store/audit-chain.ts';
import { anchorText } from './anchor.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** How long entries of the audit trail are kept; null keeps everything. */
export interface AuditRetention {
  readonly retentionDays: number | null;
}

/**
 * Removes the entries of an organization's audit trail whose time of retention is over, oldest first and none after one
 * that is not. A new entry says which, by what rule and what the last one's hash was, so that the rest stays proven.
 * @returns how many were removed
 */
export async function pruneAudit(scope: Scope, { retentionDays }: AuditRetention): Promise<number> {
  if (retentionDays === null) return 0;
  const organizationId = scope.organization.id;
  const before = new Date(scope.at.getTime() - retentionDays * DAY_MS);
  return write(scope, { permission: 'audit:prune' }, async (tx) => {
    const prunable = await lockPrunableEntries(tx, organizationId, before);
    if (!prunable) return { result: 0, audit: [] };
    return {
      result: prunable.entries,
      audit: [{ action: 'audit.pruned', detail: { ...prunable, before: before.toISOString(), retentionDays } }],
      // The database lets entries go only once an entry says so.
      afterAudit: () => deletePrunedEntries(tx, organizationId, prunable),
    };
  });
}

/** What is done every night: pruning, and naming the newest entry, as an anchor to be kept elsewhere. */
export async function keepUpAudit(
  scope: Scope,
  retention: AuditRetention,
): Promise<{ readonly pruned: number; readonly head: string | null }> {
  const pruned = await pruneAudit(scope, retention);
  const organizationId = scope.organization.id;
  const chain = await read(scope, 'audit:read', (reader) => findAuditChain(reader, organizationId));
  return { pruned, head: chain && anchorText({ organizationId, id: chain.lastId, hash: chain.lastHash }) };
}
