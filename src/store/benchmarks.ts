import type { Cohort } from '#src/core/benchmarks/cohort.ts';
import type { Percentiles } from '#src/core/benchmarks/percentiles.ts';
import type { Decision, LastTelling } from '#src/core/benchmarks/telling.ts';
import { Decimal } from '#src/core/number.ts';
import type { Month, Period, Quarter } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';

/** The values of a SmartNumber in a period that members share, with what their sizes say; lists of equal length. */
export interface SharedValues {
  readonly period: Period;
  readonly kpi: string;
  readonly organizationIds: readonly number[];
  readonly endpoints: readonly (number | null)[];
  readonly values: readonly Decimal[];
  /** When each value was stored, in microseconds since 1970. */
  readonly versions: readonly string[];
}

/** A SmartNumber in a period. */
export interface Told {
  readonly period: Period;
  readonly kpi: string;
}

/** The years, `YYYY`, of which there are tellings or exact values that members share. */
export async function readSharedYears(reader: Reader): Promise<string[]> {
  const rows = await reader.$queryRaw<{ year: string }[]>`
    SELECT left(period, 4) AS year FROM qbr_smartnumbers JOIN qbr_setting AS setting USING (organization_id)
      JOIN organization ON organization.id = organization_id
    WHERE organization.archived_at IS NULL AND setting.key = 'benchmarks' AND setting.value->>'participation' = 'share'
    UNION SELECT left(period, 4) FROM qbr_benchmark ORDER BY 1`;
  return rows.map(({ year }) => year);
}

/**
 * The exact values of a year's periods, up to the last month and quarter given, of all active organizations that share. One list for each
 * SmartNumber and period that anybody shares.
 */
export async function readSharedValues(
  reader: Reader,
  year: string,
  { month, quarter }: { readonly month: Month; readonly quarter: Quarter },
): Promise<SharedValues[]> {
  const rows = await reader.$queryRaw<SharedRow[]>`
    SELECT stored.period, stored.kpi_name AS kpi, array_agg(stored.organization_id ORDER BY stored.organization_id) AS "organizationIds",
      array_agg(setting.value->>'endpoints' ORDER BY stored.organization_id) AS endpoints,
      array_agg(stored.kpi_value::text ORDER BY stored.organization_id) AS values,
      array_agg((extract(epoch FROM stored.updated_at) * 1000000)::bigint::text ORDER BY stored.organization_id) AS versions
    FROM qbr_smartnumbers AS stored JOIN qbr_setting AS setting USING (organization_id)
      JOIN organization ON organization.id = organization_id
    WHERE organization.archived_at IS NULL AND setting.key = 'benchmarks' AND setting.value->>'participation' = 'share' AND left(stored.period, 4) = ${year}
      AND CASE stored.period_type
        WHEN 'monthly' THEN stored.months_covered = 1 AND stored.period COLLATE "C" <= ${month}
        ELSE stored.months_covered = 3 AND stored.period COLLATE "C" <= ${quarter} END
    GROUP BY stored.period, stored.kpi_name`;
  return rows.map(({ endpoints, values, ...row }) => ({
    ...row,
    endpoints: endpoints.map((each) => (each === null ? null : Number(each))),
    values: values.map((each) => new Decimal(each)),
  }));
}

interface SharedRow extends Omit<SharedValues, 'endpoints' | 'values'> {
  readonly endpoints: readonly (string | null)[];
  readonly values: readonly string[];
}

/** The last tellings of a year's periods, the withdrawn ones included. */
export async function readLastTellings(
  reader: Reader,
  year: string,
): Promise<(Told & LastTelling & { readonly cohort: Cohort })[]> {
  const rows = await reader.$queryRaw<LastRow[]>`
    SELECT period, kpi_name AS kpi, cohort, members IS NOT NULL AS stands, counted, versions::text[] AS versions
    FROM qbr_benchmark WHERE left(period, 4) = ${year}`;
  return rows.map(({ counted, versions, ...row }) => ({
    ...row,
    members: new Map(counted.map((id, index) => [id, versions[index] ?? ''])),
  }));
}

interface LastRow extends Told {
  readonly cohort: Cohort;
  readonly stands: boolean;
  readonly counted: readonly number[];
  readonly versions: readonly string[];
}

/** Stores what was decided at an instant, in at most two statements. */
export async function saveTellings(tx: Transaction, decisions: readonly (Told & Decision)[], at: Date): Promise<void> {
  const told = decisions.flatMap(({ period, kpi, told }) =>
    told.map(({ cohort, members, percentiles }) => ({
      ...{ period, kpi, cohort, members: members.size, counted: [...members.keys()], versions: [...members.values()] },
      ...percentileTexts(percentiles),
    })),
  );
  if (told.length > 0) {
    await tx.$executeRaw`
      INSERT INTO qbr_benchmark (period, kpi_name, cohort, members, p10, p25, p50, p75, p90, told_at, counted, versions)
      SELECT period, kpi, cohort, members, p10, p25, p50, p75, p90, ${at}::timestamptz, counted, versions
      FROM jsonb_to_recordset(${JSON.stringify(told)}::jsonb) AS row (period text, kpi text, cohort text, members integer,
        p10 numeric, p25 numeric, p50 numeric, p75 numeric, p90 numeric, counted integer[], versions bigint[])
      ON CONFLICT (period, kpi_name, cohort) DO UPDATE SET members = excluded.members, p10 = excluded.p10, p25 = excluded.p25,
        p50 = excluded.p50, p75 = excluded.p75, p90 = excluded.p90, told_at = excluded.told_at, counted = excluded.counted,
        versions = excluded.versions`;
  }
  const withdrawn = decisions.flatMap(({ period, kpi, withdrawn }) =>
    withdrawn.map((cohort) => ({ period, kpi, cohort })),
  );
  if (withdrawn.length > 0) {
    await tx.$executeRaw`
      UPDATE qbr_benchmark AS stored SET members = NULL, p10 = NULL, p25 = NULL, p50 = NULL, p75 = NULL, p90 = NULL
      FROM jsonb_to_recordset(${JSON.stringify(withdrawn)}::jsonb) AS row (period text, kpi text, cohort text)
      WHERE stored.period = row.period AND stored.kpi_name = row.kpi AND stored.cohort = row.cohort`;
  }
}

/** Percentiles as texts, for SQL. */
export function percentileTexts({ p10, p25, p50, p75, p90 }: Percentiles) {
  return {
    ...{ p10: p10?.toFixed() ?? null, p25: p25.toFixed(), p50: p50.toFixed() },
    ...{ p75: p75.toFixed(), p90: p90?.toFixed() ?? null },
  };
}

/** Percentiles of a SmartNumber in a cohort, as told. */
export interface ToldPercentiles extends Percentiles {
  readonly kpi: string;
  readonly cohort: Cohort;
  /** How many were counted; null where another source does not say. */
  readonly members: number | null;
}

/** What is told of the peers in a period. */
export interface PeerBenchmark extends ToldPercentiles {
  readonly period: Period;
  readonly toldAt: Date;
}

/** What another source says of a year. */
export interface ExternalBenchmark extends ToldPercentiles {
  readonly source: string;
  readonly year: number;
}

/** What an organization may be told, before its participation is looked at. */
export interface StoredBenchmarks {
  /** The organization's setting; null if it has said nothing. */
  readonly setting: unknown;
  readonly peers: readonly PeerBenchmark[];
  readonly external: readonly ExternalBenchmark[];
}

/** The benchmarks of periods for an organization, in one statement; of the peers only where it shares, of other sources where it receives. */
export async function readBenchmarks(
  reader: Reader,
  organizationId: number,
  periods: readonly Period[],
): Promise<StoredBenchmarks> {
  const [row] = await reader.$queryRaw<{ setting: unknown; peers: PeerRow[] | null; external: ExternalRow[] | null }[]>`
    WITH own AS (
      SELECT value, value->>'participation' AS participation FROM qbr_setting
      WHERE organization_id = ${organizationId}::integer AND key = 'benchmarks')
    SELECT (SELECT value FROM own) AS setting,
      (SELECT json_agg(json_build_object('period', period, 'kpi', kpi_name, 'cohort', cohort, 'members', members, 'toldAt', told_at,
         'p10', p10::text, 'p25', p25::text, 'p50', p50::text, 'p75', p75::text, 'p90', p90::text))
       FROM qbr_benchmark, own
       WHERE participation = 'share' AND members IS NOT NULL AND period = ANY(${[...periods]}::text[])) AS peers,
      (SELECT json_agg(json_build_object('source', source, 'year', year, 'kpi', kpi_name, 'cohort', cohort, 'members', members,
         'p10', p10::text, 'p25', p25::text, 'p50', p50::text, 'p75', p75::text, 'p90', p90::text))
       FROM qbr_benchmark_set JOIN qbr_benchmark_set_line ON set_id = id, own
       WHERE participation IN ('receive', 'share')) AS external`;
  return {
    setting: row?.setting ?? null,
    peers: (row?.peers ?? []).map((each) => ({ ...each, ...toPercentiles(each), toldAt: new Date(each.toldAt) })),
    external: (row?.external ?? []).map((each) => ({ ...each, ...toPercentiles(each) })),
  };
}

/** Percentiles as SQL returns them. */
type PercentileTexts = ReturnType<typeof percentileTexts>;
type PeerRow = Omit<PeerBenchmark, keyof Percentiles | 'toldAt'> & PercentileTexts & { readonly toldAt: string };
type ExternalRow = Omit<ExternalBenchmark, keyof Percentiles> & PercentileTexts;

function toPercentiles({ p10, p25, p50, p75, p90 }: PercentileTexts): Percentiles {
  return {
    ...{ p10: p10 === null ? null : new Decimal(p10), p25: new Decimal(p25), p50: new Decimal(p50) },
    ...{ p75: new Decimal(p75), p90: p90 === null ? null : new Decimal(p90) },
  };
}
