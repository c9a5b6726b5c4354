import { missingInputs } from '#src/core/calculation/missing-inputs.ts';
import type { ChangeOutcome } from '#src/core/change-set.ts';
import { InvalidPeriodError, MissingFieldError } from '#src/core/errors.ts';
import type { MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import { type Month, monthAt, parseMonth, periodLabel } from '#src/core/period.ts';
import { auditedChanges } from '#src/service/audit/detail.ts';
import { checkNote, createInputProblems } from '#src/service/problems.ts';
import type { Scope } from '#src/service/scope.ts';
import { changeMonths } from '#src/service/values/change-months.ts';
import { readFindings, type StoredFinding } from '#src/store/findings.ts';

/** The result of closing a month; missing inputs and open findings do not prevent closing. */
export interface ClosingReport {
  readonly month: Month;
  /** Whether it was open before. */
  readonly changed: boolean;
  /** Inputs of the month that are absent. */
  readonly missing: readonly MetricDefinition[];
  /** Its findings that are not acknowledged. */
  readonly openFindings: readonly StoredFinding[];
}

/** The result of reopening a month, including recalculated values. */
export interface ReopeningReport extends ChangeOutcome {
  readonly month: Month;
  /** Whether it was closed before. */
  readonly changed: boolean;
}

/**
 * Closes a month: its values can no longer be changed by entries or collections (docs/calculations.md section 9). A month that
 * is already closed is unchanged.
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; InvalidPeriodError for a quarter and a month that
 *   has not ended
 */
export async function closePeriod(scope: Scope, { period }: { readonly period: string }): Promise<ClosingReport> {
  const problems = createInputProblems(scope.faults);
  const month = problems.try(() => endedMonth(scope, period)) as Month;
  const act = {
    permission: 'periods:close',
    months: month && [month],
    problems,
    load: (reader: Parameters<typeof readFindings>[0]) => readFindings(reader, scope.organization.id, [month]),
  } as const;
  const { result } = await changeMonths(scope, act, ({ values, closed }, findings) => {
    const missing = missingInputs(new Set(values.get(month)?.keys()));
    const openFindings = findings.filter(({ acknowledgedAt }) => acknowledgedAt === null);
    const changed = !closed.has(month);
    const found = { missing: missing.map(({ key }) => key), openFindings: openFindings.length };
    const detail = { period: month, before: 'open', after: 'closed', ...found };
    return {
      intent: changed ? { close: month } : {},
      cause: { cause: 'entry' },
      audit: changed ? () => ({ action: 'period.closed', detail }) : null,
      result: { month, changed, missing, openFindings },
    };
  });
  return result;
}

/**
 * Reopens a closed month for a recorded reason and recalculates it in the same transaction. An open month is unchanged.
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; InvalidPeriodError for anything but a month,
 *   MissingFieldError without a reason, InvalidValueError for a reason that cannot be stored or a result out of range;
 *   InvalidInputError with all of these where there are several
 */
export async function reopenPeriod(
  scope: Scope,
  input: { readonly period: string; readonly reason: string },
): Promise<ReopeningReport> {
  const problems = createInputProblems(scope.faults);
  const month = problems.try(() => parseMonth(input.period)) as Month;
  const reason = input.reason.trim();
  problems.try(() => requireReason(reason));
  const act = { permission: 'periods:close', months: month && [month], problems } as const;
  const { outcome, result } = await changeMonths(scope, act, ({ closed }) => {
    const changed = closed.has(month);
    return {
      intent: changed ? { reopen: month } : {},
      cause: { cause: 'recalculation', reason },
      audit: changed
        ? ({ changes }) => ({
            action: 'period.reopened',
            detail: { period: month, reason, before: 'closed', after: 'open', changes: auditedChanges(changes) },
          })
        : null,
      result: { month, changed },
    };
  });
  return { ...result, ...outcome };
}

/** @throws InvalidPeriodError for anything but a month that is over */
function endedMonth({ at, organization }: Scope, period: string): Month {
  const month = parseMonth(period);
  if (month < monthAt(at, organization.timeZone)) return month;
  const message = `${periodLabel(month)} has not ended; only a month that is over can be closed`;
  throw new InvalidPeriodError(message, { field: 'period' });
}

function requireReason(reason: string): void {
  if (reason === '') throw new MissingFieldError('Reopening a month needs a reason', { field: 'reason' });
  checkNote(reason, 'reason');
}
