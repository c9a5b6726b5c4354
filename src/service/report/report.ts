import { isPermitted } from '#src/auth/permissions.ts';
import { belongsTo } from '#src/auth/viewer.ts';
import type { Formula } from '#src/core/calculation/formula.ts';
import { METRIC_FORMULAS, SMART_NUMBER_FORMULAS } from '#src/core/calculation/lineage.ts';
import type { ValueState } from '#src/core/calculation/value-state.ts';
import { stateOfAbsence, stateOfValue } from '#src/core/calculation/value-state.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import { customMetric, type MetricDefinition, metricByName } from '#src/core/metrics/metric-registry.ts';
import { type SmartNumberDefinition, smartNumberByName } from '#src/core/metrics/smart-number-registry.ts';
import type { DataSource } from '#src/core/metrics/source.ts';
import type { StoredDerivedValue, StoredMetric } from '#src/core/metrics/stored-value.ts';
import type { Decimal } from '#src/core/number.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import { isMonth, type Month, monthsOf, type Period, type PeriodStatus, periodStatus } from '#src/core/period.ts';
import { organizationNotFound, readCached, type Scope } from '#src/service/scope.ts';
import {
  isMetric,
  type MetricFilter,
  type SmartNumberFilter,
  selectMetrics,
  selectSmartNumbers,
} from './definitions.ts';
import type { MonthRecord, Snapshot, Snapshots, Wanted } from './snapshots.ts';
import { createValuePages, type ValuePages } from './value-pages.ts';

/** The value of a metric or SmartNumber in a period of a report. What takes work is done when it is asked for. */
abstract class ReportedValue<Definition extends MetricDefinition | SmartNumberDefinition> {
  readonly report: Report;
  readonly period: Period;
  readonly definition: Definition;
  readonly value: Decimal | null;
  /** The months it was computed on, in order. */
  readonly months: readonly Month[];
  readonly updatedAt: Date | null;
  /** The stored data of all months of the period. */
  protected readonly records: readonly MonthRecord[];

  constructor({ report, period, records }: StoredPeriod, definition: Definition, stored: StoredDerivedValue | null) {
    this.report = report;
    this.period = period;
    this.definition = definition;
    this.value = stored?.value ?? null;
    this.months = stored?.months ?? NO_MONTHS;
    this.updatedAt = stored?.updatedAt ?? null;
    this.records = records;
  }

  /** As it is displayed. */
  get formatted(): string {
    return formatValue(this.value, this.definition);
  }

  get state(): ValueState {
    if (this.value) return stateOfValue(this.months.length, this.records.length);
    return stateOfAbsence(formulaOf(this.definition), this.records);
  }
}

/** Where a metric's value comes from. */
type Origin = Pick<StoredMetric, 'vendorId' | 'enteredBy' | 'notes' | 'collectedAt'> & {
  readonly source: DataSource | null;
};

const NO_MONTHS: readonly Month[] = [];
const NO_ORIGIN: Origin = { source: null, vendorId: null, enteredBy: null, notes: null, collectedAt: null };
const CALCULATED: Origin = { ...NO_ORIGIN, source: 'calculated' };

export class MetricReport extends ReportedValue<MetricDefinition> {
  readonly kind = 'metric';
  readonly source: DataSource | null;
  readonly vendorId: number | null;
  readonly enteredBy: string | null;
  readonly notes: string | null;
  readonly collectedAt: Date | null;

  constructor(period: StoredPeriod, definition: MetricDefinition, stored: StoredDerivedValue | null, origin: Origin) {
    super(period, definition, stored);
    this.source = origin.source;
    this.vendorId = origin.vendorId;
    this.enteredBy = origin.enteredBy;
    this.notes = origin.notes;
    this.collectedAt = origin.collectedAt;
  }
}

export class SmartNumberReport extends ReportedValue<SmartNumberDefinition> {
  readonly kind = 'smartNumber';
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
 * @throws UnauthenticatedError, ForbiddenError, OrganizationNotFoundError
 */
export function createReport(scope: Scope, snapshots: Snapshots): Report {
  return readCached(scope, 'metrics:read', () => openReport(scope, snapshots));
}

/**
 * As `createReport`, without a permission: for public routes, which decide themselves whether values are public. Whoever does not
 * belong to an organization is shown the first one only.
 * @throws OrganizationNotFoundError
 */
export function createPublicReport(scope: Scope, snapshots: Snapshots): Report {
  const { viewer, organization } = scope;
  const isShown = organization.id === FIRST_ORGANIZATION || belongsTo(viewer, organization.id);
  if (!isShown) throw organizationNotFound(organization.id);
  return openReport(scope, snapshots);
}

/** Whether a report of a public route may show values: to whoever may read them, and to everybody of the first organization where `arePublic`. */
export function showsValues(
  { scope: { viewer, organization } }: Report,
  { arePublic }: { readonly arePublic: boolean },
): boolean {
  return (arePublic && organization.id === FIRST_ORGANIZATION) || isPermitted(viewer, 'metrics:read');
}

function openReport(scope: Scope, snapshots: Snapshots): Report {
  const { id, timeZone } = scope.organization;
  let pages: ValuePages | undefined;
  return {
    ...{ scope, data: snapshots.of(id), timeZone, now: scope.at },
    // Few requests ask for them.
    get pages() {
      pages ??= createValuePages(scope);
      return pages;
    },
  };
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

/** A period of a report, with the stored data of its months in order. */
interface StoredPeriod {
  readonly report: Report;
  readonly period: Period;
  readonly months: readonly Month[];
  readonly records: readonly MonthRecord[];
}

function storedPeriod(report: Report, period: Period): StoredPeriod {
  const months = monthsOf(period);
  return { report, period, months, records: months.map(report.data.month) };
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
  const { report, period, months, records } = stored;
  if (!isMonth(period)) {
    const value = report.data.quarter(period).get(definition.key) ?? null;
    return new MetricReport(stored, definition, value, value ? CALCULATED : NO_ORIGIN);
  }
  const value = records[0]?.stored.get(definition.key);
  if (!value) return new MetricReport(stored, definition, null, NO_ORIGIN);
  return new MetricReport(stored, definition, { value: value.value, months, updatedAt: value.updatedAt }, value);
}

/**
 * The SmartNumbers a filter selects, in order.
 * @throws MetricNotFoundError for a key that is neither a key nor a display name
 */
export function reportSmartNumbers(report: Report, period: Period, filter: SmartNumberFilter): SmartNumberReport[] {
  const stored = storedPeriod(report, period);
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
  return smartNumberIn(storedPeriod(report, period), definition);
}

function smartNumberIn(stored: StoredPeriod, definition: SmartNumberDefinition): SmartNumberReport {
  const values = stored.report.data.smartNumbers(stored.period);
  return new SmartNumberReport(stored, definition, values.get(definition.key) ?? null);
}

/** The parsed formula of a calculated metric or a SmartNumber. */
export function formulaOf(definition: MetricDefinition | SmartNumberDefinition): Formula | undefined {
  return (isMetric(definition) ? METRIC_FORMULAS : SMART_NUMBER_FORMULAS).get(definition.key);
}
