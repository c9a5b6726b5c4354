import type { Better } from '#src/core/metrics/metric-registry.ts';
import {
  type Bound,
  checkThresholds,
  impliedBound,
  type Threshold,
  type ThresholdType,
} from '#src/core/metrics/threshold.ts';
import type { Decimal } from '#src/core/number.ts';
import { MAX_ENTRIES, refuseSeen, refuseTooMany } from '#src/service/limits.ts';
import { checkNote, createInputProblems, type InputProblems } from '#src/service/problems.ts';
import { type AuditNote, type Scope, write } from '#src/service/scope.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { deleteThreshold, readThresholds, type StoredThreshold, saveThreshold } from '#src/store/thresholds.ts';
import { requireSubject, storableBound, thresholdNote } from './set.ts';

/** A bound to set; null removes it. */
export interface BoundChange {
  readonly type: ThresholdType;
  readonly bound: Bound;
  readonly value: Decimal | null;
}

/** Changes of the thresholds of one metric or SmartNumber; other bounds are unchanged. */
export interface ThresholdEntry {
  readonly metric: string;
  /** The bounds with their values. */
  readonly bounds: readonly BoundChange[];
  /**
   * A warning and a critical without a bound: it is the one implied by what is better for the metric, or by the order of
   * the two values (docs/calculations.md section 7). Null removes, on both sides where no side is implied.
   */
  readonly implied?: { readonly warning?: Decimal | null | undefined; readonly critical?: Decimal | null | undefined };
  /** Stored with every bound, including existing ones; undefined keeps the stored notes. */
  readonly notes?: string | null | undefined;
}

/** A valid entry. */
interface CheckedEntry {
  readonly metric: string;
  readonly bounds: readonly BoundChange[];
  readonly notes: string | null | undefined;
  readonly path: string;
}

/**
 * Sets and removes the thresholds of several metrics: all or nothing.
 * @returns the number of metrics
 * @throws UnauthenticatedError, ForbiddenError, OrganizationNotFoundError, MetricNotFoundError, InvalidValueError,
 *   InvalidThresholdError for a warning on the wrong side of its critical or where a bound is needed and not given;
 *   InvalidInputError where several things are wrong, with every one
 */
export async function changeThresholds(scope: Scope, entries: readonly ThresholdEntry[]): Promise<number> {
  const problems = createInputProblems(scope.faults);
  const checked = checkEntries(entries, problems);
  return write(scope, { permission: 'thresholds:write', problems }, async (tx) => {
    problems.throwAll();
    const stored = await readThresholds(tx, scope.organization.id);
    for (const entry of checked) problems.try(() => checkThresholds(thresholdsAfter(entry, stored), entry.path));
    problems.throwAll();
    const audit: AuditNote[] = [];
    for (const entry of checked) audit.push(...(await changeEntry(scope, tx, { entry, stored })));
    return { result: checked.length, audit };
  });
}

function checkEntries(entries: readonly ThresholdEntry[], problems: InputProblems): CheckedEntry[] {
  problems.try(() => refuseTooMany(entries, 'thresholds'));
  const seen = new Set<string>();
  return entries.slice(0, MAX_ENTRIES).flatMap((entry, index) => {
    const path = `thresholds[${index}]`;
    const checked = problems.try(() => checkEntry(entry, path));
    problems.try(() => checkNote(entry.notes, `${path}.notes`));
    if (!checked) return [];
    const { metric } = checked;
    problems.try(() => refuseSeen(seen, { name: metric, label: metric, field: `${path}.metric` }));
    return [checked];
  });
}

function checkEntry(entry: ThresholdEntry, path: string): CheckedEntry {
  const { key, better } = requireSubject(entry.metric, `${path}.metric`);
  const bounds = [...entry.bounds, ...impliedBounds(entry.implied ?? {}, { better, path })].map((each) => ({
    ...each,
    value: each.value && storableBound(each.value, `${path}.${each.type}`),
  }));
  return { metric: key, bounds, notes: entry.notes, path };
}

function impliedBounds(
  { warning, critical }: NonNullable<ThresholdEntry['implied']>,
  { better, path }: { readonly better: Better; readonly path: string },
): BoundChange[] {
  const values = { ...(warning && { warning }), ...(critical && { critical }) };
  const bound = warning || critical || better !== 'in range' ? impliedBound(better, values, path) : null;
  const sides: readonly Bound[] = bound === null ? ['min', 'max'] : [bound];
  const changesOf = (type: ThresholdType, value: Decimal | null | undefined) =>
    value === undefined ? [] : sides.map((side) => ({ type, bound: side, value }));
  return [...changesOf('warning', warning), ...changesOf('critical', critical)];
}

/** The metric's thresholds after the change. */
function thresholdsAfter({ metric, bounds }: CheckedEntry, stored: readonly StoredThreshold[]): Threshold[] {
  const isChanged = (each: Threshold) => bounds.some(({ type, bound }) => type === each.type && bound === each.bound);
  const kept = stored.filter((each) => each.metric === metric && !isChanged(each));
  const set = bounds.flatMap(({ type, bound, value }) => (value ? [{ metric, type, bound, value }] : []));
  return [...kept, ...set];
}

/** @returns the audit entries */
async function changeEntry(
  scope: Scope,
  tx: Transaction,
  { entry, stored }: { readonly entry: CheckedEntry; readonly stored: readonly StoredThreshold[] },
): Promise<AuditNote[]> {
  const { metric, bounds, notes } = entry;
  const organizationId = scope.organization.id;
  const audit: AuditNote[] = [];
  for (const { type, bound } of bounds.filter(({ value }) => value === null)) {
    const before = await deleteThreshold(tx, organizationId, { metric, type, bound });
    if (before) audit.push(thresholdNote({ metric, type, bound }, before, null));
  }
  // Notes are also stored with existing bounds.
  const set = thresholdsAfter(entry, stored).filter(
    (each) => notes !== undefined || bounds.some(({ type, bound }) => type === each.type && bound === each.bound),
  );
  for (const { type, bound, value } of set) {
    const before = stored.find((each) => each.metric === metric && each.type === type && each.bound === bound);
    await saveThreshold(tx, organizationId, { metric, type, bound, value, notes }, scope);
    audit.push(thresholdNote({ metric, type, bound }, before?.value ?? null, value));
  }
  return audit;
}
