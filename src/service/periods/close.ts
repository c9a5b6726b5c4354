import { missingInputs } from '#src/core/calculation/missing-inputs.ts';
import type { ChangeOutcome, LockedMonths } from '#src/core/change-set.ts';
import { InvalidPeriodError, MissingFieldError } from '#src/core/errors.ts';
import type { MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import { type Month, monthAt, parseMonth, periodLabel } from '#src/core/period.ts';
import { auditedChanges } from '#src/service/audit/detail.ts';
import { checkNote, createInputProblems, type InputProblems } from '#src/service/problems.ts';
import type { Scope } from '#src/service/scope.ts';
import { changeMonths, type Decision } from '#src/service/values/change-months.ts';
import type { AuditDetail } from '#src/store/audit.ts';
import { endProposals, type StoredProposal } from '#src/store/closing-proposals.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import { readFindings, type StoredFinding } from '#src/store/findings.ts';

/** The result of closing a month; missing inputs and open findings do not prevent closing. */
export interface ClosingReport {
  readonly month: Month;
  /** Whether it was open before and is closed now. */
  readonly changed: boolean;
  /** Inputs of the month that are absent. */
  readonly missing: readonly MetricDefinition[];
  /** Its findings that are not acknowledged. */
  readonly openFindings: readonly StoredFinding[];
}

/** The result of reopening a month, including recalculated values. */
export interface ReopeningReport extends ChangeOutcome {
  readonly month: Month;
  /** Whether it was closed before and is open now. */
  readonly changed: boolean;
}

/** A month to close. */
export interface ClosingInput {
  readonly period: string;
  /** Recorded in the audit trail. */
  readonly reason?: string | null | undefined;
}

/** A month to reopen. */
export interface ReopeningInput {
  readonly period: string;
  readonly reason: string;
}

/**
 * Closes a month: its values can no longer be changed by entries or collections (docs/calculations.md section 9). A month that
 * is already closed is unchanged. One admin is enough here: whoever acts for a person uses `requestClosing`.
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; InvalidPeriodError for a quarter and a month that
 *   has not ended, InvalidValueError for a reason that cannot be stored; InvalidInputError for several
 */
export async function closePeriod(scope: Scope, input: ClosingInput): Promise<ClosingReport> {
  const problems = createInputProblems(scope.faults);
  const checked = checkClosing(scope, input, problems);
  const act = { permission: 'periods:close', ...loadClosing(scope, checked.month), problems } as const;
  return (await changeMonths(scope, act, decideClosing(scope, checked))).result;
}

/**
 * Reopens a closed month for a recorded reason and recalculates it in the same transaction. An open month is unchanged. One
 * admin is enough here: whoever acts for a person uses `requestReopening`.
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; InvalidPeriodError for anything but a month,
 *   MissingFieldError without a reason, InvalidValueError for a reason that cannot be stored or a result out of range;
 *   InvalidInputError with all of these where there are several
 */
export async function reopenPeriod(scope: Scope, input: ReopeningInput): Promise<ReopeningReport> {
  const problems = createInputProblems(scope.faults);
  const checked = checkReopening(input, problems);
  const act = { permission: 'periods:close', months: checked.month && [checked.month], problems } as const;
  const { outcome, result } = await changeMonths(scope, act, decideReopening(scope, checked));
  return { ...result, ...outcome };
}

/** A checked month with its reason; `month` is undefined if the input has no valid one, which is then a known problem. */
export interface CheckedClosing {
  readonly month: Month;
  /** Null for none. */
  readonly reason: string | null;
}

export function checkClosing(scope: Scope, { period, reason }: ClosingInput, problems: InputProblems): CheckedClosing {
  const month = problems.try(() => endedMonth(scope, period)) as Month;
  const text = reason?.trim() || null;
  problems.try(() => checkNote(text, 'reason'));
  return { month, reason: text };
}

export function checkReopening({ period, reason }: ReopeningInput, problems: InputProblems): CheckedClosing {
  const month = problems.try(() => parseMonth(period)) as Month;
  const text = reason.trim();
  problems.try(() => requireReason(text));
  return { month, reason: text };
}

/** What a decision about closing needs. */
export function loadClosing({ organization }: Scope, month: Month) {
  return {
    months: month && [month],
    load: (reader: Reader): Promise<StoredFinding[]> => readFindings(reader, organization.id, [month]),
  };
}

/** What a month lacks to be closed without a doubt. */
export function closingGaps({ values }: LockedMonths, findings: readonly StoredFinding[], month: Month) {
  return {
    missing: missingInputs(new Set(values.get(month)?.keys())),
    openFindings: findings.filter(({ acknowledgedAt }) => acknowledgedAt === null),
  };
}

/** @param approved the proposal that is carried out; null if none is */
export function decideClosing(
  scope: Scope,
  { month, reason }: CheckedClosing,
  approved: StoredProposal | null = null,
): (locked: LockedMonths, findings: readonly StoredFinding[]) => Decision<ClosingReport> {
  return (locked, findings) => {
    const { missing, openFindings } = closingGaps(locked, findings, month);
    const changed = !locked.closed.has(month);
    const found = { missing: missing.map(({ key }) => key), openFindings: openFindings.length };
    const detail = { period: month, before: 'open', after: 'closed', ...found, ...auditedReason(reason) };
    return {
      intent: changed ? { close: month } : {},
      cause: { cause: 'entry' },
      audit: changed ? () => ({ action: 'period.closed', detail: { ...detail, ...auditedProposal(approved) } }) : null,
      ...(changed && { record: endOthers(scope, month) }),
      result: { month, changed, missing, openFindings },
    };
  };
}

/** @param approved the proposal that is carried out; null if none is */
export function decideReopening(
  scope: Scope,
  { month, reason }: CheckedClosing,
  approved: StoredProposal | null = null,
): (locked: LockedMonths) => Decision<Omit<ReopeningReport, keyof ChangeOutcome>> {
  return ({ closed }) => {
    const changed = closed.has(month);
    const detail = { period: month, ...auditedReason(reason), before: 'closed', after: 'open' };
    return {
      intent: changed ? { reopen: month } : {},
      cause: { cause: 'recalculation', reason },
      audit: changed
        ? ({ changes }) => ({
            action: 'period.reopened',
            detail: { ...detail, changes: auditedChanges(changes), ...auditedProposal(approved) },
          })
        : null,
      ...(changed && { record: endOthers(scope, month) }),
      result: { month, changed },
    };
  };
}

/** A month that is closed or reopened leaves nothing to decide about it. */
function endOthers({ organization, actor, at }: Scope, month: Month) {
  return (tx: Transaction): Promise<void> => endProposals(tx, organization.id, month, { at, by: actor });
}

function auditedReason(reason: string | null): AuditDetail {
  return reason === null ? {} : { reason };
}

function auditedProposal(proposal: StoredProposal | null): AuditDetail {
  return proposal === null ? {} : { proposal: proposal.id, proposedBy: proposal.proposedBy };
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
