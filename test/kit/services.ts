import { pino } from 'pino';
import { operatorViewer } from '#src/auth/viewer.ts';
import { DEFAULT_REACTIVE_RULES } from '#src/collect/connectwise/source.ts';
import type { MonthReading } from '#src/collect/source.ts';
import { DEFAULT_DEVICE_RULES } from '#src/core/collection/device.ts';
import type { MetricKey } from '#src/core/metrics/metric-registry.ts';
import { Decimal } from '#src/core/number.ts';
import { type Month, parseMonth } from '#src/core/period.ts';
import { type Collection, createCollection } from '#src/service/collection/collection.ts';
import type { CollectionSettings } from '#src/service/collection/request.ts';
import { createRunActivity } from '#src/service/collection/run-activity.ts';
import { type CollectionSchedules, createCollectionSchedule, schedulesOver } from '#src/service/collection/schedule.ts';
import type { VendorReader } from '#src/service/collection/vendor-reader.ts';
import type { OrganizationDirectory } from '#src/service/organizations/directory.ts';
import type { VendorRules } from '#src/service/reference/vendor-queries.ts';
import type { Scope } from '#src/service/scope.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import type { Database } from '#src/store/engine/database.ts';

/** Chicago's noon on 15 April 2025: Q1 2025 has ended, April is running. */
export const NOW = new Date('2025-04-15T17:00:00Z');
export const TIME_ZONE = 'America/Chicago';
export const ORGANIZATION_ID = 1;

/** Whoever tests: may do everything. */
export const TESTER = operatorViewer('tester');

/** Organizations as tests see them that care for none: where months begin, and nothing else. */
export const ORGANIZATIONS: OrganizationDirectory = {
  timeZone: TIME_ZONE,
  refresh: () => undefined,
  timeZoneOf: () => TIME_ZONE,
  find: () => undefined,
  all: () => [],
  active: () => [],
};

/** The rules of an organization that has set none. */
export async function defaultRules(): Promise<VendorRules> {
  return { reactive: DEFAULT_REACTIVE_RULES, devices: DEFAULT_DEVICE_RULES, timeZone: TIME_ZONE };
}

/** Schedules at 22:30 of Chicago over a database, of organizations that nobody collects. */
export function schedulesOn(database: Database, clock: () => Date, enabledByDefault = false): CollectionSchedules {
  const notHere = () => Promise.reject(new Error('Nothing is collected here'));
  const collection = { run: notHere, runScheduled: notHere, closeInterrupted: notHere, giveUp: notHere };
  return schedulesOver(async (organizationId) => {
    const rules = { cron: '30 22 * * *', timeZone: TIME_ZONE, enabledByDefault };
    return createCollectionSchedule({ database, organizationId, collection, clock, ...rules });
  });
}

/** How tests act on a database: as `tester`, on `NOW`, unless they say otherwise. */
export function scopeOn(database: Database, at: Date = NOW, organizationId: number = ORGANIZATION_ID): Scope {
  const organization = { id: organizationId, timeZone: TIME_ZONE };
  return { database, organization, viewer: TESTER, actor: TESTER.name, at };
}

/** Enters a month's values by hand, given as `{ nrr: '10.00' }`. */
export async function enter(
  database: Database,
  period: string,
  values: Readonly<Record<string, number | string>>,
  at: Date = NOW,
): Promise<void> {
  const entries = Object.entries(values).map(([metric, value]) => ({ metric, value: new Decimal(value), notes: null }));
  await enterMetrics(scopeOn(database, at), { period, entries });
}

/** What a vendor is made to say: month → metric → value. */
export type Said = Readonly<Record<string, SaidValues>>;
export type SaidValues = Readonly<Partial<Record<MetricKey, number | string>>>;

/** The values that a vendor says of a month, as a reading has them. */
export function saidValues(said: SaidValues = {}): Map<MetricKey, Decimal> {
  const entries = Object.entries(said) as [MetricKey, number | string][];
  return new Map(entries.map(([key, value]) => [key, new Decimal(value)]));
}

/** A vendor that says what it is given, for tests of what becomes of it. */
export function readerSaying(said: () => Said): VendorReader {
  return {
    async read({ months }) {
      const answer = said();
      const readings = new Map<Month, MonthReading>();
      for (const month of months) {
        readings.set(month, { values: saidValues(answer[month]), notes: [`Read ${month}.`] });
      }
      return { kind: 'values', readings };
    },
  };
}

/** A vendor whose answers a test can keep back. */
export interface HoldableReader extends VendorReader {
  /** Keeps back every answer from now on; `isReading` resolves once one has been asked for. */
  hold(): { readonly isReading: Promise<void>; release(): void };
}

/** A vendor that answers as `reader` does, but while it is held: then it says that the first of two steps is done. */
export function holdableReader(reader: VendorReader): HoldableReader {
  let held: { readonly released: Promise<void>; onRead(): void } | null = null;
  return {
    ...(reader.explain && { explain: reader.explain }),
    async read(request) {
      request.onProgress({ done: 1, total: 2 });
      held?.onRead();
      await held?.released;
      return reader.read(request);
    },
    hold() {
      const reading = signalled();
      const release = signalled();
      held = { released: release.promise, onRead: reading.signal };
      return {
        isReading: reading.promise,
        release() {
          held = null;
          release.signal();
        },
      };
    },
  };
}

function signalled(): { readonly promise: Promise<void>; signal(): void } {
  let signal = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    signal = resolve;
  });
  return { promise, signal: () => signal() };
}

/** A collection on a database, with ConnectWise played by `readers`; the clock can be set. */
export function collectionFor(
  database: Database,
  options: Partial<CollectionSettings> & { readonly readers: CollectionSettings['readers'] },
): Collection {
  return createCollection({
    database,
    organizationId: ORGANIZATION_ID,
    hasNinjaOneCredentials: options.readers.ninjaone !== null,
    timeZone: TIME_ZONE,
    monthsToCollect: 13,
    readBudgetMs: 60_000,
    clock: () => NOW,
    logger: pino({ level: 'silent' }),
    activity: createRunActivity(),
    host: 'test-host',
    processId: 4242,
    ...options,
  });
}

/** A month's stored values as plain text, `{ nrr: '10' }`. */
export async function storedMonth(database: Database, period: string): Promise<Record<string, string>> {
  const rows = await database.prisma.monthlyMetric.findMany({
    where: { period: parseMonth(period) },
    orderBy: { metricName: 'asc' },
  });
  return Object.fromEntries(rows.map(({ metricName, metricValue }) => [metricName, metricValue.toFixed()]));
}
