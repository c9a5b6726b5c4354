import { auditOrigin } from '#src/auth/audit-origin.ts';
import { requirePermission } from '#src/auth/permissions.ts';
import { missingInputs } from '#src/core/calculation/missing-inputs.ts';
import { InvalidPeriodError, MissingFieldError } from '#src/core/errors.ts';
import type { MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import { type Month, monthAt, parseMonth, periodLabel } from '#src/core/period.ts';
import { auditedChanges } from '#src/service/audit/detail.ts';
import { requireOrganization } from '#src/service/organizations.ts';
import { checkNote, createInputProblems } from '#src/service/problems.ts';
import { errorWithoutMonth, type WriteContext } from '#src/service/values/enter.ts';
import { takeMonthsInHand, type WriteOutcome, writeMonthlyValues } from '#src/service/values/write-months.ts';
import { appendAudit } from '#src/store/audit.ts';
import { readFindings, type StoredFinding } from '#src/store/findings.ts';
import { deleteClosing, insertClosing } from '#src/store/period-states.ts';

/** What closing a month found; none of it is an obstacle. */
export interface ClosingReport {
  readonly month: Month;
  /** Whether it was open before. */
  readonly changed: boolean;
  /** What the month still lacks. */
  readonly missing: readonly MetricDefinition[];
  /** What was found about its values and nobody has acknowledged. */
  readonly openFindings: readonly StoredFinding[];
}

/** What reopening a month did. Calculated values follow what changed around it while it was closed. */
export interface ReopeningReport extends WriteOutcome {
  readonly month: Month;
  /** Whether it was closed before. */
  readonly changed: boolean;
}

/**
 * Closes a month: nothing changes its values any more, neither hand nor machine (calculations.md section 9). One that is
 * closed stays so, by whom it was closed first.
 * @throws UnauthenticatedError, ForbiddenError; InvalidPeriodError for a quarter and a month that has not ended,
 *   OrganizationNotFoundError; InvalidInputError with both
 */
export async function closePeriod(
  context: WriteContext,
  { period }: { readonly period: string },
): Promise<ClosingReport> {
  requirePermission(context.viewer, 'periods:close');
  const { database, organizationId, actor, at } = context;
  const problems = createInputProblems();
  const month = problems.try(() => endedMonth(context, period));
  if (month === undefined) throw await errorWithoutMonth(context, problems);
  return database.transaction(async (tx) => {
    await requireOrganization(tx, organizationId);
    const { closed, valuesOf } = await takeMonthsInHand({ database, tx }, organizationId, [month]);
    const missing = missingInputs(new Set(valuesOf(month).keys()));
    const findings = await readFindings(tx, organizationId, [month]);
    const openFindings = findings.filter(({ acknowledgedAt }) => acknowledgedAt === null);
    const report = { month, missing, openFindings };
    if (closed.has(month)) return { ...report, changed: false };
    await insertClosing(tx, organizationId, { month, at, actor });
    const found = { missing: missing.map(({ key }) => key), openFindings: openFindings.length };
    const detail = { period: month, before: 'open', after: 'closed', ...found };
    const origin = auditOrigin(context.viewer);
    await appendAudit(tx, organizationId, { at, actor, origin, action: 'period.closed', detail });
    return { ...report, changed: true };
  });
}

/**
 * Opens a closed month again, for a reason that is recorded, and recalculates it in the same transaction. An open month
 * stays as it is.
 * @throws InvalidPeriodError for anything but a month, OrganizationNotFoundError, MissingFieldError without a reason,
 *   InvalidValueError for a reason that cannot be stored or a result out of range; InvalidInputError where several things
 *   are wrong, with every one
 */
export async function reopenPeriod(
  context: WriteContext,
  input: { readonly period: string; readonly reason: string },
): Promise<ReopeningReport> {
  requirePermission(context.viewer, 'periods:close');
  const { database, organizationId, actor, at } = context;
  const problems = createInputProblems();
  const month = problems.try(() => parseMonth(input.period));
  const reason = input.reason.trim();
  problems.try(() => requireReason(reason));
  if (month === undefined) throw await errorWithoutMonth(context, problems);
  return database.transaction(async (tx) => {
    await problems.tryAsync(() => requireOrganization(tx, organizationId));
    problems.throwAll();
    const { closed } = await takeMonthsInHand({ database, tx }, organizationId, [month]);
    if (!closed.has(month)) return { month, changed: false, changes: [], derivedChanges: 0 };
    await deleteClosing(tx, organizationId, month);
    const inHand = await takeMonthsInHand({ database, tx }, organizationId, [month]);
    const cause = { cause: 'recalculation', actor, reason, runId: null, at } as const;
    const outcome = await writeMonthlyValues(tx, inHand, [], cause, [month]);
    const changes = auditedChanges(outcome.changes);
    const detail = { period: month, reason, before: 'closed', after: 'open', changes };
    const origin = auditOrigin(context.viewer);
    await appendAudit(tx, organizationId, { at, actor, origin, action: 'period.reopened', detail });
    return { month, changed: true, ...outcome };
  });
}

/** @throws InvalidPeriodError for anything but a month that is over */
function endedMonth({ at, timeZone }: WriteContext, period: string): Month {
  const month = parseMonth(period);
  if (month < monthAt(at, timeZone)) return month;
  throw new InvalidPeriodError(`${periodLabel(month)} has not ended; only a month that is over can be closed`, {
    field: 'period',
  });
}

function requireReason(reason: string): void {
  if (reason === '') throw new MissingFieldError('Reopening a month needs a reason', { field: 'reason' });
  checkNote(reason, 'reason');
}
