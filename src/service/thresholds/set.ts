import { auditOrigin } from '#src/auth/audit-origin.ts';
import { requirePermission } from '#src/auth/permissions.ts';
import { InvalidValueError, MetricNotFoundError } from '#src/core/errors.ts';
import { type MetricDefinition, metricByName } from '#src/core/metrics/metric-registry.ts';
import { type SmartNumberDefinition, smartNumberByName } from '#src/core/metrics/smart-number-registry.ts';
import { type Bound, checkThresholds, impliedBound, type ThresholdType } from '#src/core/metrics/threshold.ts';
import { type Decimal, fits, METRIC_INTEGER_DIGITS, RATIO_PLACES, round } from '#src/core/number.ts';
import { requireOrganization } from '#src/service/organizations.ts';
import { createInputProblems } from '#src/service/problems.ts';
import type { WriteContext } from '#src/service/values/enter.ts';
import { appendAudit } from '#src/store/audit.ts';
import { deleteThreshold, readThresholds, type StoredThreshold, saveThreshold } from '#src/store/thresholds.ts';

/** Which threshold is meant. */
export interface ThresholdName {
  /** Key or display name of a metric or SmartNumber; `lost_mrr`, which is both, means the SmartNumber. */
  readonly metric: string;
  readonly type: ThresholdType;
  readonly bound: Bound;
}

/** A threshold to set. Without a bound the one that is implied by what is better for the metric. */
export interface ThresholdInput extends Omit<ThresholdName, 'bound'> {
  readonly bound?: Bound | null | undefined;
  readonly value: Decimal;
}

/**
 * Sets a threshold, in the place of the one of the same type and bound where there is one.
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError, MetricNotFoundError, InvalidValueError for a value that cannot be stored,
 *   InvalidThresholdError for a warning on the wrong side of its critical, or where a bound is needed and not given;
 *   InvalidInputError where several things are wrong, with every one
 */
export async function setThreshold(context: WriteContext, input: ThresholdInput): Promise<StoredThreshold> {
  requirePermission(context.viewer, 'thresholds:write');
  const { database, organizationId, actor, at } = context;
  const { type } = input;
  const problems = createInputProblems();
  const subject = problems.try(() => requireSubject(input.metric));
  const storable = problems.try(() => storableBound(input.value));
  const implied = subject && problems.try(() => input.bound ?? impliedBound(subject.better, { [type]: input.value }));
  return database.transaction(async (tx) => {
    await problems.tryAsync(() => requireOrganization(tx, organizationId));
    const { metric, value, bound } = problems.complete({ metric: subject?.key, value: storable, bound: implied });
    await database.lockOrganization(tx, organizationId);
    const stored = (await readThresholds(tx, organizationId)).filter((each) => each.metric === metric);
    const before = stored.find((each) => each.type === type && each.bound === bound);
    const others = stored.filter((each) => each !== before);
    checkThresholds([...others, { metric, type, bound, value }]);
    const threshold = await saveThreshold(tx, organizationId, { metric, type, bound, value }, { at, actor });
    const detail = { metric, type, bound, before: before?.value.toFixed() ?? null, after: value.toFixed() };
    const origin = auditOrigin(context.viewer);
    await appendAudit(tx, organizationId, { at, actor, origin, action: 'threshold.set', detail });
    return threshold;
  });
}

/**
 * Removes a threshold. One that is not there is as wanted: nothing changes.
 * @returns the key of its metric or SmartNumber
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError, MetricNotFoundError; InvalidInputError where
 *   both of these
 */
export async function removeThreshold(context: WriteContext, { metric: name, type, bound }: ThresholdName) {
  requirePermission(context.viewer, 'thresholds:write');
  const { database, organizationId, actor, at } = context;
  const problems = createInputProblems();
  const subject = problems.try(() => requireSubject(name));
  return database.transaction(async (tx) => {
    await problems.tryAsync(() => requireOrganization(tx, organizationId));
    const { metric } = problems.complete({ metric: subject?.key });
    await database.lockOrganization(tx, organizationId);
    const removed = await deleteThreshold(tx, organizationId, { metric, type, bound });
    if (removed) {
      const detail = { metric, type, bound, before: removed.toFixed(), after: null };
      const origin = auditOrigin(context.viewer);
      await appendAudit(tx, organizationId, { at, actor, origin, action: 'threshold.removed', detail });
    }
    return metric;
  });
}

/** What a threshold is set on. `lost_mrr` is the SmartNumber under either of its display names, its key being the same. */
export function requireSubject(name: string, field = 'metric'): MetricDefinition | SmartNumberDefinition {
  const metric = metricByName(name);
  const subject = smartNumberByName(metric?.key ?? name) ?? metric;
  if (!subject) throw new MetricNotFoundError(name, { field });
  return subject;
}

/** The value as NUMERIC(14,4) holds it. */
export function storableBound(value: Decimal, field = 'value'): Decimal {
  const rounded = round(value, RATIO_PLACES);
  if (fits(rounded, METRIC_INTEGER_DIGITS)) return rounded;
  throw new InvalidValueError('A threshold has at most ten digits before the point', { field });
}
