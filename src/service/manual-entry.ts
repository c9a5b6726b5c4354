import { auditOrigin } from '../auth/audit-origin.ts';
import { requirePermission } from '../auth/permissions.ts';
import type { Viewer } from '../auth/viewer.ts';
import { type DataSource, storableValue } from '../core/derivation.ts';
import {
  ConflictError,
  InvalidPeriodError,
  InvalidValueError,
  MissingFieldError,
  PeriodClosedError,
} from '../core/errors.ts';
import { type MetricDefinition, requireMetric } from '../core/metric-registry.ts';
import type { Decimal } from '../core/number.ts';
import { type Month, monthAt, parseMonth, periodLabel } from '../core/period.ts';
import { appendAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import type { MetricChange, StoredMetric } from '../store/monthly-metrics.ts';
import type { VendorIds } from '../store/vendors.ts';
import { auditedChanges } from './audit-detail.ts';
import { checkNote, createInputProblems, type InputProblems } from './input-problems.ts';
import { type MonthsInHand, takeMonthsInHand, type WriteOutcome, writeMonthlyValues } from './monthly-values.ts';
import { requireOrganization } from './organizations.ts';

/** Values a batch may hold, and characters of a name (rest-contract.md, Limits). */
export const ENTRY_LIMITS = { entries: 1_000, enteredBy: 100 } as const;

export interface MetricEntry {
  /** Key or display name of a metric. */
  readonly metric: string;
  readonly value: Decimal;
  readonly notes?: string | null | undefined;
  /** When the value last changed as the caller knows it: where it has changed since, or is absent, nothing is entered. */
  readonly expectedUpdatedAt?: Date | null | undefined;
}

/** Who acts, and when and where the program is: what every write needs to know. */
export interface WriteContext {
  readonly database: Database;
  readonly timeZone: string;
  readonly organizationId: number;
  /** Who acts: what they may do is asked of them. */
  readonly viewer: Viewer;
  /** As it is written beside what they change: the viewer’s name, or whom a viewer in local mode says to be. */
  readonly actor: string;
  readonly at: Date;
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
 *   `expectedUpdatedAt`; InvalidInputError where several things are wrong, with every one
 */
export async function enterMetrics(
  context: WriteContext,
  input: { readonly period: string; readonly entries: readonly MetricEntry[] },
): Promise<WriteOutcome> {
  requirePermission(context.viewer, 'metrics:write');
  const problems = createInputProblems();
  const month = problems.try(() => writableMonth(context, input.period));
  const entries = checkEntries(input.entries, problems);
  const { outcome } = await change(context, { month, problems }, (inHand, inMonth) => {
    const changes = entries.map((entry): MetricChange => {
      const before = inHand.stored(inMonth, entry.metric.key);
      problems.try(() => refuseLostUpdate(entry, before));
      return { month: inMonth, metric: entry.metric.key, before, after: enteredValue(context, entry) };
    });
    return { changes, cause: 'entry', action: 'metrics.entered', result: undefined };
  });
  return outcome;
}

/** @throws ConflictError where the stored value is not, to the millisecond, the one that the caller knows */
function refuseLostUpdate({ metric, expectedUpdatedAt, path }: CheckedEntry, before: StoredMetric | null): void {
  if (!expectedUpdatedAt || before?.updatedAt.getTime() === expectedUpdatedAt.getTime()) return;
  const now = before ? `it last changed at ${before.updatedAt.toISOString()}` : 'it is absent now';
  throw new ConflictError(`${metric.label} has changed since it was read; ${now}`, {
    field: `${path}.expectedUpdatedAt`,
    currentUpdatedAt: before?.updatedAt ?? null,
  });
}

function enteredValue({ database, actor }: WriteContext, { value, notes }: CheckedEntry): MetricChange['after'] {
  const vendorId = database.vendorIds.manual;
  const enteredBy = actor.slice(0, ENTRY_LIMITS.enteredBy);
  return { value, source: 'manual', vendorId, collectedAt: null, enteredBy, notes };
}

/**
 * Gives metrics of one month back to whatever else supplies them. All or nothing; a metric that was not entered by hand
 * stays as it is and is said so.
 * @throws UnauthenticatedError, ForbiddenError; InvalidPeriodError, OrganizationNotFoundError, PeriodClosedError,
 *   MissingFieldError without names, MetricNotFoundError; InvalidInputError where several things are wrong, with every one
 */
export async function releaseMetrics(
  context: WriteContext,
  input: { readonly period: string; readonly metrics: readonly string[] },
): Promise<WriteOutcome & { readonly released: ReadonlyMap<string, ReleaseOutcome> }> {
  requirePermission(context.viewer, 'metrics:write');
  const problems = createInputProblems();
  const month = problems.try(() => writableMonth(context, input.period));
  problems.try(() => checkLength(input.metrics, 'metrics'));
  const named = input.metrics.flatMap(
    (name, index) => problems.try(() => requireMetric(name, `metrics[${index}]`)) ?? [],
  );
  const metrics = [...new Set(named)];
  const { vendorIds } = context.database;
  const { outcome, result } = await change(context, { month, problems }, (inHand, inMonth) => {
    const released = new Map(metrics.map((metric) => [metric.key, releaseOutcome(metric, inHand, inMonth)]));
    const changes = metrics.flatMap((metric) => releaseChange(metric, { inHand, month: inMonth, vendorIds }));
    return { changes, cause: 'release', action: 'metrics.released', result: released };
  });
  return { ...outcome, released: result };
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

interface Act<T> {
  readonly changes: readonly MetricChange[];
  readonly cause: 'entry' | 'release';
  readonly action: 'metrics.entered' | 'metrics.released';
  readonly result: T;
}

/**
 * One transaction: the month in hand, what to do with it, the write and its audit. Whatever is wrong with the input is
 * thrown before the write; where not even the month is known, before the database is asked.
 */
async function change<T>(
  context: WriteContext,
  { month, problems }: { readonly month: Month | undefined; readonly problems: InputProblems },
  decide: (inHand: MonthsInHand, month: Month) => Act<T>,
): Promise<{ outcome: WriteOutcome; result: T }> {
  const { database, organizationId, actor, at } = context;
  if (month === undefined) throw problems.error();
  return database.transaction(async (tx) => {
    await problems.tryAsync(() => requireOrganization(tx, organizationId));
    const inHand = await takeMonthsInHand({ database, tx }, organizationId, [month]);
    problems.try(() => refuseClosed(inHand, month));
    const { changes, cause, action, result } = decide(inHand, month);
    problems.throwAll();
    const outcome = await writeMonthlyValues(tx, inHand, changes, { cause, actor, reason: null, runId: null, at });
    const told = new Map([...changes, ...outcome.changes].map((each) => [`${each.month} ${each.metric}`, each]));
    const detail = { period: month, changes: auditedChanges([...told.values()]) };
    await appendAudit(tx, organizationId, { at, actor, origin: auditOrigin(context.viewer), action, detail });
    return { outcome, result };
  });
}

function refuseClosed({ closed, organizationId }: MonthsInHand, month: Month): void {
  if (closed.has(month)) throw new PeriodClosedError(month, organizationId);
}

/** @throws InvalidPeriodError for anything but a month that has begun */
function writableMonth({ at, timeZone }: WriteContext, period: string): Month {
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

/** An entry that can be stored. */
interface CheckedEntry {
  readonly metric: MetricDefinition;
  readonly value: Decimal;
  readonly notes: string | null;
  readonly expectedUpdatedAt: Date | null;
  /** Where it stands in the input. */
  readonly path: string;
}

/** The entries that can be stored; what is wrong with the others is noted. */
function checkEntries(entries: readonly MetricEntry[], problems: InputProblems): CheckedEntry[] {
  problems.try(() => checkLength(entries, 'entries'));
  const seen = new Set<string>();
  return entries.slice(0, ENTRY_LIMITS.entries).flatMap(({ metric: name, value, notes, expectedUpdatedAt }, index) => {
    const path = `entries[${index}]`;
    const metric = problems.try(() => unseenMetric(name, `${path}.metric`, seen));
    problems.try(() => checkNote(notes, `${path}.notes`));
    const storable = metric && problems.try(() => storableValue(metric, value, `${path}.value`));
    if (!metric || !storable) return [];
    const entry = { metric, value: storable, notes: notes ?? null, expectedUpdatedAt: expectedUpdatedAt ?? null, path };
    return [entry];
  });
}

function unseenMetric(name: string, field: string, seen: Set<string>): MetricDefinition {
  const metric = requireMetric(name, field);
  if (seen.has(metric.key)) throw new InvalidValueError(`${metric.label} is given more than once`, { field });
  seen.add(metric.key);
  return metric;
}

function checkLength(items: readonly unknown[], field: 'entries' | 'metrics'): void {
  if (items.length === 0) throw new MissingFieldError(`Give at least one of ${field}`, { field });
  if (items.length > ENTRY_LIMITS.entries) {
    throw new InvalidValueError(`At most ${ENTRY_LIMITS.entries} ${field} are accepted at once`, { field });
  }
}
