import type { Participation } from '#src/core/benchmarks/participation.ts';
import type { Database } from '#src/store/engine/database.ts';

/** An organization that takes part in benchmarks, with values by SmartNumber. */
export interface Peer {
  readonly id: number;
  readonly participation?: Participation;
  readonly endpoints?: number | null;
  readonly values?: Readonly<Record<string, number | string>>;
}

/** When values are stored, unless a test says otherwise. */
const STORED_AT = '2025-04-02T03:00:00Z';

/**
 * Stores organizations and how they take part, and replaces their values of a period.
 * @param monthsCovered all months of the period, unless a test says otherwise
 */
export async function storePeers(
  { transaction }: Pick<Database, 'transaction'>,
  period: string,
  peers: readonly Peer[],
  { at = STORED_AT, monthsCovered }: { readonly at?: string; readonly monthsCovered?: number } = {},
): Promise<void> {
  const isQuarter = period.includes('Q');
  const covered = monthsCovered ?? (isQuarter ? 3 : 1);
  const first = isQuarter ? (Number(period.slice(6)) - 1) * 3 + 1 : Number(period.slice(5));
  const months = Array.from(
    { length: covered },
    (_, i) => `${period.slice(0, 4)}-${String(first + i).padStart(2, '0')}`,
  );
  // A transaction of the program, which knows of the change at once.
  await transaction(async (tx) => {
    for (const { id, participation = 'share', endpoints = null, values = {} } of peers) {
      await tx.$executeRaw`INSERT INTO organization (id, name) VALUES (${id}::integer, ${`Peer ${id}`}) ON CONFLICT (id) DO NOTHING`;
      const setting = JSON.stringify({ participation, endpoints, employees: null, label: null });
      await tx.$executeRaw`INSERT INTO qbr_setting VALUES (${id}::integer, 'benchmarks', ${setting}::jsonb, now(), 'test')
        ON CONFLICT (organization_id, key) DO UPDATE SET value = excluded.value`;
      const rows = JSON.stringify(Object.entries(values).map(([kpi, value]) => ({ kpi, value: String(value) })));
      await tx.$executeRaw`INSERT INTO qbr_smartnumbers
          (organization_id, period, kpi_name, period_type, kpi_value, calculation_method, months_covered, months, updated_at)
        SELECT ${id}::integer, ${period}, kpi, ${isQuarter ? 'quarterly' : 'monthly'}, value, 'test', ${covered}::smallint, ${months}::text[],
          ${at}::timestamptz
        FROM jsonb_to_recordset(${rows}::jsonb) AS row (kpi text, value numeric)
        ON CONFLICT (organization_id, period, kpi_name) DO UPDATE SET kpi_value = excluded.kpi_value,
          months_covered = excluded.months_covered, months = excluded.months, updated_at = excluded.updated_at`;
    }
  });
}

/** Peers with ids from `first` on and one value each. */
export function peersWith(
  kpi: string,
  values: readonly (number | string)[],
  first = 1,
  endpoints: number | null = null,
): Peer[] {
  return values.map((value, index) => ({ id: first + index, endpoints, values: { [kpi]: value } }));
}
