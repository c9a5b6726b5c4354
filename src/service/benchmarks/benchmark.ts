import { type Band, bandOf, type Cohort } from '#src/core/benchmarks/cohort.ts';
import { parseBenchmarkSettings } from '#src/core/benchmarks/participation.ts';
import { type Standing, standingOf, standingWords } from '#src/core/benchmarks/standing.ts';
import { isMonth, type Period } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';
import type { SmartNumberReport } from '#src/service/report/report.ts';
import type { ExternalBenchmark, PeerBenchmark, StoredBenchmarks, ToldPercentiles } from '#src/store/benchmarks.ts';

/** Percentiles beside a SmartNumber's value, and where the value stands among them. */
export interface Benchmark extends ToldPercentiles {
  /** Of the peers in this installation; or the name of another source. */
  readonly source: string | null;
  /** The year that another source speaks of. */
  readonly year: number | null;
  /** Null for a value that does not cover its whole period, or is absent. */
  readonly standing: (Standing & { readonly words: string }) | null;
}

/**
 * The benchmark of a value: what is told of peers of the organization's size, or else of all, or else what another source says. Null where
 * there is none, and for an organization that does not take part.
 */
export async function benchmarkOf(value: SmartNumberReport): Promise<Benchmark | null> {
  const { report, period, definition } = value;
  const stored = await report.pages.benchmarks(period);
  const band = bandOf(parseBenchmarkSettings(stored.setting).endpoints);
  const { key } = definition;
  const peers = ofCohort(
    stored.peers.filter((each) => each.kpi === key && each.period === period),
    band,
  );
  const found = peers ?? externalOf(stored, { period, band, value });
  if (!found) return null;
  const { source, year } = 'source' in found ? found : { source: null, year: null };
  return { ...found, source, year, standing: ownStanding(value, found) };
}

function ofCohort<Found extends { readonly cohort: Cohort }>(
  found: readonly Found[],
  band: Band | null,
): Found | undefined {
  return found.find(({ cohort }) => cohort === band) ?? found.find(({ cohort }) => cohort === 'all');
}

/** The newest set of the period's year or an earlier one. A sum of months is one of a quarter's there. */
function externalOf(
  { external }: StoredBenchmarks,
  { period, band, value }: { readonly period: Period; readonly band: Band | null; readonly value: SmartNumberReport },
): ExternalBenchmark | undefined {
  if (value.definition.isSumOfMonths && isMonth(period)) return undefined;
  const known = external.filter(({ kpi, year }) => kpi === value.definition.key && year <= Number(period.slice(0, 4)));
  const newest = Math.max(...known.map(({ year }) => year));
  return ofCohort(
    known.filter(({ year }) => year === newest),
    band,
  );
}

function ownStanding(value: SmartNumberReport, found: PeerBenchmark | ExternalBenchmark): Benchmark['standing'] {
  if (!value.value || value.state !== 'EXACT') return null;
  const standing = standingOf(value.value, found, value.definition.better);
  return { ...standing, words: standingWords(standing, whom(found)) };
}

/** `23 MSPs of your size`, `the MSPs in Example Survey 2025`. */
function whom(found: PeerBenchmark | ExternalBenchmark): string {
  const msps = found.members === null ? 'the MSPs' : counted(found.members, 'MSP');
  const size = found.cohort === 'all' ? '' : ' of your size';
  return 'source' in found ? `${msps}${size} in ${found.source} ${found.year}` : `${msps}${size}`;
}
