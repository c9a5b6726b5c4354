import type { ExplainedMonth } from '#src/core/calculation/explanation.ts';
import type { StoredDerivedValue, StoredMetric } from '#src/core/metrics/stored-value.ts';
import { isMonth, type Month, type Period, type Quarter } from '#src/core/period.ts';
import { readQuarterlyMetrics, readSmartNumbers } from '#src/store/derived-values.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { readFindings, type StoredFinding } from '#src/store/findings.ts';
import { monthsWithData, readMonthlyMetrics } from '#src/store/monthly-metrics.ts';
import { organizationExists } from '#src/store/organizations.ts';
import { readClosedMonths } from '#src/store/period-states.ts';
import { readThresholds, type StoredThreshold } from '#src/store/thresholds.ts';
import { type HistoryRequest, readValueHistory, type StoredValueChange } from '#src/store/value-history.ts';
import { readProvenance, type StoredProvenance } from '#src/store/value-provenance.ts';
import { type MaybePromise, together } from './maybe-promise.ts';
import { createReadRounds } from './read-rounds.ts';

export type { StoredValueChange } from '#src/store/value-history.ts';

/** Values of one period by key. */
export type ValuesByKey<Value> = ReadonlyMap<string, Value>;

/** A month for explanations, with every stored value. */
export interface MonthRecord extends ExplainedMonth {
  readonly stored: ValuesByKey<StoredMetric>;
}

/**
 * The stored data of an organization's periods, each read once, in rounds of one statement per table, so that the number of
 * statements does not depend on the number of periods. Lives until a change (src/service/report/period-cache.ts).
 */
export interface PeriodData {
  readonly organizationId: number;
  organizationExists(): MaybePromise<boolean>;
  month(month: Month): MaybePromise<MonthRecord>;
  months(months: readonly Month[]): MaybePromise<MonthRecord[]>;
  quarter(quarter: Quarter): MaybePromise<ValuesByKey<StoredDerivedValue>>;
  smartNumbers(period: Period): MaybePromise<ValuesByKey<StoredDerivedValue>>;
  findings(month: Month): MaybePromise<readonly StoredFinding[]>;
  isClosed(month: Month): MaybePromise<boolean>;
  /** The provenance of the collected values of a month, by metric. */
  provenance(month: Month): MaybePromise<ValuesByKey<StoredProvenance>>;
  thresholds(): MaybePromise<readonly StoredThreshold[]>;
  /** Every month that has a value, oldest first. */
  monthsWithData(): MaybePromise<readonly Month[]>;
  /** Changes of a metric's values in some months, newest first. */
  history(request: HistoryRequest): MaybePromise<readonly StoredValueChange[]>;
}

/** @param options.onFailure called when a read has failed; this object keeps the failure */
export function createPeriodData(
  reader: Reader,
  organizationId: number,
  options: { readonly onFailure?: () => void } = {},
): PeriodData {
  const rounds = createReadRounds(options);
  const months = rounds.loader<Month, MonthRecord>(async (keys) => {
    const byMonth = groupByMonth(await readMonthlyMetrics(reader, organizationId, keys));
    return keys.map((month) => monthRecord(month, byMonth.get(month) ?? []));
  });
  const quarters = rounds.loader<Quarter, ValuesByKey<StoredDerivedValue>>(async (keys) => {
    const stored = await readQuarterlyMetrics(reader, organizationId, keys);
    return keys.map((quarter) => stored.get(quarter) ?? new Map());
  });
  const smartNumbers = rounds.loader<Period, ValuesByKey<StoredDerivedValue>>(async (keys) => {
    const stored = await readSmartNumbers(reader, organizationId, keys);
    return keys.map((period) => stored.get(period) ?? new Map());
  });
  const findings = rounds.loader<Month, readonly StoredFinding[]>(async (keys) => {
    const byMonth = groupByMonth(await readFindings(reader, organizationId, keys));
    return keys.map((month) => byMonth.get(month) ?? []);
  });
  const provenance = rounds.loader<Month, ValuesByKey<StoredProvenance>>(async (keys) => {
    const byMonth = groupByMonth(await readProvenance(reader, organizationId, keys));
    return keys.map((month) => new Map((byMonth.get(month) ?? []).map((each) => [each.metric, each])));
  });
  const closed = rounds.loader<Month, boolean>(async (keys) => {
    const closedMonths = await readClosedMonths(reader, organizationId, keys);
    return keys.map((month) => closedMonths.has(month));
  });
  const history = rounds.loader<HistoryRequest, readonly StoredValueChange[]>(
    (requests) => readValueHistory(reader, organizationId, requests),
    // Pages vary too much to be worth caching.
    { keep: false },
  );
  const exists = rounds.loader<'all', boolean>(async () => [await organizationExists(reader, organizationId)]);
  const thresholds = rounds.loader<'all', readonly StoredThreshold[]>(async () => [
    await readThresholds(reader, organizationId),
  ]);
  const withData = rounds.loader<'all', readonly Month[]>(async () => [await monthsWithData(reader, organizationId)]);
  return {
    organizationId,
    organizationExists: () => exists.load('all'),
    month: (month) => months.load(month),
    months: (wanted) => together<MonthRecord[]>(wanted.map((month) => months.load(month))),
    quarter: (quarter) => quarters.load(quarter),
    smartNumbers: (period) => smartNumbers.load(period),
    findings: (month) => findings.load(month),
    provenance: (month) => provenance.load(month),
    isClosed: (month) => closed.load(month),
    thresholds: () => thresholds.load('all'),
    monthsWithData: () => withData.load('all'),
    history: (request) => history.load(request),
  };
}

/** As `Map.groupBy`, which Node 20 does not have. */
function groupByMonth<Row extends { readonly month: Month }>(rows: readonly Row[]): ReadonlyMap<Month, readonly Row[]> {
  const groups = new Map<Month, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.month);
    if (group) group.push(row);
    else groups.set(row.month, [row]);
  }
  return groups;
}

function monthRecord(month: Month, rows: readonly StoredMetric[]): MonthRecord {
  return {
    month,
    stored: new Map(rows.map((row) => [row.metric, row])),
    values: new Map(rows.map((row) => [row.metric, row.value])),
    sources: new Map(rows.map((row) => [row.metric, row.source])),
  };
}

/** The kind of a period. */
export function periodKind(period: Period): 'MONTH' | 'QUARTER' {
  return isMonth(period) ? 'MONTH' : 'QUARTER';
}
