import { type ChangeOutcome, type LockedMonths, storedValue } from '#src/core/change-set.ts';
import { ConflictError } from '#src/core/errors.ts';
import { type MetricDefinition, requireMetric } from '#src/core/metrics/metric-registry.ts';
import type { MetricChange, NewValue, StoredMetric } from '#src/core/metrics/stored-value.ts';
import type { Month } from '#src/core/period.ts';
import { auditedChanges } from '#src/service/audit/detail.ts';
import { MAX_NAME_CHARACTERS } from '#src/service/limits.ts';
import { createInputProblems, type InputProblems } from '#src/service/problems.ts';
import type { AuditNote, Scope } from '#src/service/scope.ts';
import { changeMonths, requireOpen, writableMonth } from './change-months.ts';
import { type CheckedEntry, checkEntries, type MetricEntry, metricOrCustom } from './entry-checks.ts';

/** Values to enter into a month. */
export interface EntryInput {
  readonly period: string;
  readonly entries: readonly MetricEntry[];
  /** Whether names unknown to the registry are custom metrics (docs/rest-contract.md, POST /metrics/manual). */
  readonly acceptsCustomMetrics?: boolean;
}

/**
 * Enters values of one month by hand, all or nothing. A manual entry overrides collector and formula until it is released
 * (docs/calculations.md section 3, rule 2).
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; InvalidPeriodError for a quarter or a future
 *   month, PeriodClosedError, MissingFieldError without entries, MetricNotFoundError, InvalidValueError, ConflictError where
 *   a value changed since `expectedUpdatedAt`, VendorNotFoundError; InvalidInputError with all of these where there are several
 */
export async function enterMetrics(scope: Scope, input: EntryInput): Promise<ChangeOutcome> {
  const problems = createInputProblems(scope.faults);
  const month = problems.try(() => writableMonth(scope, input.period));
  const metricNamed = input.acceptsCustomMetrics ? metricOrCustom : requireMetric;
  const entries = checkEntries(input.entries, { problems, metricNamed, vendorIds: scope.database.vendorIds });
  return enterIntoMonth(scope, { month, problems }, (locked, inMonth) =>
    entries.map((entry) => enteredChange(scope, entry, { locked, month: inMonth, problems })),
  );
}

/**
 * Enters changes of one month that are decided when the month is locked.
 * @throws what `changeMonths` throws; PeriodClosedError where the month is closed
 */
export async function enterIntoMonth(
  scope: Scope,
  { month, problems }: { readonly month: Month | undefined; readonly problems: InputProblems },
  decide: (locked: LockedMonths, month: Month) => readonly MetricChange[],
): Promise<ChangeOutcome & { readonly locked: LockedMonths; readonly month: Month }> {
  const act = { permission: 'metrics:write', months: month && [month], problems } as const;
  const { outcome, result } = await changeMonths(scope, act, (locked) => {
    const inMonth = month as Month;
    problems.try(() => requireOpen(locked, inMonth));
    const values = decide(locked, inMonth);
    return {
      intent: { values },
      cause: { cause: 'entry' },
      audit: ({ changes }) => enteredNote('metrics.entered', scope, { month: inMonth, values, changes }),
      result: { locked, month: inMonth },
    };
  });
  return { ...outcome, ...result };
}

/** The audit entry of entered or released values and the changes that followed. */
export function enteredNote(
  action: 'metrics.entered' | 'metrics.released',
  { claimedActor }: Scope,
  { month, values, changes }: { month: Month; values: readonly MetricChange[]; changes: readonly MetricChange[] },
): AuditNote {
  const all = new Map([...values, ...changes].map((each) => [`${each.month} ${each.metric}`, each]));
  const claim = claimedActor === undefined ? {} : { claimedActor };
  return { action, detail: { period: month, changes: auditedChanges([...all.values()]), ...claim } };
}

/** @throws ConflictError if the stored value's `updatedAt` (in milliseconds), or its absence, is not the expected one */
export function refuseLostUpdate(
  { label }: MetricDefinition,
  before: StoredMetric | null,
  { expected, field }: { readonly expected: CheckedEntry['expected']; readonly field: string },
): void {
  if (expected === 'anything' || before?.updatedAt.getTime() === expected?.getTime()) return;
  const now = before ? `it last changed at ${before.updatedAt.toISOString()}` : 'it is absent now';
  throw new ConflictError(`${label} has changed since it was read; ${now}`, {
    field,
    currentUpdatedAt: before?.updatedAt ?? null,
  });
}

function enteredChange(
  scope: Scope,
  { metric, value, notes, vendorId, expected, path }: CheckedEntry,
  { locked, month, problems }: { locked: LockedMonths; month: Month; problems: InputProblems },
): MetricChange {
  const before = storedValue(locked, month, metric.key);
  const field = expected ? `${path}.expectedUpdatedAt` : `${path}.expectedAbsent`;
  problems.try(() => refuseLostUpdate(metric, before, { expected, field }));
  return { month, metric: metric.key, before, after: enteredValue(scope, { value, notes, vendorId }) };
}

/** A manual entry by the scope's actor. */
export function enteredValue(
  { actor }: Scope,
  { value, notes, vendorId }: Pick<CheckedEntry, 'value' | 'notes' | 'vendorId'>,
): NewValue {
  const enteredBy = actor.slice(0, MAX_NAME_CHARACTERS);
  return { value, source: 'manual', vendorId, collectedAt: null, enteredBy, notes };
}
