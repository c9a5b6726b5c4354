import { calculateQuarter } from '#src/core/calculation/calculate.ts';
import { leafInputs } from '#src/core/calculation/leaf-inputs.ts';
import { type SettledValue, settledValue, typicalRestatement } from '#src/core/collection/restatement.ts';
import { valueKey } from '#src/core/collection/tie-out.ts';
import { METRICS, type MetricDefinition, metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { Decimal } from '#src/core/number.ts';
import {
  addMonths,
  isMonth,
  type Month,
  monthAt,
  monthsOf,
  type Period,
  periodBoundaries,
  type Quarter,
} from '#src/core/period.ts';
import { type CollectedVendor, supplierOf } from '#src/service/vendors.ts';
import { readFirstCollections } from '#src/store/collection-log.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import { readTieOuts } from '#src/store/tie-outs.ts';
import { type ChangeSince, type MonthSince, readChangesSince } from '#src/store/value-history.ts';
import { type Blocker, readBlockers } from './readiness-blockers.ts';
import type { Report } from './report.ts';

/** How a metric of a period has moved since the first collection after its end. */
export interface SettledMetric extends SettledValue {
  readonly definition: MetricDefinition;
}

/** How much a metric typically moved after a month's end. */
export interface MetricRestatement {
  readonly definition: MetricDefinition;
  /** Fractions of the first values; null with the reason where there are too few months. */
  readonly median: Decimal | null;
  readonly p90: Decimal | null;
  readonly months: number;
  readonly reason: string | null;
}

/** How far a period can still move. What is not asked for is not read. */
export interface Readiness {
  /** Why the period is not ready to be presented; empty if it is. Five statements at most. */
  blockers(): Promise<readonly Blocker[]>;
  /** The metrics that have or had a value, in registry order; empty until the period has ended. */
  settled(): Promise<readonly SettledMetric[]>;
  /** Over the last twelve ended months, of every metric that has a value in one of them. */
  typicalRestatement(): Promise<readonly MetricRestatement[]>;
}

/** Ended months over which it is said what is typical. */
const MONTHS_COMPARED = 12;

/** How far a period can still move (docs/calculations.md section 13). */
export function createReadiness(report: Report, period: Period): Readiness {
  const { id } = report.scope.organization;
  const movements = once(() => withinOrganization(id, () => readMovements(report, period)));
  return {
    blockers: once(() => withinOrganization(id, () => readBlockers(report, period))),
    settled: async () => (await movements()).settled,
    typicalRestatement: async () => (await movements()).typical,
  };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read();
    return reading;
  };
}

/** Three statements, beside the months' values. */
async function readMovements(report: Report, period: Period) {
  const { scope, data, now, timeZone } = report;
  const running = monthAt(now, timeZone);
  const compared = Array.from({ length: MONTHS_COMPARED }, (_, index) => addMonths(running, -1 - index));
  const end = periodBoundaries(period, timeZone).end;
  const own = end <= now ? monthsOf(period).map((month) => ({ month, since: end })) : [];
  const asked = [
    ...own,
    ...compared.map((month) => ({ month, since: periodBoundaries(month, timeZone).end })),
  ] satisfies MonthSince[];
  await data.load({ periods: [period, ...compared] });
  const { prisma } = scope.database;
  const changes = await readChangesSince(prisma, data.organizationId, asked);
  const collections = await readFirstCollections(prisma, data.organizationId, asked);
  const differing = (await readTieOuts(prisma, data.organizationId, compared)).filter(
    ({ state }) => state === 'differs',
  );
  const months = movedMonths(report, asked, { changes, collections });
  return {
    settled: own.length === 0 ? [] : settledMetrics(report, period, months.slice(0, own.length)),
    typical: typicalMetrics(
      months.slice(own.length),
      new Map(differing.map((each) => [valueKey(each), each.vendorNow] as const)),
    ),
  };
}

/** A month's movements since an instant, by metric. */
interface MovedMonth {
  readonly month: Month;
  readonly values: ReadonlyMap<string, SettledValue>;
  /** Metrics of a vendor that is collected, but has not been for this month since. */
  readonly unsettled: ReadonlySet<string>;
}

function movedMonths(
  report: Report,
  asked: readonly MonthSince[],
  {
    changes,
    collections,
  }: {
    readonly changes: readonly ChangeSince[];
    readonly collections: Awaited<ReturnType<typeof readFirstCollections>>;
  },
): MovedMonth[] {
  const { vendorIds } = report.scope.database;
  const collected = new Set(collections.map(({ vendorId }) => vendorId));
  return asked.map(({ month, since }, index) => {
    const first = new Map(
      collections.filter((each) => each.index === index).map(({ vendorId, endedAt }) => [vendorId, endedAt]),
    );
    const ofMonth = byMetric(changes.filter((each) => each.index === index));
    const stored = report.data.month(month).stored;
    const values = new Map<string, SettledValue>();
    const unsettled = new Set<string>();
    for (const { key } of METRICS) {
      const ids = vendorsOf(key).flatMap((vendor) => (collected.has(vendorIds[vendor]) ? [vendorIds[vendor]] : []));
      const ends = ids.map((id) => first.get(id) ?? null);
      if (ends.includes(null)) unsettled.add(key);
      const settledAt = new Date(Math.max(since.getTime() - 1, ...ends.map((at) => at?.getTime() ?? 0)));
      const value = settledValue(ofMonth.get(key) ?? [], settledAt, stored.get(key)?.value ?? null);
      if (value.first !== null || value.now !== null) values.set(key, value);
    }
    return { month, values, unsettled };
  });
}

function byMetric(changes: readonly ChangeSince[]) {
  const byKey = new Map<string, { before: Decimal | null; after: Decimal | null; at: Date }[]>();
  for (const { metric, oldValue: before, newValue: after, changedAt: at } of changes) {
    const earlier = byKey.get(metric) ?? [];
    earlier.push({ before, after, at });
    byKey.set(metric, earlier);
  }
  return byKey;
}

/** The vendors that a metric is from, its inputs' for a calculated one; a person is none. */
function vendorsOf(key: string): readonly CollectedVendor[] {
  const suppliers = leafInputs([key], []).map((leaf) => supplierOf(metricStoredAs(leaf)));
  return [...new Set(suppliers)].flatMap((vendor) => vendor ?? []);
}

function settledMetrics(report: Report, period: Period, months: readonly MovedMonth[]): SettledMetric[] {
  const [only] = months;
  const values = isMonth(period) && only ? only.values : quarterMovements(report, period as Quarter, months);
  return METRICS.flatMap((definition) => {
    const value = values.get(definition.key);
    return value ? [{ definition, ...value }] : [];
  });
}

/** A quarter's metrics by the first values of its months and by the stored ones, with the changes of the months. */
function quarterMovements(
  report: Report,
  quarter: Quarter,
  months: readonly MovedMonth[],
): ReadonlyMap<string, SettledValue> {
  const firstOfMonths = months.map(({ month, values }) => ({
    month,
    values: new Map([...values].flatMap(([key, { first }]) => (first ? [[key, first] as const] : []))),
  }));
  const first = calculateQuarter(quarter, firstOfMonths);
  const stored = report.data.quarter(quarter);
  const keys = [...new Set([...first.keys(), ...stored.keys()])];
  return new Map(
    keys.map((key) => {
      const moved = months.flatMap(({ values }) => values.get(key) ?? []);
      const dates = moved.flatMap(({ lastChangedAt }) => lastChangedAt?.getTime() ?? []);
      return [
        key,
        {
          ...{ first: first.get(key)?.value ?? null, now: stored.get(key)?.value ?? null },
          changes: moved.reduce((sum, { changes }) => sum + changes, 0),
          lastChangedAt: dates.length === 0 ? null : new Date(Math.max(...dates)),
        },
      ];
    }),
  );
}

/** @param vendorNow what a vendor has now where it differs from the stored value: frozen and closed values would not move */
function typicalMetrics(
  months: readonly MovedMonth[],
  vendorNow: ReadonlyMap<string, Decimal | null>,
): MetricRestatement[] {
  return METRICS.flatMap((definition) => {
    const { key } = definition;
    if (!months.some(({ values }) => values.has(key))) return [];
    const moved = months.flatMap(({ month, values, unsettled }): SettledValue[] => {
      const value = unsettled.has(key) ? undefined : values.get(key);
      return value ? [{ ...value, now: vendorNow.get(valueKey({ month, metric: key })) ?? value.now }] : [];
    });
    const typical = typicalRestatement(moved);
    return [{ definition, ...typical, reason: typical.median ? null : tooFew(typical.months) }];
  });
}

function tooFew(months: number): string {
  return `Only ${months} of the last ${MONTHS_COMPARED} ended months can be compared; at least 3 are needed`;
}
