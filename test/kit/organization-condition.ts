import { readFileSync } from 'node:fs';
import { observe } from '#src/telemetry/activity.ts';

// Whether a statement names its organization for every distributed table that it reads or changes, as Citus needs it to find the one node.
// By the text, for all engines; what Citus says itself is in test/store/citus/distributed.test.ts.

const DISTRIBUTE = readFileSync(new URL('../../ops/citus/distribute.sql', import.meta.url), 'utf8');

/** The tables that `ops/citus/distribute.sql` puts there. */
export function tablesOfKind(kind: 'reference' | 'distributed' | 'local'): string[] {
  const [, names = ''] = new RegExp(`'${kind}' FROM unnest\\(ARRAY\\[([^\\]]*)\\]`).exec(DISTRIBUTE) ?? [];
  return [...names.matchAll(/'(\w+)'/g)].map(([, name = '']) => name);
}

const DISTRIBUTED = new Set(tablesOfKind('distributed'));
const TABLE = /\b(?:FROM|JOIN|USING|UPDATE)\s+(?:"public"\.)?"?(\w+)"?/gi;
/**
 * `a.organization_id = $1`, or a number in a test's own statement. An equation with another table's is not enough: Citus sends a subquery that
 * has only that to every shard. But the runs of killed programs are closed in several organizations at once (`run`, in `closeInterruptedRuns`),
 * where a server starts or collects. Prisma asks `IN (NULL)` for what belongs to no rows at all.
 */
const CONDITION = /organization_id"?\s*(?:=\s*(?:\$|\d|run\.organization_id)|IN\s*\(\s*(?:\$|NULL))/gi;

/** The distributed tables of a statement that has fewer conditions on the organization than it reads and changes of them. */
export function tablesWithoutCondition(sql: string): string[] {
  const text = sql.replace(/'(?:[^']|'')*'/g, "''");
  const tables = [...text.matchAll(TABLE)].map(([, table = '']) => table).filter((table) => DISTRIBUTED.has(table));
  return [...text.matchAll(CONDITION)].length < tables.length ? tables : [];
}

/**
 * Checks every statement that is sent within one organization until the returned function is called.
 * @throws there, if one lacks a condition
 */
export function checkOrganizations(): () => void {
  const seen = new Set<string>();
  const stop = observe({
    begin(activity) {
      if (activity.kind === 'statement' && isOfOne(activity.access)) seen.add(activity.sql);
      return null;
    },
  });
  return () => {
    stop();
    const without = [...seen].filter((sql) => tablesWithoutCondition(sql).length > 0);
    if (without.length > 0) throw new Error(`Statements without their organization:\n${without.join('\n')}`);
  };
}

function isOfOne(access: string | undefined): boolean {
  return access !== undefined && access !== '' && access !== 'all';
}
