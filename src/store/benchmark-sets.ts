import { type ExternalBenchmark, percentileTexts } from '#src/store/benchmarks.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';

export type { ExternalBenchmark } from '#src/store/benchmarks.ts';

/** Percentiles of another source. */
export interface NewBenchmarkSet {
  readonly source: string;
  readonly year: number;
  readonly importedAt: Date;
  readonly importedBy: string;
  readonly lines: readonly ExternalBenchmark[];
}

/** Stores a set in place of the one of its source and year. @returns whether there was one */
export async function replaceBenchmarkSet(tx: Transaction, { lines, ...set }: NewBenchmarkSet): Promise<boolean> {
  const { count } = await tx.benchmarkSet.deleteMany({ where: { source: set.source, year: set.year } });
  const { id: setId } = await tx.benchmarkSet.create({ data: set });
  await tx.benchmarkSetLine.createMany({
    data: lines.map(({ kpi, cohort, members, ...percentiles }) => ({
      ...{ setId, kpiName: kpi, cohort, members },
      ...percentileTexts(percentiles),
    })),
  });
  return count > 0;
}

/** What the installation has of benchmarks, without their members. */
export interface BenchmarkOverview {
  readonly sets: readonly (Omit<NewBenchmarkSet, 'lines'> & { readonly lines: number })[];
  /** What is told of peers: how many cohorts, of how many periods, and when the newest was told; null for nothing yet. */
  readonly peers: { readonly tellings: number; readonly periods: number; readonly newestAt: Date | null };
}

export async function readBenchmarkOverview(reader: Reader): Promise<BenchmarkOverview> {
  const sets = await reader.benchmarkSet.findMany({
    orderBy: [{ source: 'asc' }, { year: 'asc' }],
    include: { _count: { select: { lines: true } } },
  });
  const [told] = await reader.$queryRaw<{ tellings: number; periods: number; newestAt: Date | null }[]>`
    SELECT count(*)::integer AS tellings, count(DISTINCT period)::integer AS periods, max(told_at) AS "newestAt"
    FROM qbr_benchmark WHERE members IS NOT NULL`;
  return {
    sets: sets.map(({ source, year, importedAt, importedBy, _count }) => ({
      ...{ source, year, importedAt, importedBy, lines: _count.lines },
    })),
    peers: told ?? { tellings: 0, periods: 0, newestAt: null },
  };
}
