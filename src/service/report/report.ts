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
import type { MonthRecord, Snapshot, Snapshots, ValuesByKey, Wanted } from './snapshots.ts';
import { createValuePages, type ValuePages } from './value-pages.ts';

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
  /** Load what a question can touch before asking it: the functions of the report are synchronous. */
  readonly data: Snapshot;
  readonly timeZone: string;
  readonly now: Date;
  /** Reads that are asked for value by value, each batch in one statement. */
  readonly pages: ValuePages;
}

/**
 * The report of the scope's organization, for one request.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function createReport(scope: Scope, snapshots: Snapshots): Report {
  return readCached(scope, 'metrics:read', () => openReport(scope, snapshots));
}

/** As `createReport`, without a permission: for public routes, which decide themselves whether values are public. */
export function createPublicReport(scope: Scope, snapshots: Snapshots): Report {
  return openReport(scope, snapshots);
}

function openReport(scope: Scope, snapshots: Snapshots): Report {
  const { id, timeZone } = scope.organization;
  return { scope, data: snapshots.of(id), timeZone, now: scope.at, pages: createValuePages(scope) };
}

/**
 * Loads the organization and `wanted`.
 * @throws OrganizationNotFoundError if the organization does not exist
 */
export async function loadOrganization({ data }: Report, wanted: Wanted = {}): Promise<void> {
  await data.load({ ...wanted, organization: true });
  if (!data.organization()) throw organizationNotFound(data.organizationId);
}

/** The current status of a period. */
export function statusOfPeriod({ data, timeZone, now }: Report, period: Period): PeriodStatus {
  const closed = new Set(monthsOf(period).filter((month) => data.isClosed(month)));
  return periodStatus(period, { instant: now, timeZone, closed });
}

/** The stored metrics of a period: its months in order, and the quarter's values. */
interface StoredPeriod {
  readonly period: Period;
  readonly months: readonly MonthRecord[];
  readonly quarter: ValuesByKey<StoredDerivedValue>;
}

const NOTHING_STORED: ValuesByKey<StoredDerivedValue> = new Map();

function storedPeriod({ data }: Report, period: Period): StoredPeriod {
  const quarter = isMonth(period) ? NOTHING_STORED : data.quarter(period);
  return { period, months: monthsOf(period).map(data.month), quarter };
}

/** The metric with that key or name in a period, custom metrics included; null if there is none. */
export function findMetric(report: Report, period: Period, key: string): MetricReport | null {
  const definition = metricByName(key);
  if (definition) return reportMetric(report, period, definition);
  if (!isMonth(period) || !report.data.month(period).stored.has(key)) return null;
  return reportMetric(report, period, customMetric(key));
}

/**
 * The metrics a filter selects, in registry order.
 * @throws MetricNotFoundError for a key that is neither a key nor an alias
 */
export function reportMetrics(report: Report, period: Period, filter: MetricFilter): MetricReport[] {
  const stored = storedPeriod(report, period);
  return selectMetrics(filter).map((definition) => metricIn(stored, definition));
}

/** The stored value of a metric in a period. */
export function reportMetric(report: Report, period: Period, definition: MetricDefinition): MetricReport {
  return metricIn(storedPeriod(report, period), definition);
}

function metricIn(stored: StoredPeriod, definition: MetricDefinition): MetricReport {
  const { period } = stored;
  return isMonth(period) ? monthMetric(stored, period, definition) : quarterMetric(stored, definition);
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
export function reportSmartNumbers(report: Report, period: Period, filter: SmartNumberFilter): SmartNumberReport[] {
  const stored = storedSmartNumbers(report, period);
  return selectSmartNumbers(filter).map((definition) => smartNumberIn(stored, definition));
}

/** The SmartNumber with that key or name in a period; null if there is none. */
export function findSmartNumber(report: Report, period: Period, key: string): SmartNumberReport | null {
  const definition = smartNumberByName(key);
  return definition ? reportSmartNumber(report, period, definition) : null;
}

/** The stored value of a SmartNumber in a period. */
export function reportSmartNumber(
  report: Report,
  period: Period,
  definition: SmartNumberDefinition,
): SmartNumberReport {
  return smartNumberIn(storedSmartNumbers(report, period), definition);
}

/** The stored SmartNumbers of a period, with its months. */
interface StoredSmartNumbers {
  readonly period: Period;
  readonly months: readonly MonthRecord[];
  readonly values: ValuesByKey<StoredDerivedValue>;
}

function storedSmartNumbers({ data }: Report, period: Period): StoredSmartNumbers {
  return { period, months: monthsOf(period).map(data.month), values: data.smartNumbers(period) };
}

function smartNumberIn(
  { period, months, values }: StoredSmartNumbers,
  definition: SmartNumberDefinition,
): SmartNumberReport {
  return {
    kind: 'smartNumber',
    definition,
    ...reportedValue(definition, values.get(definition.key) ?? null, { period, months }),
  };
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
