import { Decimal } from '#src/core/number.ts';
import { parsePeriod } from '#src/core/period.ts';
import type { Paper } from '#src/files/pack-content.ts';
import { packContent } from '#src/service/pack/content.ts';
import { exportPack } from '#src/service/pack/pack.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { setThreshold } from '#src/service/thresholds/set.ts';
import type { Database } from '#src/store/engine/database.ts';
import { NOW } from '../../graphql/api.ts';
import { enterMonths, FIRST_QUARTER_2025 } from '../../graphql/books.ts';
import { scopeOn } from '../../kit/services.ts';

/** The quarter of the packs under test; it has ended, and Q4 2025 too. */
export const QUARTER = '2026-Q1';

const MONTHS = ['2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-03'];

/** Q1 of two years and the quarter between them, with thresholds; nothing of devices or books but what the worked example has. */
export async function fillQuarters(database: Database): Promise<void> {
  await enterMonths(database, FIRST_QUARTER_2025);
  for (const [index, month] of MONTHS.entries()) {
    await enterMonths(database, {
      [month]: {
        reactive_tickets_created: 380 + index * 7,
        reactive_tickets_closed: 371 + index * 9,
        reactive_time_spent: 150.25 + index,
        endpoints_managed: 590 + index,
        technical_employees: 5.5,
        nrr: 12_000 + index * 700,
        mrr: 112_000 + index * 350,
        total_revenue: 160_000 + index * 1_200,
        total_expenses: 140_000 + index * 350,
        new_mrr: index * 500,
        lost_mrr: 300,
      },
    });
  }
  const scope = scopeOn(database, NOW);
  const limits = [
    ['net_profit_pct', 'warning', 'min', '0.2'],
    ['net_profit_pct', 'critical', 'min', '0.1'],
    ['rhem', 'warning', 'max', '0.2'],
    ['total_close_pct', 'warning', 'min', '0.9'],
  ] as const;
  for (const [metric, type, bound, value] of limits) {
    await setThreshold(scope, { metric, type, bound, value: new Decimal(value) });
  }
}

/** What the pack of a period says. */
export function contentOf(database: Database, period: string, at = NOW) {
  return packContent(createReport(scopeOn(database, at), createSnapshots(database)), parsePeriod(period));
}

/** The pack of a period. */
export async function packOf(
  database: Database,
  period: string,
  { paper = 'letter', at = NOW }: { readonly paper?: Paper; readonly at?: Date } = {},
): Promise<Uint8Array> {
  const { bytes } = await exportPack(createReport(scopeOn(database, at), createSnapshots(database)), { period, paper });
  return bytes;
}
