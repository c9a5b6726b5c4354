import type { Logger } from '#src/log/log.ts';
import { closeAllInterruptedRuns } from '#src/store/collection-runs.ts';
import type { Database } from '#src/store/engine/database.ts';
import { acrossOrganizations } from '#src/store/engine/organization-context.ts';

/**
 * Marks the runs of killed programs as failed, of all organizations together, except of those that a run is in progress of. For the start
 * of a program, which acts for nobody. @returns their number
 */
export async function closeInterruptedCollections(
  database: Pick<Database, 'transaction' | 'keepRunsOff'>,
  { at, logger }: { readonly at: Date; readonly logger: Pick<Logger, 'warn'> },
): Promise<number> {
  const closed = await acrossOrganizations(() => closeAllInterruptedRuns(database, at));
  noteClosed(logger, closed);
  return closed.length;
}

/** Logs which runs were closed. */
export function noteClosed(
  logger: Pick<Logger, 'warn'>,
  runs: readonly { readonly organizationId: number; readonly id: number }[],
): void {
  if (runs.length === 0) return;
  const ids = runs.map(({ id }) => id);
  const organizations = [...new Set(runs.map(({ organizationId }) => organizationId))];
  logger.warn({ runs: ids, organizations }, 'Closed collections that an earlier program left unfinished');
}
