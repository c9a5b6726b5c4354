import { type Change, compare, type ValueState } from '../core/comparison.ts';
import type { DataSource } from '../core/derivation.ts';
import { type Component, type Explanation, explainMetric, explainSmartNumber } from '../core/explanation.ts';
import { formatValue } from '../core/format.ts';
import type { Formula } from '../core/formula.ts';
import { METRIC_FORMULAS, SMART_NUMBER_FORMULAS } from '../core/lineage.ts';
import { customMetric, type MetricDefinition, metricByName } from '../core/metric-registry.ts';
import type { Decimal } from '../core/number.ts';
import {
  isMonth,
  type Month,
  monthsOf,
  type Period,
  type PeriodStatus,
  periodStatus,
  previousPeriod,
  yearBefore,
} from '../core/period.ts';
import { type SmartNumberDefinition, smartNumberByName } from '../core/smart-number-registry.ts';
import { judge, type ThresholdStatus, thresholdApplies } from '../core/threshold.ts';
import { stateOfAbsence, stateOfValue } from '../core/value-state.ts';
import type { StoredFinding } from '../store/findings.ts';
import type { StoredValueChange } from '../store/value-history.ts';
import {
  isMetric,
  type MetricFilter,
  type SmartNumberFilter,
  selectMetrics,
  selectSmartNumbers,
} from './definitions.ts';
import { type Page, type PageRequest, readPage } from './page.ts';
import type { PeriodCache } from './period-cache.ts';
import { type MonthRecord, type PeriodData, periodKind } from './period-data.ts';

/** The value of a metric or SmartNumber in a period, with where it came from. */
interface ReportedValue {
  readonly period: Period;
  readonly value: Decimal | null;
  readonly formatted: string;
  readonly state: ValueState;
  /** The months it was computed on, in order; a month's value is of that month. */
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

/** What is said of an organization's periods. One lives as long as one request. */
export interface Report {
  readonly data: PeriodData;
  readonly timeZone: string;
  readonly now: Date;
  /** What has been said already: the same values are asked for again as the previous ones and those of a year ago. */
  readonly said: {
    readonly statuses: Map<Period, Promise<PeriodStatus>>;
    readonly metrics: Map<string, Promise<MetricReport>>;
    readonly smartNumbers: Map<string, Promise<SmartNumberReport>>;
  };
}

/** What a report is made from. */
export interface ReportSource {
  readonly periods: PeriodCache;
  readonly timeZone: string;
  readonly now: Date;
}

/** The report of an organization for one request. */
export function createReport({ periods, timeZone, now }: ReportSource, organizationId: number): Report {
  const said = { statuses: new Map(), metrics: new Map(), smartNumbers: new Map() };
  return { data: periods.of(organizationId), timeZone, now, said };
}

/** What is remembered under `key`, made where it is not. */
function once<Key, Value>(memory: Map<Key, Promise<Value>>, key: Key, make: () => Promise<Value>): Promise<Value> {
  const known = memory.get(key);
  if (known) return known;
  const made = make();
  memory.set(key, made);
  return made;
}

/** Where a period stands now. */
export function statusOfPeriod(report: Report, period: Period): Promise<PeriodStatus> {
  return once(report.said.statuses, period, () => judgePeriod(report, period));
}

async function judgePeriod({ data, timeZone, now }: Report, period: Period): Promise<PeriodStatus> {
  const months = monthsOf(period);
  const isClosed = await Promise.all(months.map((month) => data.isClosed(month)));
  return periodStatus(period, {
    instant: now,
    timeZone,
    closed: new Set(months.filter((_, index) => isClosed[index])),
  });
}

/** The metric `key` means in a period, also one of the organization's own; null where there is no such metric. */
export async function findMetric(report: Report, period: Period, key: string): Promise<MetricReport | null> {
  const definition = metricByName(key);
  if (definition) return reportMetric(report, period, definition);
  if (!isMonth(period)) return null;
  const { stored } = await report.data.month(period);
  return stored.has(key) ? reportMetric(report, period, customMetric(key)) : null;
}

/**
 * The metrics a filter selects, in registry order.
 * @throws MetricNotFoundError for a key that is neither a key nor an alias
 */
export async function reportMetrics(report: Report, period: Period, filter: MetricFilter): Promise<MetricReport[]> {
  return Promise.all(selectMetrics(filter).map((definition) => reportMetric(report, period, definition)));
}

/** The stored value of a metric in a period. */
export function reportMetric(report: Report, period: Period, definition: MetricDefinition): Promise<MetricReport> {
  return once(report.said.metrics, `${definition.key} ${period}`, () => readMetric(report, period, definition));
}

async function readMetric(report: Report, period: Period, definition: MetricDefinition): Promise<MetricReport> {
  const months = await report.data.months(monthsOf(period));
  if (!isMonth(period)) {
    const stored = (await report.data.quarter(period)).get(definition.key) ?? null;
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

/**
 * The SmartNumbers a filter selects, in order.
 * @throws MetricNotFoundError for a key that is neither a key nor a display name
 */
export async function reportSmartNumbers(
  report: Report,
  period: Period,
  filter: SmartNumberFilter,
): Promise<SmartNumberReport[]> {
  return Promise.all(selectSmartNumbers(filter).map((definition) => reportSmartNumber(report, period, definition)));
}

/** The SmartNumber `key` means in a period; null where there is no such SmartNumber. */
export async function findSmartNumber(report: Report, period: Period, key: string): Promise<SmartNumberReport | null> {
  const definition = smartNumberByName(key);
  return definition ? reportSmartNumber(report, period, definition) : null;
}

/** The stored value of a SmartNumber in a period. */
export function reportSmartNumber(
  report: Report,
  period: Period,
  definition: SmartNumberDefinition,
): Promise<SmartNumberReport> {
  return once(report.said.smartNumbers, `${definition.key} ${period}`, () =>
    readSmartNumber(report, period, definition),
  );
}

async function readSmartNumber(
  report: Report,
  period: Period,
  definition: SmartNumberDefinition,
): Promise<SmartNumberReport> {
  const months = await report.data.months(monthsOf(period));
  const stored = (await report.data.smartNumbers(period)).get(definition.key) ?? null;
  return { kind: 'smartNumber', definition, ...reportedValue(definition, stored, { period, months }) };
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

/** How a metric's value came about; null for a month's metric that is not calculated. */
export async function explainMetricValue({ data }: Report, value: MetricReport): Promise<Explanation | null> {
  return explainMetric(value.definition.key, value.period, await data.months(monthsOf(value.period)));
}

/** How a SmartNumber's value came about. */
export async function explainSmartNumberValue({ data }: Report, value: SmartNumberReport): Promise<Explanation> {
  return explainSmartNumber(value.definition, value.period, await data.months(monthsOf(value.period)));
}

/** How a number that enters an explained value came about itself; null where that is not calculated. */
export function explainComponent({ key, period, months }: Component): Explanation | null {
  return explainMetric(key, period, months);
}

/** The same metric or SmartNumber in another period. */
export async function reportSame<Value extends MetricReport | SmartNumberReport>(
  report: Report,
  value: Value,
  period: Period,
): Promise<Value> {
  const same =
    value.kind === 'metric'
      ? await reportMetric(report, period, value.definition)
      : await reportSmartNumber(report, period, value.definition);
  return same as Value;
}

/** The earlier period that a value is compared with. */
export type Comparison = 'PREVIOUS' | 'YEAR_AGO';

/** How a value changed since an earlier period, where the two can fairly be compared. */
export async function changeSince(
  report: Report,
  value: MetricReport | SmartNumberReport,
  since: Comparison,
): Promise<Change> {
  const { period } = value;
  const earlier = await reportSame(report, value, since === 'PREVIOUS' ? previousPeriod(period) : yearBefore(period));
  const comparable = async (each: MetricReport | SmartNumberReport) => ({
    value: each.value,
    state: each.state,
    periodStatus: await statusOfPeriod(report, each.period),
  });
  return compare(await comparable(value), await comparable(earlier), value.definition.better);
}

/** Where a value stands against the organization's thresholds. */
export async function statusOfValue(
  { data }: Report,
  value: MetricReport | SmartNumberReport,
): Promise<ThresholdStatus> {
  const { key } = value.definition;
  if (!thresholdApplies({ key, isSmartNumber: value.kind === 'smartNumber' }, periodKind(value.period))) return 'NONE';
  const thresholds = await data.thresholds();
  return judge(
    value.value,
    thresholds.filter(({ metric }) => metric === key),
  );
}

/** What was found about a metric in the months of its period; a SmartNumber's inputs are looked at in its breakdown. */
export async function findingsOf({ data }: Report, value: MetricReport): Promise<readonly StoredFinding[]> {
  const found = await Promise.all(monthsOf(value.period).map((month) => data.findings(month)));
  return found.flat().filter(({ metric }) => metric === value.definition.key);
}

/** A page of the changes of a metric's value in the months of its period, newest first. */
export async function historyOf(
  { data }: Report,
  { definition, period }: MetricReport,
  page: PageRequest,
): Promise<Page<StoredValueChange>> {
  return readPage(page, (stretch) => data.history({ months: monthsOf(period), metric: definition.key, ...stretch }));
}
