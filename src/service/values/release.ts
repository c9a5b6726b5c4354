import { type ChangeOutcome, type LockedMonths, storedValue } from '#src/core/change-set.ts';
import { InvalidValueError } from '#src/core/errors.ts';
import { type MetricDefinition, metricStoredAs, requireMetric } from '#src/core/metrics/metric-registry.ts';
import type { MetricChange } from '#src/core/metrics/stored-value.ts';
import type { Month } from '#src/core/period.ts';
import { createInputProblems, type InputProblems } from '#src/service/problems.ts';
import type { Scope } from '#src/service/scope.ts';
import { supplierOf } from '#src/service/vendors.ts';
import type { VendorIds } from '#src/store/engine/base-rows.ts';
import { changeMonths, requireOpen, writableMonth } from './change-months.ts';
import { enteredNote, refuseLostUpdate } from './enter.ts';
import { checkLength } from './entry-checks.ts';

/** Metrics of a month to release. */
export interface ReleaseInput {
  readonly period: string;
  /** Keys or display names. */
  readonly metrics: readonly string[];
  /** The `updatedAt` values known to the caller; if a value has changed since or is absent, nothing is released. */
  readonly expectedUpdatedAt?: readonly { readonly metric: string; readonly updatedAt: Date }[] | null | undefined;
}

/** What releasing can do to a metric, and in words what became of it: `mrr: withdrawn; nothing else supplies it`. */
export const RELEASE_OUTCOMES = {
  'awaits collection': 'released; the value stays until the next collection replaces it',
  recalculated: 'released and recalculated from its formula',
  withdrawn: 'withdrawn; it has no other source',
  'not manual': 'not a manual value; unchanged',
} as const;
export type ReleaseOutcome = keyof typeof RELEASE_OUTCOMES;

/**
 * Releases metrics of one month to their collector or formula, all or nothing. A metric without a manual entry is unchanged.
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; InvalidPeriodError, PeriodClosedError,
 *   MissingFieldError without names, MetricNotFoundError, ConflictError where a value changed since `expectedUpdatedAt`,
 *   InvalidValueError where that names another metric; InvalidInputError with all of these where there are several
 */
export async function releaseMetrics(
  scope: Scope,
  input: ReleaseInput,
): Promise<ChangeOutcome & { readonly released: ReadonlyMap<string, ReleaseOutcome> }> {
  const problems = createInputProblems(scope.faults);
  const month = problems.try(() => writableMonth(scope, input.period));
  problems.try(() => checkLength(input.metrics, 'metrics'));
  // Custom metrics are known by the month that has them.
  if (month === undefined) {
    for (const [index, name] of input.metrics.entries()) problems.try(() => requireMetric(name, `metrics[${index}]`));
  }
  const act = { permission: 'metrics:write', months: month && [month], problems } as const;
  const { outcome, result } = await changeMonths(scope, act, (locked) => {
    const target = { locked, month: month as Month, problems };
    problems.try(() => requireOpen(locked, target.month));
    const metrics = metricsToRelease(input, target);
    refuseLostReleases(input, metrics, target);
    const values = metrics.flatMap((metric) => releaseChange(metric, target, scope.database.vendorIds));
    return {
      intent: { values },
      cause: { cause: 'release' },
      audit: ({ changes }) => enteredNote('metrics.released', scope, { month: target.month, values, changes }),
      result: new Map(metrics.map((metric) => [metric.key, releaseOutcome(metric, target)])),
    };
  });
  return { ...outcome, released: result };
}

/** The locked month and the problems of the input. */
interface Target {
  readonly locked: LockedMonths;
  readonly month: Month;
  readonly problems: InputProblems;
}

function metricsToRelease(input: ReleaseInput, target: Target): readonly MetricDefinition[] {
  const named = input.metrics.flatMap(
    (name, index) => target.problems.try(() => releasable(name, `metrics[${index}]`, target)) ?? [],
  );
  return [...new Map(named.map((metric) => [metric.key, metric])).values()];
}

/** Adds a conflict for every value that is not the one known to the caller. */
function refuseLostReleases(
  { expectedUpdatedAt }: ReleaseInput,
  metrics: readonly MetricDefinition[],
  target: Target,
): void {
  const keys = new Set(metrics.map(({ key }) => key));
  for (const [index, { metric: name, updatedAt: expected }] of (expectedUpdatedAt ?? []).entries()) {
    const field = `expectedUpdatedAt[${index}]`;
    target.problems.try(() => {
      const metric = releasable(name, `${field}.metric`, target);
      if (keys.has(metric.key)) {
        return refuseLostUpdate(metric, storedValue(target.locked, target.month, metric.key), { expected, field });
      }
      throw new InvalidValueError(`${metric.label} is not among the metrics to release`, { field: `${field}.metric` });
    });
  }
}

/** A metric of the registry or, where the month has a value of that name, a custom metric of the organization. */
function releasable(name: string, field: string, { locked, month }: Target): MetricDefinition {
  return storedValue(locked, month, name) ? metricStoredAs(name) : requireMetric(name, field);
}

/** What releasing does to a metric of a month. */
export function releaseOutcome(
  metric: MetricDefinition,
  { locked, month }: Pick<Target, 'locked' | 'month'>,
): ReleaseOutcome {
  if (storedValue(locked, month, metric.key)?.source !== 'manual') return 'not manual';
  switch (metric.source) {
    case 'manual':
      return 'withdrawn';
    case 'calculated':
      return 'recalculated';
    case 'connectwise':
    case 'ninja':
    case 'quickbooks':
      return 'awaits collection';
  }
}

/** The change that gives a manual entry back to its collector or formula; none for any other value. */
export function releaseChange(
  metric: MetricDefinition,
  { locked, month }: Pick<Target, 'locked' | 'month'>,
  vendorIds: VendorIds,
): MetricChange[] {
  const before = storedValue(locked, month, metric.key);
  if (before?.source !== 'manual') return [];
  const supplier = supplierOf(metric);
  if (supplier === null) return [{ month, metric: metric.key, before, after: null }];
  const { value, notes } = before;
  const vendorId = vendorIds[supplier];
  const after = { value, source: 'collected', vendorId, collectedAt: null, enteredBy: null, notes } as const;
  return [{ month, metric: metric.key, before, after }];
}
