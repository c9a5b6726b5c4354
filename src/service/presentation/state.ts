import { mappingFor } from '#src/core/books/account-mapping.ts';
import { type ConfirmedMapping, namedFor } from '#src/core/books/books-change.ts';
import { groupDevices } from '#src/core/collection/device.ts';
import { customMetric, METRICS, type MetricDefinition, metricByKey } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS, type SmartNumberDefinition } from '#src/core/metrics/smart-number-registry.ts';
import { isMonth, type Month, monthsOf, type Period } from '#src/core/period.ts';
import type {
  PresentedMetric,
  PresentedMonthRules,
  PresentedRules,
  PresentedSmartNumber,
  PresentedState,
  PresentedStatement,
  PresentedValue,
} from '#src/core/presentation/content.ts';
import { readStoredBooks, type StoredBooks } from '#src/service/books/stored-books.ts';
import type { VendorRules } from '#src/service/reference/vendor-queries.ts';
import {
  loadOrganization,
  type MetricReport,
  type Report,
  reportMetric,
  reportSmartNumber,
  type SmartNumberReport,
} from '#src/service/report/report.ts';
import { statusOfValue } from '#src/service/report/report-value.ts';
import { read } from '#src/service/scope.ts';
import { findVendor } from '#src/service/vendors.ts';
import { readLatestSnapshots } from '#src/store/device-snapshots.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { readStatements, type StoredStatement } from '#src/store/statements.ts';

/** What presentations need beside what is stored. */
export interface PresentationSettings {
  /** How vendors are asked and their answers counted. */
  readonly rules: VendorRules;
}

/**
 * What is stored of a period, in the form in which it is presented. Loads the period.
 * @throws OrganizationNotFoundError; UnauthenticatedError, ForbiddenError
 */
export async function stateOf(report: Report, period: Period, settings: PresentationSettings): Promise<PresentedState> {
  await loadOrganization(report, { periods: [period] });
  const months = monthsOf(period);
  const custom = customMetricsOf(report, months);
  return {
    period,
    months,
    metrics: [...METRICS, ...custom].map(presentedMetric),
    smartNumbers: SMART_NUMBERS.map(presentedSmartNumber),
    values: presentedValues(report, period, custom),
    rules: await presentedRules(report, months, settings),
  };
}

function customMetricsOf({ data }: Report, months: readonly Month[]): MetricDefinition[] {
  const keys = new Set(months.flatMap((month) => [...data.month(month).stored.keys()]));
  return [...keys]
    .filter((key) => metricByKey(key) === undefined)
    .sort()
    .map(customMetric);
}

function presentedMetric(metric: MetricDefinition): PresentedMetric {
  const { key, label, category, format, places, better, description, formula, source, aggregation } = metric;
  const { absentIsZero, neverNegative, unlikelyZero, custom } = metric;
  return {
    ...{ key, label, category, format, places, better, description, formula, source, aggregation },
    ...{ absentIsZero, neverNegative, unlikelyZero, custom },
  };
}

function presentedSmartNumber(smartNumber: SmartNumberDefinition): PresentedSmartNumber {
  const { key, label, category, format, places, better, description, formula, isSumOfMonths } = smartNumber;
  return { key, label, category, format, places, better, description, formula, isSumOfMonths };
}

/** Those of the period, then of a quarter those of its months. */
function presentedValues(report: Report, period: Period, custom: readonly MetricDefinition[]): PresentedValue[] {
  const periods: readonly Period[] = isMonth(period) ? [period] : [period, ...monthsOf(period)];
  return periods.flatMap((each) => {
    // A custom metric has no quarters.
    const metrics = isMonth(each) ? [...METRICS, ...custom] : METRICS;
    return [
      ...SMART_NUMBERS.map((definition) => presentedValue(reportSmartNumber(report, each, definition))),
      ...metrics.map((definition) => presentedValue(reportMetric(report, each, definition))),
    ];
  });
}

function presentedValue(value: MetricReport | SmartNumberReport): PresentedValue {
  const { kind, definition, period, formatted, state, months, updatedAt, report } = value;
  const isMetric = value.kind === 'metric';
  return {
    ...{ kind, key: definition.key, period, value: value.value?.toFixed() ?? null, display: formatted, state, months },
    status: statusOfValue(value),
    source: isMetric ? value.source : value.value && 'calculated',
    vendor: isMetric ? (findVendor(report.scope.database.vendorIds, value.vendorId)?.key ?? null) : null,
    enteredBy: isMetric ? value.enteredBy : null,
    notes: isMetric ? value.notes : null,
    collectedAt: isMetric ? (value.collectedAt?.toISOString() ?? null) : null,
    updatedAt: updatedAt?.toISOString() ?? null,
  };
}

async function presentedRules(
  report: Report,
  months: readonly Month[],
  { rules }: PresentationSettings,
): Promise<PresentedRules> {
  const { scope, data } = report;
  const { reactive, devices, timeZone } = rules;
  const { id } = scope.organization;
  const ofMonths = await read(scope, 'metrics:read', async (reader) => {
    const books = await readStoredBooks(reader, id, months);
    const statements = await countedStatements(reader, id, books);
    const owner = { organizationId: id, vendorId: scope.database.vendorIds.ninjaone };
    const snapshots = await readLatestSnapshots(reader, owner, months);
    return {
      closingDate: books.closing?.date ?? null,
      months: months.map((month) => ({
        ...booksRules(month, statements.get(month), books),
        snapshot: presentedSnapshot(snapshots.get(month)),
      })),
    };
  });
  const thresholds = data.thresholds().map(({ metric, type, bound, value }) => {
    return { metric, type, bound, value: value.toFixed() };
  });
  const { boards, closedStatuses } = reactive;
  const { endpointExcludedClasses, seatExcludedClasses, internalOrganizations } = devices;
  return {
    ...{ timeZone, boards, closedStatuses, thresholds },
    devices: { endpointExcludedClasses, seatExcludedClasses, internalOrganizations },
    ...ofMonths,
  };
}

/** The statements that the months' values are from. */
async function countedStatements(
  reader: Reader,
  organizationId: number,
  { months }: StoredBooks,
): Promise<ReadonlyMap<Month, StoredStatement>> {
  const versions = [...months.values()].map(({ month, statementVersion: version }) => ({ month, version }));
  const statements = await readStatements(reader, organizationId, versions);
  return new Map(statements.map((statement) => [statement.month, statement]));
}

function booksRules(
  month: Month,
  statement: StoredStatement | undefined,
  { months, mappings, chart }: StoredBooks,
): Pick<PresentedMonthRules, 'month' | 'statement' | 'mapping'> {
  const kept = mappings.find(({ version }) => version === months.get(month)?.mappingVersion);
  const mapping: ConfirmedMapping | null = kept ?? mappingFor(mappings, month);
  const lines = statement?.lines ?? [];
  const named = mapping && namedFor(mapping, lines, chart);
  return {
    month,
    statement: statement ? presentedStatement(statement) : null,
    mapping: named && {
      ...{ version: mapping.version, from: mapping.from, metrics: named.metrics, reclassify: named.reclassify },
      ...{ otherIncomeCounts: named.otherIncomeCounts, otherExpenseCounts: named.otherExpenseCounts },
      further: named.further,
    },
  };
}

function presentedStatement({ version, basis, source, readAt, lines }: StoredStatement): PresentedStatement {
  return {
    ...{ version, basis, source, readAt: readAt.toISOString() },
    lines: lines.map(({ account, accountId, number, type, section, amount }) => {
      return { account, accountId, number, type, section, amount: amount.toFixed() };
    }),
  };
}

function presentedSnapshot(
  snapshot: { readonly date: string; readonly devices: Parameters<typeof groupDevices>[0] } | undefined,
): PresentedMonthRules['snapshot'] {
  return snapshot ? { date: snapshot.date, devices: groupDevices(snapshot.devices) } : null;
}
