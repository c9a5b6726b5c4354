import { InvalidValueError, MetricNotFoundError } from '#src/core/errors.ts';
import { type MetricDefinition, metricByName } from '#src/core/metrics/metric-registry.ts';
import { type SmartNumberDefinition, smartNumberByName } from '#src/core/metrics/smart-number-registry.ts';
import { type Bound, checkThresholds, impliedBound, type ThresholdType } from '#src/core/metrics/threshold.ts';
import { type Decimal, fits, METRIC_INTEGER_DIGITS, RATIO_PLACES, round } from '#src/core/number.ts';
import { createInputProblems } from '#src/service/problems.ts';
import { type AuditNote, type Scope, write } from '#src/service/scope.ts';
import { deleteThreshold, readThresholds, type StoredThreshold, saveThreshold } from '#src/store/thresholds.ts';

export type { StoredThreshold } from '#src/store/thresholds.ts';

/** Which threshold is meant. */
export interface ThresholdName {
  /** Key or display name of a metric or SmartNumber; `lost_mrr`, which is both, is the SmartNumber. */
  readonly metric: string;
  readonly type: ThresholdType;
  readonly bound: Bound;
}

/** A threshold to set; the bound defaults to the one implied by the better direction of the metric. */
export interface ThresholdInput extends Omit<ThresholdName, 'bound'> {
  readonly bound?: Bound | null | undefined;
  readonly value: Decimal;
}

/**
 * Sets a threshold, replacing the one of the same type and bound.
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError, MetricNotFoundError, InvalidValueError for a value that cannot be stored,
 *   InvalidThresholdError for a warning on the wrong side of its critical, or where a bound is needed and not given;
 *   InvalidInputError where several things are wrong, with every one
 */
export async function setThreshold(scope: Scope, input: ThresholdInput): Promise<StoredThreshold> {
  const { type } = input;
  const organizationId = scope.organization.id;
  const problems = createInputProblems(scope.faults);
  const subject = problems.try(() => requireSubject(input.metric));
  const storable = problems.try(() => storableBound(input.value));
  const implied = subject && problems.try(() => input.bound ?? impliedBound(subject.better, { [type]: input.value }));
  return write(scope, { permission: 'thresholds:write', problems }, async (tx) => {
    const { metric, value, bound } = problems.complete({ metric: subject?.key, value: storable, bound: implied });
    const stored = (await readThresholds(tx, organizationId)).filter((each) => each.metric === metric);
    const before = stored.find((each) => each.type === type && each.bound === bound);
    checkThresholds([...stored.filter((each) => each !== before), { metric, type, bound, value }]);
    const threshold = await saveThreshold(tx, organizationId, { metric, type, bound, value }, scope);
    return { result: threshold, audit: [thresholdNote({ metric, type, bound }, before?.value ?? null, value)] };
  });
}

/**
 * Removes a threshold. Removing one that does not exist changes nothing.
 * @returns the key of its metric or SmartNumber
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError, MetricNotFoundError; InvalidInputError with both
 */
export async function removeThreshold(scope: Scope, { metric: name, type, bound }: ThresholdName): Promise<string> {
  const problems = createInputProblems(scope.faults);
  const subject = problems.try(() => requireSubject(name));
  return write(scope, { permission: 'thresholds:write', problems }, async (tx) => {
    const { metric } = problems.complete({ metric: subject?.key });
    const removed = await deleteThreshold(tx, scope.organization.id, { metric, type, bound });
    return { result: metric, audit: removed ? [thresholdNote({ metric, type, bound }, removed, null)] : [] };
  });
}

/** The audit entry of a threshold that was set or, with `after` null, removed. */
export function thresholdNote(name: ThresholdName, before: Decimal | null, after: Decimal | null): AuditNote {
  const { metric, type, bound } = name;
  const detail = { metric, type, bound, before: before?.toFixed() ?? null, after: after?.toFixed() ?? null };
  return { action: after ? 'threshold.set' : 'threshold.removed', detail };
}

/** The metric or SmartNumber of a threshold. `lost_mrr` is the SmartNumber under either of its display names, its key being the same. */
export function requireSubject(name: string, field = 'metric'): MetricDefinition | SmartNumberDefinition {
  const metric = metricByName(name);
  const subject = smartNumberByName(metric?.key ?? name) ?? metric;
  if (!subject) throw new MetricNotFoundError(name, { field });
  return subject;
}

/** Rounds a value for NUMERIC(14,4). @throws InvalidValueError for more than ten digits before the point */
export function storableBound(value: Decimal, field = 'value'): Decimal {
  const rounded = round(value, RATIO_PLACES);
  if (fits(rounded, METRIC_INTEGER_DIGITS)) return rounded;
  throw new InvalidValueError('A threshold has at most ten digits before the point', { field });
}
