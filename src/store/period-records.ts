import type { FindingKind } from '#src/core/collection/finding.ts';
import type { DataSource } from '#src/core/metrics/source.ts';
import type { StoredDerivedValue, StoredMetric } from '#src/core/metrics/stored-value.ts';
import type { Bound, ThresholdType } from '#src/core/metrics/threshold.ts';
import { Decimal } from '#src/core/number.ts';
import { isMonth, isQuarter, type Month, type Period, type Quarter } from '#src/core/period.ts';
import { toDecimalOrNull } from '#src/store/engine/decimal.ts';
import type { TextQuery } from '#src/store/engine/text-query.ts';
import type { StoredFinding } from './findings.ts';
import { MonthRecord, type ValuesByKey } from './month-record.ts';
import type { StoredOrganization } from './organizations.ts';
import type { StoredThreshold } from './thresholds.ts';

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
  const json = await query({
    name: `records of ${groups.map(({ name }) => name).join(' ')}`,
    sql: `SELECT json_build_object(${groups.map(selectOf).join(', ')})::text`,
    parameters: periods.length > 0 ? [organizationId, periods] : [organizationId],
    // Everything is found by its primary key, in an organization of whatever size.
    isPlannedOnce: true,
  });
  return toRecords(keys, organizationId, JSON.parse(json) as Rows);
}

const OF_PERIOD = 'organization_id = $1::integer AND period = asked.period';
/**
 * What is read of each period. Each value is an index scan, in the order of the index. Rows are JSON arrays, which take half of the
 * time of objects; values, of which there are many, an array for each column, which is half again. `numeric` columns
 * are text, so that no digit is lost.
 */
const OF_EACH_PERIOD = {
  monthly: `SELECT json_build_array(json_agg(metric_name), json_agg(metric_value::text), json_agg(data_source),
      json_agg(vendor_id), json_agg(collected_at), json_agg(manually_entered_by), json_agg(notes), json_agg(updated_at))
    FROM (SELECT * FROM qbr_metrics_monthly WHERE ${OF_PERIOD} ORDER BY metric_name) AS stored`,
  quarterly: `SELECT json_build_array(json_agg(metric_name), json_agg(metric_value::text), json_agg(months), json_agg(updated_at))
    FROM qbr_metrics_quarterly WHERE ${OF_PERIOD}`,
  smartNumbers: `SELECT json_build_array(json_agg(kpi_name), json_agg(kpi_value::text), json_agg(months), json_agg(updated_at))
    FROM qbr_smartnumbers WHERE ${OF_PERIOD}`,
  findings: `SELECT json_agg(json_build_array(id, metric_name, kind, value::text, previous_value::text, message,
      vendor_id, run_id, created_at, acknowledged_at, acknowledged_by, note) ORDER BY id)
    FROM qbr_finding WHERE ${OF_PERIOD} AND resolved_at IS NULL`,
  isClosed: `SELECT EXISTS (SELECT FROM qbr_period_closing WHERE ${OF_PERIOD})`,
} as const;

/** What is read of the organization. */
const OF_ORGANIZATION = {
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

type PeriodPart = keyof typeof OF_EACH_PERIOD;

interface Group {
  readonly name: string;
  /** Parts of each period, or of the organization. */
  readonly ofPeriods?: readonly PeriodPart[];
  readonly parts?: readonly (keyof typeof OF_ORGANIZATION)[];
  isWanted(keys: readonly RecordKey[], periods: readonly Period[]): boolean;
}

/** Which parts are read for which keys; of periods one group. */
const GROUPS: readonly Group[] = [
  {
    name: 'months',
    ofPeriods: ['monthly', 'smartNumbers', 'findings', 'isClosed'],
    isWanted: (_keys, periods) => periods.some(isMonth) && !periods.some(isQuarter),
  },
  {
    name: 'quarters',
    ofPeriods: ['quarterly', 'smartNumbers'],
    isWanted: (_keys, periods) => periods.some(isQuarter) && !periods.some(isMonth),
  },
  {
    name: 'periods',
    ofPeriods: ['monthly', 'quarterly', 'smartNumbers', 'findings', 'isClosed'],
    isWanted: (_keys, periods) => periods.some(isMonth) && periods.some(isQuarter),
  },
  { name: 'organization', parts: ['organization', 'thresholds'], isWanted: (keys) => keys.includes('organization') },
  { name: 'lists', parts: ['withData', 'closed'], isWanted: (keys) => keys.includes('months') },
];

/** Pairs of a key and a value for `json_build_object`. */
function selectOf({ ofPeriods, parts = [] }: Group): string {
  if (!ofPeriods) return parts.map((part) => `'${part}', (${OF_ORGANIZATION[part]})`).join(', ');
  const selects = ofPeriods.map((part) => `'${part}', (${OF_EACH_PERIOD[part]})`);
  return `'periods', (SELECT json_object_agg(asked.period, json_build_object(${selects.join(', ')})) FROM unnest($2::text[]) AS asked(period))`;
}

/** Columns of a month's values; null for no rows. */
type MonthlyColumns = [
  readonly string[] | null,
  ...[readonly string[], readonly DataSource[], readonly (number | null)[], readonly (string | null)[]],
  ...[readonly (string | null)[], readonly (string | null)[], readonly string[]],
];
/** Columns of derived values; null for no rows. */
type DerivedColumns = [
  readonly string[] | null,
  ...[readonly string[], readonly (readonly Month[])[], readonly string[]],
];
type FindingRow = [
  ...[number, string, FindingKind, string, string | null, string, number | null, number | null],
  ...[string, string | null, string | null, string | null],
];
type ThresholdRow = [string, ThresholdType, Bound, string, string | null, string, string | null];

/** `json_agg` of no rows is null; a part that was not read is absent. */
interface PeriodRows {
  readonly monthly?: MonthlyColumns;
  readonly quarterly?: DerivedColumns;
  readonly smartNumbers?: DerivedColumns;
  readonly findings?: readonly FindingRow[] | null;
  readonly isClosed?: boolean;
}

interface Rows {
  readonly periods?: Readonly<Record<Period, PeriodRows>>;
  readonly organization?: StoredOrganization | null;
  readonly thresholds?: readonly ThresholdRow[] | null;
  readonly withData?: readonly Month[] | null;
  readonly closed?: readonly Month[] | null;
}

function toRecords(keys: readonly RecordKey[], organizationId: number, rows: Rows): Map<RecordKey, StoredRecord> {
  const recordOf = (key: RecordKey): StoredRecord => {
    if (key === 'organization') {
      return {
        kind: 'organization',
        organization: rows.organization ?? null,
        thresholds: (rows.thresholds ?? []).map(threshold),
      };
    }
    if (key === 'months') return { kind: 'months', withData: rows.withData ?? [], closed: new Set(rows.closed) };
    const { monthly, quarterly, smartNumbers, findings, isClosed } = rows.periods?.[key] ?? {};
    const common = { smartNumbers: derivedByKey(smartNumbers) };
    if (!isMonth(key)) return { kind: 'quarter', quarter: key, metrics: derivedByKey(quarterly), ...common };
    return new MonthRecord({
      month: key,
      stored: monthValues(key, monthly),
      ...common,
      findings: (findings ?? []).map((row) => finding(row, { organizationId, month: key })),
      isClosed: isClosed ?? false,
    });
  };
  return new Map(keys.map((key) => [key, recordOf(key)]));
}

function monthValues(month: Month, columns: MonthlyColumns | undefined): ValuesByKey<StoredMetric> {
  const stored = new Map<string, StoredMetric>();
  if (!columns?.[0]) return stored;
  const [metrics, values, sources, vendorIds, collections, people, notes, changes] = columns;
  // Values that were stored together have the same instant, which is parsed once.
  const [collectedAt, updatedAt] = [instants(), instants()];
  for (const [row, metric] of metrics.entries()) {
    const collected = collections[row] ?? null;
    stored.set(metric, {
      month,
      metric,
      value: new Decimal(values[row] ?? ''),
      source: sources[row] as DataSource,
      vendorId: vendorIds[row] ?? null,
      collectedAt: collected === null ? null : collectedAt(collected),
      enteredBy: people[row] ?? null,
      notes: notes[row] ?? null,
      updatedAt: updatedAt(changes[row] ?? ''),
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

function derivedByKey(columns: DerivedColumns | undefined): ValuesByKey<StoredDerivedValue> {
  const derived = new Map<string, StoredDerivedValue>();
  if (!columns?.[0]) return derived;
  const [keys, values, months, changes] = columns;
  const updatedAt = instants();
  for (const [row, key] of keys.entries()) {
    derived.set(key, {
      value: new Decimal(values[row] ?? ''),
      months: months[row] ?? [],
      updatedAt: updatedAt(changes[row] ?? ''),
    });
  }
  return derived;
}

function finding(row: FindingRow, of: { readonly organizationId: number; readonly month: Month }): StoredFinding {
  const [id, metric, kind, value, previous, message, vendorId, runId, createdAt, at, by, note] = row;
  return {
    ...{ ...of, id, metric, kind, message, vendorId, runId, note },
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
