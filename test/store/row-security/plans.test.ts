import { afterAll, beforeAll, expect, it } from 'vitest';
import { readAuditPage } from '#src/store/audit.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import { BOUND_ROLE } from '#src/store/engine/row-security.ts';
import { BOOKS_RESULTS } from '../../graphql/whole-results/books.ts';
import { READINESS_RESULTS } from '../../graphql/whole-results/closing-results.ts';
import { QUERY_RESULTS } from '../../graphql/whole-results/query-results.ts';
import { wholeResult } from '../../graphql/whole-results/whole-result.ts';
import { enterWorld } from '../../graphql/whole-results/world.ts';
import { describeOnOwnDatabases } from '../../kit/databases.ts';
import { asProgram } from '../../kit/operator-database.ts';
import { type Captured, captureStatements } from './captured.ts';
import { type Console, openConsole } from './console.ts';
import { copyToOrganizations, FOREIGN, protectedTables, withoutTriggers } from './outcomes.ts';

// What a policy must not cost: the rows of an organization among those of many are found by an index, as without it.

const ORGANIZATIONS = 150;
/** Entries of an audit trail in which few are about one of the metrics. */
const ENTRIES = 20_000;
const RARE = 'vacant_seats';
/** From so many pages on an index is worth it. */
const LARGE_PAGES = 8;
/** An index that does not begin with the organization, and that an earlier version needs: it is chosen while it is there. */
const OF_ALL: readonly string[] = ['qbr_collection_run_scheduled_for_idx'];

describeOnOwnDatabases(
  'among many organizations',
  (use) => {
    let console: Console;
    let tables: readonly string[];
    let reads: readonly Captured[];

    beforeAll(async () => {
      await enterWorld(use().database);
      const { captured, pglite } = await captureStatements(async () => {
        for (const result of [...QUERY_RESULTS, ...READINESS_RESULTS, ...BOOKS_RESULTS]) {
          await wholeResult(use(), result).catch(() => undefined);
        }
      });
      reads = captured.filter(({ sql }) => /^\s*(SELECT|WITH)/i.test(sql));
      console = await openConsole(use().connection, pglite);
      tables = await protectedTables(console);
      await console.query(
        `INSERT INTO organization (id, name) SELECT id, 'MSP ' || id FROM generate_series(3, ${ORGANIZATIONS}) AS id`,
      );
      await copyToOrganizations(console, tables, `generate_series(3, ${ORGANIZATIONS})`);
      await console.query('ANALYZE');
    }, 300_000);
    afterAll(() => console.close());

    it('each statement of the report finds its rows by an index that begins with the organization', async () => {
      const large = await tablesOfPages(console, LARGE_PAGES);
      const found = new Map<string, readonly string[]>();
      for (const read of reads) {
        const chosen = scansOf(await planOf(console, read)).filter(({ table }) => large.has(table));
        // A table of few pages is read whole, however it could be read once it is large.
        const possible = scansOf(await planOf(console, read, 'SET LOCAL enable_seqscan = off'));
        const others = [...chosen, ...possible].filter(
          (scan) => tables.includes(scan.table) && !isByOrganization(scan),
        );
        if (others.length > 0) {
          found.set(
            read.sql,
            others.map(({ node, table, index }) => `${node} of ${table} by ${index}`),
          );
        }
      }
      expect(Object.fromEntries(found)).toEqual({});
      expect(large.size).toBeGreaterThan(5);
      expect(reads.length).toBeGreaterThan(60);
    });

    it('the few entries about a metric are found among many by the index of what entries are about', async () => {
      const detail = (metric: string) => `jsonb_build_object('metric', '${metric}', 'period', '2025-01')`;
      // Without the chain, which makes a transaction of so many entries slow.
      await withoutTriggers(console, [
        `INSERT INTO qbr_audit (organization_id, id, at, actor, action, detail)
       SELECT ${FOREIGN}, 1000 + n, now(), 'ann', 'metrics.entered', CASE WHEN n % 1000 = 0 THEN ${detail(RARE)} ELSE ${detail('nrr')} END
       FROM generate_series(1, ${ENTRIES}) AS n`,
        `INSERT INTO qbr_audit_subject (organization_id, kind, subject, entry_id)
       SELECT organization_id, kind, subject, id FROM qbr_audit, qbr_audit_subjects(detail) WHERE organization_id = ${FOREIGN} AND id > 1000`,
      ]);
      await console.query('ANALYZE qbr_audit, qbr_audit_subject');
      const { captured } = await captureStatements(async () => {
        const { prisma } = asProgram(use().database);
        await withinOrganization(FOREIGN, () =>
          readAuditPage(prisma, FOREIGN, { metric: RARE }, { olderThan: null, limit: 50 }),
        );
      });
      const [search] = captured.filter(({ sql }) => sql.includes('qbr_audit_subject'));
      if (!search) throw new Error('Nothing was searched');
      const scans = scansOf(await planOf(console, search));
      expect(scans.map(({ table, index }) => [table, index]).sort()).toEqual([
        ['qbr_audit', 'qbr_audit_pkey'],
        ['qbr_audit_subject', 'qbr_audit_subject_pkey'],
      ]);
      for (const { condition } of scans) expect(condition).toMatch(/organization_id = /);
      // Not the whole trail of the organization.
      expect(scans.find(({ table }) => table === 'qbr_audit_subject')?.condition).toMatch(/subject.* = /);
      expect(scans.find(({ table }) => table === 'qbr_audit')?.condition).toMatch(/\bid = /);
    });
  },
  { notOnCitus: 'its plans are of two levels' },
);

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** @param setting a statement before it, of the same transaction */
async function planOf(console: Console, { sql, parameters }: Captured, setting = 'SELECT'): Promise<PlanNode> {
  await console.query('BEGIN');
  try {
    await console.query(`SELECT set_config('role', $1, true), set_config('qbr.organization', $2, true)`, [
      BOUND_ROLE,
      `${FOREIGN}`,
    ]);
    await console.query(setting);
    const { rows } = await console.query(`EXPLAIN (FORMAT JSON) ${sql}`, parameters);
    const [explained] = rows as { 'QUERY PLAN': readonly { Plan: PlanNode }[] }[];
    const plan = explained?.['QUERY PLAN'][0]?.Plan;
    if (!plan) throw new Error('No plan');
    return plan;
  } finally {
    await console.query('ROLLBACK');
  }
}

interface Scan {
  readonly node: string;
  readonly table: string;
  readonly index: string;
  readonly condition: string;
}

/** How the plan comes to rows of tables. A bitmap is made by the indexes below it. */
function scansOf(plan: PlanNode): Scan[] {
  const { Plans: parts = [], 'Relation Name': table, 'Node Type': node } = plan;
  if (table === undefined) return parts.flatMap(scansOf);
  const indexes = node === 'Bitmap Heap Scan' ? parts.flatMap(indexesOf) : [plan];
  const own = indexes.map((by) => ({
    ...{ node, table, index: by['Index Name'] ?? 'none' },
    condition: by['Index Cond'] ?? '',
  }));
  return [...own, ...parts.flatMap(scansOf)];
}

function indexesOf(plan: PlanNode): readonly PlanNode[] {
  return plan['Index Name'] === undefined ? (plan.Plans ?? []).flatMap(indexesOf) : [plan];
}

function isByOrganization({ condition, index }: Scan): boolean {
  return condition.includes('organization_id') || OF_ALL.includes(index);
}

async function tablesOfPages(console: Console, pages: number): Promise<ReadonlySet<string>> {
  const { rows } = await console.query(
    `SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relpages >= ${pages}`,
  );
  return new Set((rows as { name: string }[]).map(({ name }) => name));
}
