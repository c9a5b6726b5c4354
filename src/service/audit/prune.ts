import { read, type Scope, write } from '#src/service/scope.ts';
import { deletePrunedEntries, findAuditChain, lockPrunableEntries } from '#src/store/audit-chain.ts';
import { anchorText } from './anchor.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The retention period of audit entries in days; null keeps all entries. */
export interface AuditRetention {
  readonly retentionDays: number | null;
}

/**
 * Prunes the oldest entries of an organization's audit trail, up to the first within the retention period. A new entry records
 * the pruned ids and the hash of the last one, so that the remaining chain can still be verified.
 * @returns the number of pruned entries
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
      // The database rejects deleting entries before the pruning is recorded.
      afterAudit: () => deletePrunedEntries(tx, organizationId, prunable),
    };
  });
}

/** The nightly audit task: prunes, and returns the newest entry as an anchor to keep elsewhere. */
export async function keepUpAudit(
  scope: Scope,
  retention: AuditRetention,
): Promise<{ readonly pruned: number; readonly head: string | null }> {
  const pruned = await pruneAudit(scope, retention);
  const organizationId = scope.organization.id;
  const chain = await read(scope, 'audit:read', (reader) => findAuditChain(reader, organizationId));
  return { pruned, head: chain && anchorText({ organizationId, id: chain.lastId, hash: chain.lastHash }) };
}
