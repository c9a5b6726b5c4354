import { type DataSource, storableValue } from '../core/derivation.ts';
import {
  InvalidInputError,
  InvalidPeriodError,
  InvalidValueError,
  PeriodClosedError,
  QbrError,
} from '../core/errors.ts';
import { type MetricDefinition, requireMetric } from '../core/metric-registry.ts';
import type { Decimal } from '../core/number.ts';
import { type Month, monthAt, parseMonth, periodLabel } from '../core/period.ts';
import { appendAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import type { MetricChange } from '../store/monthly-metrics.ts';
import type { VendorIds } from '../store/vendors.ts';
import { type MonthsInHand, takeMonthsInHand, type WriteOutcome, writeMonthlyValues } from './monthly-values.ts';

/** Values a batch may hold, and characters of a note and of a name (rest-contract.md, Limits). */
export const ENTRY_LIMITS = { entries: 1_000, notes: 4_000, enteredBy: 100 } as const;

export interface MetricEntry {
  /** Key or display name of a metric. */
  readonly metric: string;
  readonly value: Decimal;
  readonly notes: string | null;
}

/** Who acts, and when and where the program is: what every write needs to know. */
export interface WriteContext {
  readonly database: Database;
  readonly timeZone: string;
  readonly organizationId: number;
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
 * @throws InvalidPeriodError for a quarter or a future month, PeriodClosedError, MetricNotFoundError, InvalidValueError;
 *   InvalidInputError where several entries are wrong, with every one
 */
export async function enterMetrics(
  context: WriteContext,
  input: { readonly period: string; readonly entries: readonly MetricEntry[] },
): Promise<WriteOutcome> {
  const month = writableMonth(context, input.period);
  const entries = checkEntries(input.entries);
  return change(context, month, async (inHand, vendorIds) => {
    const changes = entries.map(
      ({ metric, value, notes }): MetricChange => ({
        month,
        metric: metric.key,
        before: inHand.stored(month, metric.key),
        after: {
          value,
          source: 'manual',
          vendorId: vendorIds.manual,
          collectedAt: null,
          enteredBy: context.actor.slice(0, ENTRY_LIMITS.enteredBy),
          notes,
        },
      }),
    );
    return { changes, cause: 'entry', action: 'metrics.entered', result: undefined };
  }).then(({ outcome }) => outcome);
}

/**
 * Gives metrics of one month back to whatever else supplies them. All or nothing; a metric that was not entered by hand
 * stays as it is and is said so.
 * @throws InvalidPeriodError, PeriodClosedError, MetricNotFoundError; InvalidInputError with every wrong name
 */
export async function releaseMetrics(
  context: WriteContext,
  input: { readonly period: string; readonly metrics: readonly string[] },
): Promise<WriteOutcome & { readonly released: ReadonlyMap<string, ReleaseOutcome> }> {
  const month = writableMonth(context, input.period);
  const metrics = collect(input.metrics, (name, index) => requireMetric(name, `metrics[${index}]`));
  const { outcome, result } = await change(context, month, async (inHand, vendorIds) => {
    const released = new Map(metrics.map((metric) => [metric.key, releaseOutcome(metric, inHand, month)]));
    const changes = metrics.flatMap((metric) => releaseChange(metric, { inHand, month, vendorIds }));
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

/** One transaction: the month in hand, what to do with it, the write and its audit. */
async function change<T>(
  context: WriteContext,
  month: Month,
  decide: (inHand: MonthsInHand, vendorIds: VendorIds) => Promise<Act<T>>,
): Promise<{ outcome: WriteOutcome; result: T }> {
  const { database, organizationId, actor, at } = context;
  return database.transaction(async (tx) => {
    const inHand = await takeMonthsInHand({ database, tx }, organizationId, [month]);
    if (inHand.closed.has(month)) throw new PeriodClosedError(month);
    const { changes, cause, action, result } = await decide(inHand, database.vendorIds);
    const outcome = await writeMonthlyValues(tx, inHand, changes, { cause, actor, reason: null, runId: null, at });
    const metrics = changes.map(({ metric }) => metric);
    await appendAudit(tx, organizationId, { at, actor, action, detail: { period: month, metrics } });
    return { outcome, result };
  });
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

function checkEntries(entries: readonly MetricEntry[]) {
  if (entries.length > ENTRY_LIMITS.entries) {
    throw new InvalidValueError(`At most ${ENTRY_LIMITS.entries} entries are accepted at once`, { field: 'entries' });
  }
  const seen = new Set<string>();
  return collect(entries, ({ metric: name, value, notes }, index) => {
    const field = `entries[${index}]`;
    const metric = requireMetric(name, `${field}.metric`);
    if (seen.has(metric.key)) {
      throw new InvalidValueError(`${metric.label} is given more than once`, { field: `${field}.metric` });
    }
    seen.add(metric.key);
    if (notes !== null && notes.length > ENTRY_LIMITS.notes) {
      throw new InvalidValueError(`Notes have at most ${ENTRY_LIMITS.notes} characters`, { field: `${field}.notes` });
    }
    return { metric, value: storableValue(metric, value, `${field}.value`), notes };
  });
}

/** Applies `check` to every item and reports everything that is wrong together. */
function collect<Item, Result>(items: readonly Item[], check: (item: Item, index: number) => Result): Result[] {
  const errors: QbrError[] = [];
  const results = items.flatMap((item, index) => {
    try {
      return [check(item, index)];
    } catch (error) {
      if (!(error instanceof QbrError)) throw error;
      errors.push(error);
      return [];
    }
  });
  const [first] = errors;
  if (first && errors.length === 1) throw first;
  if (first) throw new InvalidInputError(errors);
  return results;
}
