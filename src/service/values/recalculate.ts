import { auditOrigin } from '#src/auth/audit-origin.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import { InvalidParameterError } from '#src/core/errors.ts';
import type { Month } from '#src/core/period.ts';
import { auditedChanges } from '#src/service/audit/detail.ts';
import { appendAudit } from '#src/store/audit.ts';
import type { Database } from '#src/store/engine/database.ts';
import { monthsWithData } from '#src/store/monthly-metrics.ts';
import { takeMonthsInHand, type WriteOutcome, writeMonthlyValues } from './write-months.ts';

/** What a recalculation covered and changed. */
export interface RecalculationReport extends WriteOutcome {
  /** The months that have values, oldest first; closed ones are among them and keep theirs. */
  readonly months: readonly Month[];
}

/**
 * Recomputes everything that is calculated from the stored values of the months that have data, in one transaction. What
 * is stored is always consistent, so this changes something only after the program's formulas have changed.
 */
export async function recalculate(
  database: Database,
  request: {
    readonly organizationId: number;
    readonly from?: Month;
    readonly to?: Month;
    readonly viewer: Viewer;
    readonly at: Date;
  },
): Promise<RecalculationReport> {
  const { organizationId, from, to } = request;
  if (from && to && from > to) {
    throw new InvalidParameterError(`The range starts (${from}) after it ends (${to})`, { field: 'from' });
  }
  return database.transaction(async (tx) => {
    const months = await monthsWithData(tx, organizationId, { ...(from && { from }), ...(to && { to }) });
    const inHand = await takeMonthsInHand({ database, tx }, organizationId, months);
    const { at, viewer } = request;
    const cause = { cause: 'recalculation', actor: viewer.name, reason: null, runId: null, at } as const;
    const outcome = await writeMonthlyValues(tx, inHand, [], cause, months);
    const changes = auditedChanges(outcome.changes);
    const detail = { from: months.at(0) ?? null, to: months.at(-1) ?? null, changes };
    const entry = {
      at,
      actor: viewer.name,
      origin: auditOrigin(viewer),
      action: 'metrics.recalculated',
      detail,
    } as const;
    await appendAudit(tx, organizationId, entry);
    return { months, ...outcome };
  });
}
