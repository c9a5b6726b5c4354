import { Cron } from 'croner';
import { FURTHER_METRICS } from '#src/core/books/further-readings.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { localDate } from '#src/core/period.ts';
import {
  goodInARow,
  judgeNight,
  NEEDED_NIGHTS,
  type Night,
  type NightMove,
  type NightRun,
  ON_TIME_WITHIN_MS,
} from '#src/core/validation/night.ts';
import { counted } from '#src/core/words.ts';
import { findVendor } from '#src/service/vendors.ts';
import { type RunOfVendor, readRunsSince } from '#src/store/collection-runs.ts';
import type { VendorIds } from '#src/store/engine/base-rows.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { readFindingsOfOrSince, type StoredFinding } from '#src/store/findings.ts';
import { type CollectedChange, readCollectedChanges } from '#src/store/value-history.ts';

/** Whether the last nights show that the collection can be trusted. */
export interface NightlyValidation {
  /** The last nine nights, oldest first. */
  readonly nights: readonly Night[];
  /** How many of the newest are good without a bad one between. */
  readonly goodInARow: number;
  readonly passed: boolean;
  /** Why it has not passed, in sentences; empty if it has. */
  readonly reasons: readonly string[];
}

/** Whose nights, and when collections are due. */
export interface NightsAsked {
  readonly organizationId: number;
  readonly timeZone: string;
  readonly cron: string;
  readonly at: Date;
  readonly vendorIds: VendorIds;
}

/** How long a vendor that was collected is expected in each night. */
const EXPECTED_FOR_MS = 30 * 24 * 60 * 60 * 1_000;

/** When the first of the last nine nights began. */
export function firstNightOf(asked: NightsAsked): Date {
  return scheduledNights(asked)[0]?.scheduledFor ?? asked.at;
}

/** Judges the last nine nights. Three statements; two where the findings since the first night are given. */
export async function readNights(
  reader: Reader,
  asked: NightsAsked,
  given: { readonly findings?: readonly StoredFinding[] } = {},
): Promise<NightlyValidation> {
  const scheduled = scheduledNights(asked);
  const since = firstNightOf(asked);
  const earliest = new Date(Math.min(since.getTime(), asked.at.getTime() - EXPECTED_FOR_MS));
  const runs = nightRuns(await readRunsSince(reader, asked.organizationId, earliest), asked);
  const changes = await readCollectedChanges(reader, asked.organizationId, since);
  const findings = given.findings ?? (await readFindingsOfOrSince(reader, asked.organizationId, { months: [], since }));
  const vendors = [...new Set(runs.flatMap((run) => [...run.vendors.keys()]))].sort();
  const nights = scheduled.map(({ date, scheduledFor }, index) => {
    const until = scheduled[index + 1]?.scheduledFor ?? null;
    const isWithin = (at: Date) => at >= scheduledFor && (until === null || at < until);
    return judgeNight({
      ...{ date, scheduledFor, timeZone: asked.timeZone, vendors },
      runs: runs.filter(({ startedAt }) => isWithin(startedAt)),
      moves: changes.filter(({ changedAt }) => isWithin(changedAt)).map(nightMove),
      openFindings: findings.filter((each) => isOpen(each) && isWithin(each.createdAt)).map(({ message }) => message),
    });
  });
  return { nights, ...verdict(nights) };
}

function verdict(nights: readonly Night[]): Omit<NightlyValidation, 'nights'> {
  const good = goodInARow(nights);
  const lastBad = nights[nights.length - good - 1];
  const reasons = lastBad
    ? [
        `${counted(good, 'good night')} in a row of ${NEEDED_NIGHTS}: the count began again after ${lastBad.date}.`,
        ...lastBad.problems.map(({ message }) => `${lastBad.date}: ${message}`),
      ]
    : [];
  return { goodInARow: good, passed: good >= NEEDED_NIGHTS, reasons };
}

/**
 * The newest nine local dates on which a collection was due, each with its first scheduled time, oldest first. A night counts from
 * the end of the time within which its collection is on time.
 */
function scheduledNights({ cron: pattern, timeZone, at }: NightsAsked): { date: string; scheduledFor: Date }[] {
  const cron = new Cron(pattern, { paused: true, mode: '5-part', timezone: timeZone });
  const nights = new Map<string, Date>();
  let before: Date | undefined = new Date(at.getTime() - ON_TIME_WITHIN_MS + 1_000);
  while (before && nights.size <= NEEDED_NIGHTS) {
    const previous: Date | undefined = cron.previousRuns(1, before)[0];
    if (previous) nights.set(localDate(previous, timeZone), previous);
    before = previous;
  }
  // The oldest date may have earlier times that were not looked at.
  const newestFirst = [...nights].slice(0, NEEDED_NIGHTS);
  return newestFirst.map(([date, scheduledFor]) => ({ date, scheduledFor })).reverse();
}

function nightRuns(rows: readonly RunOfVendor[], { vendorIds }: NightsAsked): NightRun[] {
  const ids = [...new Set(rows.map(({ id }) => id))];
  return ids.flatMap((id) => {
    const own = rows.filter((row) => row.id === id);
    const [first] = own;
    if (!first) return [];
    const vendors = own.flatMap(({ vendorId, failure }) => {
      const vendor = findVendor(vendorIds, vendorId);
      return vendor ? [[vendor.name, failure] as const] : [];
    });
    const { startedAt, status, interrupted: isInterrupted } = first;
    return [{ id, startedAt, isInterrupted, hasEnded: status !== 'running', vendors: new Map(vendors) }];
  });
}

function nightMove({ metric, oldValue, newValue, ...change }: CollectedChange): NightMove {
  const definition = metricStoredAs(metric);
  const isOfBooks = definition.source === 'quickbooks' || FURTHER_METRICS.some((key) => key === metric);
  return {
    ...change,
    label: definition.label,
    before: oldValue && formatValue(oldValue, definition),
    after: formatValue(newValue, definition),
    isExpected: isOfBooks || change.isExpected,
  };
}

function isOpen({ acknowledgedAt, resolvedAt }: StoredFinding): boolean {
  return acknowledgedAt === null && resolvedAt === null;
}
