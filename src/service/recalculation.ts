import { InvalidParameterError } from '../core/errors.ts';
import type { Month } from '../core/period.ts';
import type { Database } from '../store/database.ts';
import { monthsWithData } from '../store/monthly-metrics.ts';
import { takeMonthsInHand, type WriteOutcome, writeMonthlyValues } from './monthly-values.ts';

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
    readonly actor: string;
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
    const cause = { cause: 'recalculation', actor: request.actor, reason: null, runId: null, at: request.at } as const;
    return { months, ...(await writeMonthlyValues(tx, inHand, [], cause, months)) };
  });
}
