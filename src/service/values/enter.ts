import { auditOrigin } from '#src/auth/audit-origin.ts';
import { requirePermission } from '#src/auth/permissions.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import type { DataSource } from '#src/core/calculation/calculate.ts';
import {
  ConflictError,
  InvalidPeriodError,
  InvalidValueError,
  PeriodClosedError,
  type QbrError,
} from '#src/core/errors.ts';
import { type MetricDefinition, metricStoredAs, requireMetric } from '#src/core/metrics/metric-registry.ts';
import { type Month, monthAt, parseMonth, periodLabel } from '#src/core/period.ts';
import { auditedChanges } from '#src/service/audit/detail.ts';
import { requireOrganization } from '#src/service/organizations.ts';
import { createInputProblems, type InputProblems } from '#src/service/problems.ts';
import { appendAudit } from '#src/store/audit.ts';
import type { VendorIds } from '#src/store/engine/base-rows.ts';
import type { Database } from '#src/store/engine/database.ts';
import type { MetricChange, StoredMetric } from '#src/store/monthly-metrics.ts';
import {
  type CheckedEntry,
  checkEntries,
  checkLength,
  ENTRY_LIMITS,
  type MetricEntry,
  metricOrCustom,
} from './entry-checks.ts';
import { type MonthsInHand, takeMonthsInHand, type WriteOutcome, writeMonthlyValues } from './write-months.ts';

/** Who acts, and when and where the program is: what every write needs to know. */
export interface WriteContext {
  readonly database: Database;
  readonly timeZone: string;
  readonly organizationId: number;
  /** Who acts: what they may do is asked of them. */
  readonly viewer: Viewer;
  /** As it is written beside what they change: the viewer’s name, or whom a viewer in local mode says to be. */
  readonly actor: string;
  /** Whom the caller says to be, where that is not who is signed in; kept in the audit trail. */
  readonly claimedActor?: string | undefined;
  readonly at: Date;
}

/** What is to be entered into a month. */
export interface EntryInput {
  readonly period: string;
  readonly entries: readonly MetricEntry[];
  /** Whether a name that is no metric's is one of the organization's own (rest-contract.md, POST /metrics/manual). */
  readonly acceptsCustomMetrics?: boolean;
}

/** What is to be released of a month. */
export interface ReleaseInput {
  readonly period: string;
  /** Keys or display names. */
  readonly metrics: readonly string[];
  /** When values last changed as the caller knows them: where one has changed since, or is absent, nothing is released. */
  readonly expectedUpdatedAt?: readonly { readonly metric: string; readonly updatedAt: Date }[] | null | undefined;
}

/** What became of one released metric. */
export type ReleaseOutcome =
  /** The next collection replaces the value, which stays until then. */
  | 'awaits collection'
  /** The formula has taken over at once. */
  | 'recalculated'
  /** Nothing else supplies this metric: the entry is withdrawn and the value is absent. */
  | 'withdrawn'
  /** It was not entered by hand. */
  | 'not manual';

/**
 * Enters values of one month by hand: all or nothing. A manual entry wins over collector and formula until it is released
 * (calculations.md section 3, rule 2).
 * @throws UnauthenticatedError, ForbiddenError; InvalidPeriodError for a quarter or a future month,
 *   OrganizationNotFoundError, PeriodClosedError, MissingFieldError without entries, MetricNotFoundError, InvalidValueError, ConflictError where a value changed since
 *   `expectedUpdatedAt`, VendorNotFoundError; InvalidInputError where several things are wrong, with every one
 */
export async function enterMetrics(context: WriteContext, input: EntryInput): Promise<WriteOutcome> {
  requirePermission(context.viewer, 'metrics:write');
  const problems = createInputProblems();
  const month = problems.try(() => writableMonth(context, input.period));
  const metricNamed = input.acceptsCustomMetrics ? metricOrCustom : requireMetric;
  const entries = checkEntries(input.entries, { problems, metricNamed, vendorIds: context.database.vendorIds });
  const { outcome } = await changeMonth(context, { month, problems }, (inHand, inMonth) => {
    const changes = entries.map((entry): MetricChange => {
      const before = inHand.stored(inMonth, entry.metric.key);
      const { metric, expected, path } = entry;
      const field = expected ? `${path}.expectedUpdatedAt` : `${path}.expectedAbsent`;
      problems.try(() => refuseLostUpdate(metric, before, { expected, field }));
      return { month: inMonth, metric: metric.key, before, after: enteredValue(context, entry) };
    });
    return { changes, cause: 'entry', action: 'metrics.entered', result: undefined };
  });
  return outcome;
}

/** @throws ConflictError where the stored value is not, to the millisecond, the one that the caller knows, or not the absence */
function refuseLostUpdate(
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

function enteredValue({ actor }: WriteContext, { value, notes, vendorId }: CheckedEntry): MetricChange['after'] {
  const enteredBy = actor.slice(0, ENTRY_LIMITS.enteredBy);
  return { value, source: 'manual', vendorId, collectedAt: null, enteredBy, notes };
}

/**
 * Gives metrics of one month back to whatever else supplies them. All or nothing; a metric that was not entered by hand
 * stays as it is and is said so.
 * @throws UnauthenticatedError, ForbiddenError; InvalidPeriodError, OrganizationNotFoundError, PeriodClosedError,
 *   MissingFieldError without names, MetricNotFoundError, ConflictError where a value changed since `expectedUpdatedAt`,
 *   InvalidValueError where that names another metric; InvalidInputError where several things are wrong, with every one
 */
export async function releaseMetrics(
  context: WriteContext,
  input: ReleaseInput,
): Promise<WriteOutcome & { readonly released: ReadonlyMap<string, ReleaseOutcome> }> {
  requirePermission(context.viewer, 'metrics:write');
  const problems = createInputProblems();
  const month = problems.try(() => writableMonth(context, input.period));
  problems.try(() => checkLength(input.metrics, 'metrics'));
  // Of a month that is not known, no metrics of its own are known either.
  if (month === undefined) {
    for (const [index, name] of input.metrics.entries()) problems.try(() => requireMetric(name, `metrics[${index}]`));
  }
  const { vendorIds } = context.database;
  const { outcome, result } = await changeMonth(context, { month, problems }, (inHand, inMonth) => {
    const named = input.metrics.flatMap(
      (name, index) => problems.try(() => releasable(name, `metrics[${index}]`, { inHand, month: inMonth })) ?? [],
    );
    const metrics = [...new Map(named.map((metric) => [metric.key, metric])).values()];
    refuseLostReleases(input, metrics, { inHand, month: inMonth, problems });
    const released = new Map(metrics.map((metric) => [metric.key, releaseOutcome(metric, inHand, inMonth)]));
    const changes = metrics.flatMap((metric) => releaseChange(metric, { inHand, month: inMonth, vendorIds }));
    return { changes, cause: 'release', action: 'metrics.released', result: released };
  });
  return { ...outcome, released: result };
}

/** Notes a conflict for every value to be released that is not the one that the caller knows. */
function refuseLostReleases(
  { expectedUpdatedAt }: ReleaseInput,
  metrics: readonly MetricDefinition[],
  { inHand, month, problems }: { inHand: MonthsInHand; month: Month; problems: InputProblems },
): void {
  const keys = new Set(metrics.map(({ key }) => key));
  for (const [index, { metric: name, updatedAt: expected }] of (expectedUpdatedAt ?? []).entries()) {
    const field = `expectedUpdatedAt[${index}]`;
    problems.try(() => {
      const metric = releasable(name, `${field}.metric`, { inHand, month });
      if (keys.has(metric.key)) return refuseLostUpdate(metric, inHand.stored(month, metric.key), { expected, field });
      throw new InvalidValueError(`${metric.label} is not among the metrics to release`, { field: `${field}.metric` });
    });
  }
}

/** A metric of the registry or, where the month has a value of that name, one of the organization's own. */
function releasable(
  name: string,
  field: string,
  { inHand, month }: { readonly inHand: MonthsInHand; readonly month: Month },
): MetricDefinition {
  return inHand.stored(month, name) ? metricStoredAs(name) : requireMetric(name, field);
}

function releaseOutcome(metric: MetricDefinition, inHand: MonthsInHand, month: Month): ReleaseOutcome {
  if (inHand.stored(month, metric.key)?.source !== 'manual') return 'not manual';
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

function releaseChange(
  metric: MetricDefinition,
  { inHand, month, vendorIds }: { inHand: MonthsInHand; month: Month; vendorIds: VendorIds },
): MetricChange[] {
  const before = inHand.stored(month, metric.key);
  if (before?.source !== 'manual') return [];
  const vendorId = suppliedBy(metric, vendorIds);
  if (vendorId === null) return [{ month, metric: metric.key, before, after: null }];
  const source: DataSource = 'collected';
  const after = { value: before.value, source, vendorId, collectedAt: null, enteredBy: null, notes: before.notes };
  return [{ month, metric: metric.key, before, after }];
}

/** The vendor whose collections supply a metric; null where none does. */
function suppliedBy(metric: MetricDefinition, vendorIds: VendorIds): number | null {
  switch (metric.source) {
    case 'connectwise':
      return vendorIds.connectwise;
    case 'ninja':
      return vendorIds.ninjaone;
    case 'quickbooks':
      return vendorIds.quickbooks;
    case 'manual':
    case 'calculated':
      return null;
  }
}

/** What is to be done with a month in hand. */
export interface MonthAct<T> {
  readonly changes: readonly MetricChange[];
  readonly cause: 'entry' | 'release';
  readonly action: 'metrics.entered' | 'metrics.released';
  readonly result: T;
}

/**
 * One transaction: the month in hand, what to do with it, the write and its audit. Whatever is wrong with the input is
 * thrown before the write.
 */
export async function changeMonth<T>(
  context: WriteContext,
  { month, problems }: { readonly month: Month | undefined; readonly problems: InputProblems },
  decide: (inHand: MonthsInHand, month: Month) => MonthAct<T>,
): Promise<{ outcome: WriteOutcome; result: T }> {
  const { database, organizationId, actor, at } = context;
  if (month === undefined) throw await errorWithoutMonth(context, problems);
  return database.transaction(async (tx) => {
    await problems.tryAsync(() => requireOrganization(tx, organizationId));
    const inHand = await takeMonthsInHand({ database, tx }, organizationId, [month]);
    problems.try(() => refuseClosed(inHand, month));
    const { changes, cause, action, result } = decide(inHand, month);
    problems.throwAll();
    const outcome = await writeMonthlyValues(tx, inHand, changes, { cause, actor, reason: null, runId: null, at });
    const told = new Map([...changes, ...outcome.changes].map((each) => [`${each.month} ${each.metric}`, each]));
    const detail = { period: month, changes: auditedChanges([...told.values()]), ...claim(context) };
    await appendAudit(tx, organizationId, { at, actor, origin: auditOrigin(context.viewer), action, detail });
    return { outcome, result };
  });
}

/** What is wrong with an input whose month is, and whether its organization is too: nothing more can be looked at. */
export async function errorWithoutMonth(
  { database, organizationId }: WriteContext,
  problems: InputProblems,
): Promise<QbrError | null> {
  await problems.tryAsync(() => requireOrganization(database.prisma, organizationId));
  return problems.error();
}

function claim({ claimedActor }: WriteContext): { readonly claimedActor?: string } {
  return claimedActor === undefined ? {} : { claimedActor };
}

function refuseClosed({ closed, organizationId }: MonthsInHand, month: Month): void {
  if (closed.has(month)) throw new PeriodClosedError(month, organizationId);
}

/** @throws InvalidPeriodError for anything but a month that has begun */
export function writableMonth({ at, timeZone }: WriteContext, period: string): Month {
  const month = parseMonth(period);
  const running = monthAt(at, timeZone);
  if (month <= running) return month;
  throw new InvalidPeriodError(
    `${periodLabel(month)} has not begun; values are accepted up to ${periodLabel(running)}`,
    {
      field: 'period',
    },
  );
}
