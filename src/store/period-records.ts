import type { FindingKind } from '#src/core/collection/finding.ts';
import type { DataSource } from '#src/core/metrics/source.ts';
import type { StoredDerivedValue, StoredMetric } from '#src/core/metrics/stored-value.ts';
import type { Bound, ThresholdType } from '#src/core/metrics/threshold.ts';
import { Decimal } from '#src/core/number.ts';
import { isMonth, isQuarter, type Month, type Period, type Quarter } from '#src/core/period.ts';
import { toDecimalOrNull } from '#src/store/engine/decimal.ts';
import type { TextQuery } from '#src/store/engine/text-query.ts';
import type { StoredFinding } from './findings.ts';
import type { StoredOrganization } from './organizations.ts';
import type { StoredThreshold } from './thresholds.ts';

/** Values of one period by key. */
export type ValuesByKey<Value> = ReadonlyMap<string, Value>;

/** The stored data of a month. Immutable, and cached (src/service/report/snapshots.ts). */
export class MonthRecord {
  readonly kind = 'month';
  readonly month: Month;
  readonly stored: ValuesByKey<StoredMetric>;
  readonly smartNumbers: ValuesByKey<StoredDerivedValue>;
  /** The unresolved ones, including acknowledged ones, oldest first. */
  readonly findings: readonly StoredFinding[];
  readonly isClosed: boolean;
  #values: ValuesByKey<Decimal> | undefined;
  #sources: ValuesByKey<DataSource> | undefined;

  constructor(data: Pick<MonthRecord, 'month' | 'stored' | 'smartNumbers' | 'findings' | 'isClosed'>) {
    this.month = data.month;
    this.stored = data.stored;
    this.smartNumbers = data.smartNumbers;
    this.findings = data.findings;
    this.isClosed = data.isClosed;
  }

  /** Of `stored`; made when calculations ask for it, which display does not. */
  get values(): ValuesByKey<Decimal> {
    this.#values ??= new Map(Array.from(this.stored, ([key, { value }]) => [key, value]));
    return this.#values;
  }

  /** Of `stored`. */
  get sources(): ValuesByKey<DataSource> {
    this.#sources ??= new Map(Array.from(this.stored, ([key, { source }]) => [key, source]));
    return this.#sources;
  }
}

/** The stored data of a quarter beside that of its months. */
export interface QuarterRecord {
  readonly kind: 'quarter';
  readonly quarter: Quarter;
  readonly metrics: ValuesByKey<StoredDerivedValue>;
  readonly smartNumbers: ValuesByKey<StoredDerivedValue>;
}

/** The stored data of an organization beside that of its periods. */
export interface OrganizationRecord {
  readonly kind: 'organization';
  /** Null if it does not exist. */
  readonly organization: StoredOrganization | null;
  /** By metric, type and bound. */
  readonly thresholds: readonly StoredThreshold[];
}

/** Lists of an organization's months. */
export interface MonthsRecord {
  readonly kind: 'months';
  /** Those that have a value, oldest first. */
  readonly withData: readonly Month[];
  readonly closed: ReadonlySet<Month>;
}

/** What is read: periods (`2026-01`, `2026-Q1`), `organization` and `months`. */
export type RecordKey = Period | 'organization' | 'months';
export type StoredRecord = MonthRecord | QuarterRecord | OrganizationRecord | MonthsRecord;

/** Reads records in one statement, and so of one state of the database. Every key has a record. */
export async function readRecords(
  query: TextQuery,
  organizationId: number,
  keys: readonly RecordKey[],
): Promise<ReadonlyMap<RecordKey, StoredRecord>> {
  const periods = keys.filter((key): key is Period => key !== 'organization' && key !== 'months');
  const groups = GROUPS.filter(({ isWanted }) => isWanted(keys, periods));
  if (groups.length === 0) return new Map();
  const selects = groups.flatMap(({ parts }) => parts.map((part) => `'${part}', (${SELECTS[part]})`));
  const json = await query({
    name: `records of ${groups.map(({ name }) => name).join(' ')}`,
    sql: `SELECT json_build_object(${selects.join(', ')})::text`,
    parameters: periods.length > 0 ? [organizationId, periods] : [organizationId],
  });
  return toRecords(keys, organizationId, JSON.parse(json) as Rows);
}

const OF_PERIODS = 'organization_id = $1::integer AND period = ANY($2::text[])';
/** Rows are JSON arrays, which take half of the time of objects. `numeric` columns are text, so that no digit is lost. */
const SELECTS = {
  monthly: `SELECT json_agg(json_build_array(period, metric_name, metric_value::text, data_source, vendor_id, collected_at,
      manually_entered_by, notes, updated_at) ORDER BY period, metric_name)
    FROM qbr_metrics_monthly WHERE ${OF_PERIODS}`,
  quarterly: `SELECT json_agg(json_build_array(period, metric_name, metric_value::text, months, updated_at))
    FROM qbr_metrics_quarterly WHERE ${OF_PERIODS}`,
  smartNumbers: `SELECT json_agg(json_build_array(period, kpi_name, kpi_value::text, months, updated_at))
    FROM qbr_smartnumbers WHERE ${OF_PERIODS}`,
  findings: `SELECT json_agg(json_build_array(id, period, metric_name, kind, value::text, previous_value::text, message,
      vendor_id, run_id, created_at, acknowledged_at, acknowledged_by, note) ORDER BY id)
    FROM qbr_finding WHERE ${OF_PERIODS} AND resolved_at IS NULL`,
  closings: `SELECT json_agg(period) FROM qbr_period_closing WHERE ${OF_PERIODS}`,
  organization: "SELECT json_build_object('id', id, 'name', name) FROM organization WHERE id = $1::integer",
  thresholds: `SELECT json_agg(json_build_array(metric_name, threshold_type, bound, threshold_value::text, notes, updated_at,
      updated_by) ORDER BY metric_name, threshold_type, bound)
    FROM qbr_thresholds WHERE organization_id = $1::integer`,
  // From each month to the next one by the index: the values between them are not read.
  withData: `WITH RECURSIVE listed AS (
      SELECT min(period) AS period FROM qbr_metrics_monthly WHERE organization_id = $1::integer
      UNION ALL
      SELECT (SELECT min(period) FROM qbr_metrics_monthly WHERE organization_id = $1::integer AND period > listed.period)
      FROM listed WHERE period IS NOT NULL)
    SELECT json_agg(period ORDER BY period) FROM listed WHERE period IS NOT NULL`,
  closed: 'SELECT json_agg(period) FROM qbr_period_closing WHERE organization_id = $1::integer',
} as const;

/** Which parts are read for which keys. */
const GROUPS: readonly {
  readonly name: string;
  readonly parts: readonly (keyof typeof SELECTS)[];
  isWanted(keys: readonly RecordKey[], periods: readonly Period[]): boolean;
}[] = [
  {
    name: 'months',
    parts: ['monthly', 'findings', 'closings'],
    isWanted: (_keys, periods) => periods.some(isMonth),
  },
  { name: 'quarters', parts: ['quarterly'], isWanted: (_keys, periods) => periods.some(isQuarter) },
  { name: 'periods', parts: ['smartNumbers'], isWanted: (_keys, periods) => periods.length > 0 },
  { name: 'organization', parts: ['organization', 'thresholds'], isWanted: (keys) => keys.includes('organization') },
  { name: 'lists', parts: ['withData', 'closed'], isWanted: (keys) => keys.includes('months') },
];

type MonthlyRow = [
  Month,
  string,
  string,
  DataSource,
  number | null,
  string | null,
  string | null,
  string | null,
  string,
];
type DerivedRow = [Period, string, string, Month[], string];
type FindingRow = [
  ...[number, Month, string, FindingKind, string, string | null, string, number | null, number | null],
  ...[string, string | null, string | null, string | null],
];
type ThresholdRow = [string, ThresholdType, Bound, string, string | null, string, string | null];

/** `json_agg` of no rows is null; a part that was not read is absent. */
interface Rows {
  readonly monthly?: readonly MonthlyRow[] | null;
  readonly quarterly?: readonly DerivedRow[] | null;
  readonly smartNumbers?: readonly DerivedRow[] | null;
  readonly findings?: readonly FindingRow[] | null;
  readonly closings?: readonly Month[] | null;
  readonly organization?: StoredOrganization | null;
  readonly thresholds?: readonly ThresholdRow[] | null;
  readonly withData?: readonly Month[] | null;
  readonly closed?: readonly Month[] | null;
}

function toRecords(keys: readonly RecordKey[], organizationId: number, rows: Rows): Map<RecordKey, StoredRecord> {
  const monthly = byPeriod(rows.monthly, ([period]) => period);
  const quarterly = byPeriod(rows.quarterly, ([period]) => period);
  const smartNumbers = byPeriod(rows.smartNumbers, ([period]) => period);
  const findings = byPeriod(rows.findings, ([, period]) => period);
  const closed = new Set(rows.closings);
  const recordOf = (key: RecordKey): StoredRecord => {
    if (key === 'organization') {
      return {
        kind: 'organization',
        organization: rows.organization ?? null,
        thresholds: (rows.thresholds ?? []).map(threshold),
      };
    }
    if (key === 'months') return { kind: 'months', withData: rows.withData ?? [], closed: new Set(rows.closed) };
    const common = { smartNumbers: derivedByKey(smartNumbers.get(key)) };
    if (!isMonth(key)) return { kind: 'quarter', quarter: key, metrics: derivedByKey(quarterly.get(key)), ...common };
    return new MonthRecord({
      month: key,
      stored: monthValues(monthly.get(key) ?? []),
      ...common,
      findings: (findings.get(key) ?? []).map((row) => finding(row, organizationId)),
      isClosed: closed.has(key),
    });
  };
  return new Map(keys.map((key) => [key, recordOf(key)]));
}

/** As `Map.groupBy`, which Node 20 does not have. */
function byPeriod<Row>(
  rows: readonly Row[] | null | undefined,
  periodOf: (row: Row) => Period,
): ReadonlyMap<Period, readonly Row[]> {
  const groups = new Map<Period, Row[]>();
  for (const row of rows ?? []) {
    const group = groups.get(periodOf(row));
    if (group) group.push(row);
    else groups.set(periodOf(row), [row]);
  }
  return groups;
}

function monthValues(rows: readonly MonthlyRow[]): ValuesByKey<StoredMetric> {
  const stored = new Map<string, StoredMetric>();
  // Values that were stored together have the same instant, which is parsed once.
  const [collections, changes] = [instants(), instants()];
  for (const [month, metric, text, source, vendorId, collected, enteredBy, notes, updated] of rows) {
    const collectedAt = collected === null ? null : collections(collected);
    const updatedAt = changes(updated);
    stored.set(metric, {
      month,
      metric,
      value: new Decimal(text),
      source,
      vendorId,
      collectedAt,
      enteredBy,
      notes,
      updatedAt,
    });
  }
  return stored;
}

/** Parses instants; one that is written as the one before is the same `Date`. */
function instants(): (text: string) => Date {
  let last: { readonly text: string; readonly date: Date } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, date: new Date(text) };
    return last.date;
  };
}

function derivedByKey(rows: readonly DerivedRow[] = []): ValuesByKey<StoredDerivedValue> {
  const changes = instants();
  return new Map(
    rows.map(([, key, value, months, updatedAt]) => [
      key,
      { value: new Decimal(value), months, updatedAt: changes(updatedAt) },
    ]),
  );
}

function finding(row: FindingRow, organizationId: number): StoredFinding {
  const [id, month, metric, kind, value, previous, message, vendorId, runId, createdAt, at, by, note] = row;
  return {
    ...{ organizationId, id, month, metric, kind, message, vendorId, runId, note },
    ...{ value: new Decimal(value), previousValue: toDecimalOrNull(previous), createdAt: new Date(createdAt) },
    ...{ resolvedAt: null, acknowledgedAt: dateOrNull(at), acknowledgedBy: by },
  };
}

function threshold([metric, type, bound, value, notes, updatedAt, updatedBy]: ThresholdRow): StoredThreshold {
  return { metric, type, bound, value: new Decimal(value), notes, updatedAt: new Date(updatedAt), updatedBy };
}

function dateOrNull(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
