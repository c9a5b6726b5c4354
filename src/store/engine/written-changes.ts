import type { Access } from './organization-context.ts';
import type { SqlSession } from './sql-session.ts';

// The notifications of changes where no trigger of the database sends them. Citus has no triggers on distributed tables, so that this program
// notifies itself, in the transaction of the statement (ops/decisions/0030-citus-beyond-one-server.md). It knows the table and the organization,
// but not the years, which only a trigger sees in the rows.

/** What a write to a table is about, as the table's triggers say it: `7:2025`, `7:`, `organization:7`, `access` or `*`. */
type Notifier = 'years' | 'organizations' | 'names' | 'access' | 'everything';

/** The tables that are notified of. A test compares them with the triggers of the migrations. */
export const NOTIFIED_TABLES: Readonly<Record<string, Notifier>> = {
  organization: 'names',
  qbr_account_mapping: 'organizations',
  qbr_api_key: 'access',
  qbr_backup_drill: 'organizations',
  qbr_benchmark: 'everything',
  qbr_benchmark_set: 'everything',
  qbr_benchmark_set_line: 'everything',
  qbr_books_connection: 'organizations',
  qbr_books_month: 'years',
  qbr_books_online: 'organizations',
  qbr_closing_proposal: 'years',
  qbr_collection_log: 'organizations',
  qbr_collection_run: 'organizations',
  qbr_evidence: 'years',
  qbr_finding: 'years',
  qbr_import: 'organizations',
  qbr_membership: 'access',
  qbr_metrics_monthly: 'years',
  qbr_metrics_quarterly: 'years',
  qbr_period_closing: 'years',
  qbr_person: 'access',
  qbr_presentation: 'years',
  qbr_secret: 'organizations',
  qbr_session: 'access',
  qbr_setting: 'organizations',
  qbr_smartnumbers: 'years',
  qbr_statement: 'years',
  qbr_thresholds: 'organizations',
  qbr_tie_out: 'years',
};

/** How Citus has distributed a database. */
export interface Distribution {
  /** The tables that it has distributed, or copied to every node; none without it. */
  readonly distributed: ReadonlySet<string>;
  /** The tables of `NOTIFIED_TABLES` whose triggers do not notify. */
  readonly untriggered: ReadonlySet<string>;
}

/** Reads from the catalog what is distributed, and which tables have no trigger that notifies. */
export async function readDistribution(session: SqlSession): Promise<Distribution> {
  const names = Object.keys(NOTIFIED_TABLES);
  const [found] = await session.query<{ names: string[]; isCitus: boolean }>(
    `SELECT to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL AS "isCitus",
       ARRAY(SELECT c.relname::text FROM pg_class c
         WHERE c.relnamespace = 'public'::regnamespace AND c.relname IN (${names.map((_, index) => `$${index + 1}`).join()})
           AND NOT EXISTS (SELECT FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
             WHERE t.tgrelid = c.oid AND t.tgenabled <> 'D' AND p.proname LIKE 'qbr\\_notify\\_%')) AS names`,
    names,
  );
  const distributed = found?.isCitus ? await readDistributed(session) : [];
  // The triggers that Citus can be made to accept are not fired by statements on shards.
  const unheard = distributed.filter((name) => name in NOTIFIED_TABLES);
  return { distributed: new Set(distributed), untriggered: new Set([...(found?.names ?? []), ...unheard]) };
}

async function readDistributed(session: SqlSession): Promise<string[]> {
  const rows = await session.query<{ name: string }>(
    `SELECT c.relname::text AS name FROM pg_dist_partition d JOIN pg_class c ON c.oid = d.logicalrelid
     WHERE c.relnamespace = 'public'::regnamespace AND (d.partmethod <> 'n' OR d.repmodel = 't')`,
  );
  return rows.map(({ name }) => name);
}

/** The name of a table that a statement of this program writes to. It truncates none. */
const WRITTEN = /\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(?:"?public"?\.)?"?(\w+)"?/gi;

/**
 * What a statement changes in tables without triggers, as notifications.
 * @param access whose rows it changes
 */
export function changesOf(sql: string, access: Access, untriggered: ReadonlySet<string>): readonly string[] {
  if (untriggered.size === 0) return [];
  const written = [...sql.matchAll(WRITTEN)].map(([, table = '']) => table).filter((table) => untriggered.has(table));
  return [...new Set(written.map((table) => notificationOf(NOTIFIED_TABLES[table], access)))];
}

function notificationOf(notifier: Notifier | undefined, access: Access): string {
  if (notifier === 'access') return 'access';
  const isOfOne = access !== 'all' && access !== '';
  if (isOfOne && notifier === 'years') return `${access}:*`;
  if (isOfOne && notifier === 'organizations') return `${access}:`;
  return '*';
}

/** Whether a statement that this many rows are reported of may have changed some. */
export function mayHaveChanged(sql: string, result: unknown): boolean {
  // Beside a WITH the number is that of the last part.
  return result !== 0 || /^\s*WITH\b/i.test(sql);
}
