import type { Reader } from '#src/store/engine/database.ts';
import type { StoredRun } from './collection-runs.ts';

/** The newest run that has ended, of the vendors and of the books, in one statement. Null where there is none. */
export async function findNewestEndedRuns(
  reader: Reader,
  organizationId: number,
): Promise<{ readonly vendors: StoredRun | null; readonly books: StoredRun | null }> {
  const runs = await reader.$queryRaw<StoredRun[]>`
    SELECT DISTINCT ON (trigger = 'web_connector') id, trigger, scheduled_for AS "scheduledFor", started_at AS "startedAt",
      ended_at AS "endedAt", status, force, reason, requested_by AS "requestedBy", host, process_id AS "processId", interrupted
    FROM qbr_collection_run WHERE organization_id = ${organizationId}::integer AND status <> 'running'
    ORDER BY trigger = 'web_connector', id DESC`;
  return {
    vendors: runs.find(({ trigger }) => trigger !== 'web_connector') ?? null,
    books: runs.find(({ trigger }) => trigger === 'web_connector') ?? null,
  };
}
