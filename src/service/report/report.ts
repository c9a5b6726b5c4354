import type { Formula } from '#src/core/calculation/formula.ts';
import { METRIC_FORMULAS, SMART_NUMBER_FORMULAS } from '#src/core/calculation/lineage.ts';
import type { ValueState } from '#src/core/calculation/value-state.ts';
import { stateOfAbsence, stateOfValue } from '#src/core/calculation/value-state.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import { customMetric, type MetricDefinition, metricByName } from '#src/core/metrics/metric-registry.ts';
import { type SmartNumberDefinition, smartNumberByName } from '#src/core/metrics/smart-number-registry.ts';
import type { DataSource } from '#src/core/metrics/source.ts';
import type { StoredDerivedValue } from '#src/core/metrics/stored-value.ts';
import type { Decimal } from '#src/core/number.ts';
import { isMonth, type Month, monthsOf, type Period, type PeriodStatus, periodStatus } from '#src/core/period.ts';
import { organizationNotFound, readCached, type Scope } from '#src/service/scope.ts';
import {
  isMetric,
  type MetricFilter,
  type SmartNumberFilter,
  selectMetrics,
  selectSmartNumbers,
} from './definitions.ts';
import { andThen, type MaybePromise, together } from './maybe-promise.ts';
import type { PeriodCache } from './period-cache.ts';
import type { MonthRecord, PeriodData, ValuesByKey } from './period-data.ts';

/** The value of a metric or SmartNumber in a period. */
interface ReportedValue {
  readonly period: Period;
  readonly value: Decimal | null;
  readonly formatted: string;
  readonly state: ValueState;
  /** The months it was computed on, in order. */
  readonly months: readonly Month[];
  readonly updatedAt: Date | null;
}

export interface MetricReport extends ReportedValue {
  readonly kind: 'metric';
  readonly definition: MetricDefinition;
  readonly source: DataSource | null;
  readonly vendorId: number | null;
  readonly enteredBy: string | null;
  readonly notes: string | null;
  readonly collectedAt: Date | null;
}

export interface SmartNumberReport extends ReportedValue {
  readonly kind: 'smartNumber';
  readonly definition: SmartNumberDefinition;
}

/** The report of an organization for one request. */
export interface Report {
  /** The organization and the viewer. */
  readonly scope: Scope;
  readonly data: PeriodData;
  readonly timeZone: string;
  readonly now: Date;
  /** Values already reported in this request, which recur as previous values and those of a year ago. */
  readonly memo: {
    readonly metrics: Map<string, MetricReport>;
    readonly smartNumbers: Map<string, SmartNumberReport>;
  };
}

/**
 * The report of the scope's organization, for one request.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function createReport(scope: Scope, periods: PeriodCache): Report {
  return readCached(scope, 'metrics:read', () => openReport(scope, periods));
}

/** As `createReport`, without a permission: for public routes, which decide themselves whether values are public. */
export function createPublicReport(scope: Scope, periods: PeriodCache): Report {
  return openReport(scope, periods);
}

function openReport(scope: Scope, periods: PeriodCache): Report {
  const { id, timeZone } = scope.organization;
  const memo = { metrics: new Map(), smartNumbers: new Map() };
  return { scope, data: periods.of(id), timeZone, now: scope.at, memo };
}

/** @throws OrganizationNotFoundError if the organization does not exist */
export async function requireReportedOrganization({ data }: Report): Promise<void> {
  if (!(await data.organizationExists())) throw organizationNotFound(data.organizationId);
}

/** The memoized value of `key`. */
function memoized<Value>(memo: Map<string, Value>, key: string, make: () => Value): Value {
  const known = memo.get(key);
  if (known) return known;
  const made = make();
  memo.set(key, made);
  return made;
}

/** The current status of a period. */
export function statusOfPeriod({ data, timeZone, now }: Report, period: Period): MaybePromise<PeriodStatus> {
  const months = monthsOf(period);
  return andThen(together<boolean[]>(months.map((month) => data.isClosed(month))), (isClosed) =>
    periodStatus(period, { instant: now, timeZone, closed: new Set(months.filter((_, index) => isClosed[index])) }),
  );
}

/** The stored metrics of a period: its months in order, and the quarter's values. */
interface StoredPeriod {
  readonly period: Period;
  readonly months: readonly MonthRecord[];
  readonly quarter: ValuesByKey<StoredDerivedValue>;
}

const NOTHING_STORED: ValuesByKey<StoredDerivedValue> = new Map();

/** Also loads the thresholds, which nearly every report needs, in the same round. */
function readPeriod({ data }: Report, period: Period): MaybePromise<StoredPeriod> {
  const quarter = isMonth(period) ? NOTHING_STORED : data.quarter(period);
  return andThen(
    together<[MonthRecord[], typeof NOTHING_STORED, unknown]>([
      data.months(monthsOf(period)),
      quarter,
      data.thresholds(),
    ]),
    (stored) => ({
      period,
      months: stored[0],
      quarter: stored[1],
    }),
  );
}

/** The metric with that key or name in a period, custom metrics included; null if there is none. */
export function findMetric(report: Report, period: Period, key: string): MaybePromise<MetricReport | null> {
  const definition = metricByName(key);
  if (definition) return reportMetric(report, period, definition);
  return andThen(readPeriod(report, period), (stored) =>
    isMonth(period) && stored.months[0]?.stored.has(key) ? metricIn(report, stored, customMetric(key)) : null,
  );
}

/**
 * The metrics a filter selects, in registry order.
 * @throws MetricNotFoundError for a key that is neither a key nor an alias
 */
export function reportMetrics(report: Report, period: Period, filter: MetricFilter): MaybePromise<MetricReport[]> {
  const selected = selectMetrics(filter);
  return andThen(readPeriod(report, period), (stored) =>
    selected.map((definition) => metricIn(report, stored, definition)),
  );
}

/** The stored value of a metric in a period. */
export function reportMetric(report: Report, period: Period, definition: MetricDefinition): MaybePromise<MetricReport> {
  return andThen(readPeriod(report, period), (stored) => metricIn(report, stored, definition));
}

function metricIn(report: Report, stored: StoredPeriod, definition: MetricDefinition): MetricReport {
  const { period } = stored;
  return memoized(report.memo.metrics, `${definition.key} ${period}`, () =>
    isMonth(period) ? monthMetric(stored, period, definition) : quarterMetric(stored, definition),
  );
}

function monthMetric({ months }: StoredPeriod, period: Month, definition: MetricDefinition): MetricReport {
  const stored = months[0]?.stored.get(definition.key) ?? null;
  const sourced = stored && { value: stored.value, months: [period], updatedAt: stored.updatedAt };
  return {
    kind: 'metric',
    definition,
    ...reportedValue(definition, sourced, { period, months }),
    source: stored?.source ?? null,
    vendorId: stored?.vendorId ?? null,
    enteredBy: stored?.enteredBy ?? null,
    notes: stored?.notes ?? null,
    collectedAt: stored?.collectedAt ?? null,
  };
}

function quarterMetric({ period, months, quarter }: StoredPeriod, definition: MetricDefinition): MetricReport {
  const stored = quarter.get(definition.key) ?? null;
  return {
    kind: 'metric',
    definition,
    ...reportedValue(definition, stored, { period, months }),
    source: stored ? 'calculated' : null,
    vendorId: null,
    enteredBy: null,
    notes: null,
    collectedAt: null,
  };
}

/**
 * The SmartNumbers a filter selects, in order.
 * @throws MetricNotFoundError for a key that is neither a key nor a display name
 */
export function reportSmartNumbers(
  report: Report,
  period: Period,
  filter: SmartNumberFilter,
): MaybePromise<SmartNumberReport[]> {
  const selected = selectSmartNumbers(filter);
  return andThen(readSmartNumbers(report, period), (stored) =>
    selected.map((definition) => smartNumberIn(report, stored, definition)),
  );
}

/** The SmartNumber with that key or name in a period; null if there is none. */
export function findSmartNumber(report: Report, period: Period, key: string): MaybePromise<SmartNumberReport | null> {
  const definition = smartNumberByName(key);
  return definition ? reportSmartNumber(report, period, definition) : null;
}

/** The stored value of a SmartNumber in a period. */
export function reportSmartNumber(
  report: Report,
  period: Period,
  definition: SmartNumberDefinition,
): MaybePromise<SmartNumberReport> {
  return andThen(readSmartNumbers(report, period), (stored) => smartNumberIn(report, stored, definition));
}

/** The stored SmartNumbers of a period, with its months. */
interface StoredSmartNumbers {
  readonly period: Period;
  readonly months: readonly MonthRecord[];
  readonly values: ValuesByKey<StoredDerivedValue>;
}

function readSmartNumbers({ data }: Report, period: Period): MaybePromise<StoredSmartNumbers> {
  return andThen(
    together<[MonthRecord[], ValuesByKey<StoredDerivedValue>, unknown]>([
      data.months(monthsOf(period)),
      data.smartNumbers(period),
      data.thresholds(),
    ]),
    ([months, values]) => ({ period, months, values }),
  );
}

function smartNumberIn(
  report: Report,
  { period, months, values }: StoredSmartNumbers,
  definition: SmartNumberDefinition,
): SmartNumberReport {
  return memoized(report.memo.smartNumbers, `${definition.key} ${period}`, () => ({
    kind: 'smartNumber',
    definition,
    ...reportedValue(definition, values.get(definition.key) ?? null, { period, months }),
  }));
}

function reportedValue(
  definition: MetricDefinition | SmartNumberDefinition,
  stored: { readonly value: Decimal; readonly months: readonly Month[]; readonly updatedAt: Date } | null,
  scope: { readonly period: Period; readonly months: readonly MonthRecord[] },
): ReportedValue {
  return {
    period: scope.period,
    value: stored?.value ?? null,
    formatted: formatValue(stored?.value ?? null, definition),
    state: stored
      ? stateOfValue(stored.months.length, scope.months.length)
      : stateOfAbsence(formulaOf(definition), scope.months),
    months: stored?.months ?? [],
    updatedAt: stored?.updatedAt ?? null,
  };
}

function formulaOf(definition: MetricDefinition | SmartNumberDefinition): Formula | undefined {
  return (isMetric(definition) ? METRIC_FORMULAS : SMART_NUMBER_FORMULAS).get(definition.key);
}
