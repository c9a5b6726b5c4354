import type { Database } from '../../src/store/database.ts';
import { enterMonths, FIRST_QUARTER_2025, JANUARY_2026 } from '../graphql/books.ts';

/** 10 July 2026, in the morning of Chicago. */
export const NOW = new Date('2026-07-10T14:00:00Z');

/** Both worked examples of calculations.md, entered by hand. */
export async function storeExamples(database: Database): Promise<void> {
  await enterMonths(database, { ...FIRST_QUARTER_2025, ...JANUARY_2026 });
}

const TABLES = [
  'qbr_metrics_monthly',
  'qbr_metrics_quarterly',
  'qbr_smartnumbers',
  'qbr_thresholds',
  'qbr_value_history',
  'qbr_audit',
] as const;

/** All rows of what a write changes, as text. */
export async function tableContents({ prisma }: Database): Promise<Record<string, string>> {
  const selected = TABLES.map(
    (table) => `(SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM ${table} t) AS ${table}`,
  );
  const [row] = await prisma.$queryRawUnsafe<Record<string, string>[]>(`SELECT ${selected.join(', ')}`);
  return row ?? {};
}
