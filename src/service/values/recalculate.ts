import type { ChangeOutcome } from '#src/core/change-set.ts';
import { type Month, refuseReversed } from '#src/core/period.ts';
import { auditedChanges } from '#src/service/audit/detail.ts';
import type { Scope } from '#src/service/scope.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { monthsWithData } from '#src/store/monthly-metrics.ts';
import { changeMonths } from './change-months.ts';

/** The months from `from` to `to`, both inclusive; unbounded where not given. */
export interface MonthRange {
  readonly from?: Month | undefined;
  readonly to?: Month | undefined;
}

/** What a recalculation covered and changed. */
export interface RecalculationReport extends ChangeOutcome {
  /** The months with values, oldest first, including closed ones, which are unchanged. */
  readonly months: readonly Month[];
}

/**
 * Recomputes all calculated values of the months with data, in one transaction. Stored values are always consistent, so this
 * changes values only after a change of the formulas.
 * @throws UnauthenticatedError, ForbiddenError; InvalidPeriodRangeError where the range starts after it ends
 */
export async function recalculate(scope: Scope, range: MonthRange = {}): Promise<RecalculationReport> {
  const act = { permission: 'metrics:write', months: (reader: Reader) => monthsInRange(reader, scope, range) } as const;
  const { outcome, result } = await changeMonths(scope, act, ({ requested: months }) => ({
    intent: { recalculate: months },
    cause: { cause: 'recalculation' },
    audit: ({ changes }) => ({
      action: 'metrics.recalculated',
      detail: { from: months.at(0) ?? null, to: months.at(-1) ?? null, changes: auditedChanges(changes) },
    }),
    result: months,
  }));
  return { months: result, ...outcome };
}

/**
 * Computes what `recalculate` would change of all months, and changes nothing.
 * @throws UnauthenticatedError, ForbiddenError
 */
export async function previewRecalculation(scope: Scope): Promise<ChangeOutcome> {
  const months = (reader: Reader) => monthsInRange(reader, scope, {});
  const act = { permission: 'metrics:write', months, preview: true } as const;
  const { outcome } = await changeMonths(scope, act, ({ requested }) => ({
    intent: { recalculate: requested },
    cause: { cause: 'recalculation' },
    audit: null,
    result: null,
  }));
  return outcome;
}

async function monthsInRange(reader: Reader, { organization }: Scope, { from, to }: MonthRange): Promise<Month[]> {
  if (from && to) refuseReversed({ from, to });
  return monthsWithData(reader, organization.id, { ...(from && { from }), ...(to && { to }) });
}
