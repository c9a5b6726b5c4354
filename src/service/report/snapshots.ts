import type { StoredDerivedValue } from '#src/core/metrics/stored-value.ts';
import { isMonth, type Month, monthsOf, type Period, type Quarter } from '#src/core/period.ts';
import { type Change, touchesMonths, touchesOrganization, touchesYear } from '#src/store/engine/change.ts';
import type { Database } from '#src/store/engine/database.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import type { StoredFinding } from '#src/store/findings.ts';
import type { MonthRecord, ValuesByKey } from '#src/store/month-record.ts';
import type { StoredOrganization } from '#src/store/organizations.ts';
import { type RecordKey, readRecords, type StoredRecord } from '#src/store/period-records.ts';
import type { StoredThreshold } from '#src/store/thresholds.ts';

export type { MonthRecord, ValuesByKey } from '#src/store/month-record.ts';

/** Data to load: periods (a quarter with its months) and, if asked for, the organization and its months with data. */
export interface Wanted {
  readonly periods?: Iterable<Period>;
  readonly organization?: boolean;
  readonly monthsWithData?: boolean;
}

/**
 * The stored data of an organization for one request. What a request can touch is loaded first; everything else is
 * synchronous. What has not been loaded is a defect, and throws.
 */
export interface Snapshot {
  readonly organizationId: number;
  /** Loads what is neither loaded nor cached, in one statement; what another call is loading is waited for. */
  load(wanted: Wanted): Promise<void>;
  organization(): StoredOrganization | null;
  thresholds(): readonly StoredThreshold[];
  /** Every month that has a value, oldest first. */
  monthsWithData(): readonly Month[];
  month(month: Month): MonthRecord;
  quarter(quarter: Quarter): ValuesByKey<StoredDerivedValue>;
  smartNumbers(period: Period): ValuesByKey<StoredDerivedValue>;
  findings(month: Month): readonly StoredFinding[];
  /** Loaded with the month, and with the months with data. */
  isClosed(month: Month): boolean;
}

/**
 * The stored data of all organizations, cached by period until a change of its organization and year. A request that starts
 * after a write of this process always sees it; a write of another instance is seen after PostgreSQL's notification.
 */
export interface Snapshots {
  /** A snapshot for one request, with nothing loaded. */
  of(organizationId: number): Snapshot;
}

/** A cached record with what it belongs to. */
interface Cached {
  readonly organizationId: number;
  readonly key: RecordKey;
  readonly record: StoredRecord;
}

export function createSnapshots({ query, createCache }: Pick<Database, 'query' | 'createCache'>): Snapshots {
  const cache = createCache<Cached>({ name: 'periods', sizeOf: ({ record }) => bytesOf(record), isTouched });
  return {
    of(organizationId) {
      const loaded = new Map<RecordKey, StoredRecord>();
      const loading = new Map<RecordKey, Promise<void>>();
      /** Takes what is cached, and returns the keys of the rest. */
      const takeCached = (keys: readonly RecordKey[]): RecordKey[] =>
        keys.filter((key) => {
          if (loaded.has(key)) return false;
          const cached = cache.get(`${organizationId} ${key}`);
          if (!cached) return true;
          if (cached.record.kind === 'month') cached.record.reuse();
          loaded.set(key, cached.record);
          return false;
        });
      const load = async (wanted: Wanted): Promise<void> => {
        const missing = takeCached(keysOf(wanted));
        const unread = missing.filter((key) => !loading.has(key));
        const reading = unread.length > 0 ? readMissing(unread) : undefined;
        for (const key of unread) loading.set(key, reading ?? Promise.resolve());
        await Promise.all(new Set(missing.map((key) => loading.get(key))));
      };
      const readMissing = async (keys: readonly RecordKey[]): Promise<void> => {
        const keep = cache.begin();
        const records = await withinOrganization(organizationId, () => readRecords(query, organizationId, keys));
        for (const [key, record] of records) {
          loaded.set(key, record);
          keep(`${organizationId} ${key}`, { organizationId, key, record });
        }
      };
      return { organizationId, load, ...readersOf(loaded) };
    },
  };
}

/** Each key once. */
function keysOf({ periods = [], organization, monthsWithData }: Wanted): RecordKey[] {
  const keys = new Set<RecordKey>();
  if (organization) keys.add('organization');
  if (monthsWithData) keys.add('months');
  for (const period of periods) {
    keys.add(period);
    for (const month of monthsOf(period)) keys.add(month);
  }
  return [...keys];
}

function readersOf(loaded: ReadonlyMap<RecordKey, StoredRecord>): Omit<Snapshot, 'organizationId' | 'load'> {
  const recordOf = <Kind extends StoredRecord['kind']>(kind: Kind, key: RecordKey) => {
    const record = loaded.get(key);
    if (record?.kind !== kind) throw new RangeError(`Not loaded: ${key}`);
    return record as Extract<StoredRecord, { kind: Kind }>;
  };
  const month = (key: Month) => recordOf('month', key);
  return {
    organization: () => recordOf('organization', 'organization').organization,
    thresholds: () => recordOf('organization', 'organization').thresholds,
    monthsWithData: () => recordOf('months', 'months').withData,
    month,
    quarter: (key) => recordOf('quarter', key).metrics,
    smartNumbers: (key) => (isMonth(key) ? month(key) : recordOf('quarter', key)).smartNumbers,
    findings: (key) => month(key).findings,
    isClosed: (key) => (loaded.has('months') ? recordOf('months', 'months').closed.has(key) : month(key).isClosed),
  };
}

/** Thresholds and name belong to no year; which months have data may change with any year. */
function isTouched({ organizationId, key }: Cached, change: Change): boolean {
  if (!touchesOrganization(change, organizationId)) return false;
  if (change.kind !== 'organization') return true;
  if (key === 'organization') return !touchesMonths(change);
  return key === 'months' ? touchesMonths(change) : touchesYear(change, key.slice(0, 4));
}

/** Bytes of a record without rows, of a month's value with its entry in three maps, and of any other row, estimated. */
const RECORD_BYTES = 1_000;
const VALUE_BYTES = 700;
const ROW_BYTES = 500;
const MONTH_BYTES = 50;

function bytesOf(record: StoredRecord): number {
  if (record.kind === 'months') return RECORD_BYTES + (record.withData.length + record.closed.size) * MONTH_BYTES;
  if (record.kind === 'organization') return RECORD_BYTES + record.thresholds.length * ROW_BYTES;
  const rows = record.smartNumbers.size + (record.kind === 'month' ? record.findings.length : record.metrics.size);
  return RECORD_BYTES + rows * ROW_BYTES + (record.kind === 'month' ? record.stored.size * VALUE_BYTES : 0);
}
