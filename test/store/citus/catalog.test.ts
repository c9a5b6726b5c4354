import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distributeEmulated } from '../../kit/citus-emulation.ts';
import { freshPostgresql, query } from '../../kit/databases.ts';
import { tablesOfKind } from '../../kit/organization-condition.ts';

// What Citus demands of the catalog, by the file that distributes it (the emulation refuses what Citus refuses) and of what is left.

/** Tables with `organization_id` that stay on one server: who may come in, of several organizations or of none. */
const LOCAL_OF_ORGANIZATIONS = ['qbr_api_key', 'qbr_membership'];

const FOREIGN_KEYS = `SELECT conrelid::regclass::text AS "from", confrelid::regclass::text AS "to", confupdtype AS "onUpdate", confdeltype AS "onDelete",
    EXISTS (SELECT FROM unnest(conkey, confkey) AS pair (own, their)
      JOIN pg_attribute o ON o.attrelid = conrelid AND o.attnum = own JOIN pg_attribute t ON t.attrelid = confrelid AND t.attnum = their
      WHERE o.attname = 'organization_id' AND t.attname = 'organization_id') AS "isOfOne"
  FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`;

interface ForeignKey {
  readonly from: string;
  readonly to: string;
  readonly onUpdate: string;
  readonly onDelete: string;
  readonly isOfOne: boolean;
}

describe('ops/citus/distribute.sql', () => {
  let fresh: Awaited<ReturnType<typeof freshPostgresql>>;
  const run = (script: string) => query(fresh.connection.url, script);
  const rows = <Row>(sql: string) => run(sql) as Promise<unknown> as Promise<Row[]>;
  const names = async (sql: string) => (await rows<{ name: string }>(sql)).map(({ name }) => name).sort();
  let keysBefore: ForeignKey[];
  beforeAll(async () => {
    fresh = await freshPostgresql();
    keysBefore = await rows<ForeignKey>(FOREIGN_KEYS);
    await distributeEmulated(run);
  });

  afterAll(() => fresh.remove());

  it('distributes every table with rows of an organization, but who may come in', async () => {
    const ofOrganizations =
      await names(`SELECT c.relname::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname LIKE 'qbr\\_%' AND attname = 'organization_id'`);
    const distributed = await names(`SELECT logicalrelid::text AS name FROM pg_dist_partition WHERE partmethod = 'h'`);
    expect(distributed).toEqual(ofOrganizations.filter((name) => !LOCAL_OF_ORGANIZATIONS.includes(name)));
    expect(distributed).toEqual(tablesOfKind('distributed').sort());
  });

  it('says of every table where it is', async () => {
    const all = await names(`SELECT relname::text AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'pg_dist_partition'`);
    expect((['reference', 'distributed', 'local'] as const).flatMap(tablesOfKind).sort()).toEqual(all);
  });

  it('leaves foreign keys that Citus has, and all that it can have', async () => {
    const [reference, distributed] = [tablesOfKind('reference'), tablesOfKind('distributed')];
    const keys = await rows<ForeignKey>(FOREIGN_KEYS);
    const between = keys.filter(({ from, to }) => distributed.includes(from) && distributed.includes(to));
    expect(between.length).toBeGreaterThan(8);
    expect(between.filter(({ isOfOne }) => !isOfOne)).toEqual([]);
    // c: cascade, n: set null, d: set default.
    expect(between.filter(({ onUpdate }) => 'cnd'.includes(onUpdate))).toEqual([]);
    expect(between.filter(({ onDelete }) => 'nd'.includes(onDelete))).toEqual([]);
    const isKnown = ({ from, to }: ForeignKey) =>
      distributed.includes(from) ? distributed.includes(to) || reference.includes(to) : !distributed.includes(to);
    expect(keys.filter((key) => !isKnown(key))).toEqual([]);
    // Only those of tables on one server to a table on all of them are gone.
    const lost = keysBefore.length - keys.length;
    const isLost = ({ from, to }: ForeignKey) => !distributed.includes(from) && reference.includes(to);
    expect(lost).toBe(keysBefore.filter(isLost).length);
    expect(keys.filter(isLost)).toEqual([]);
  });

  it('leaves triggers and policies on one server only', async () => {
    const local = tablesOfKind('local');
    const triggered = await names(
      `SELECT DISTINCT tgrelid::regclass::text AS name FROM pg_trigger WHERE NOT tgisinternal`,
    );
    expect(triggered).toEqual(
      ['api_key', 'benchmark', 'benchmark_set', 'benchmark_set_line', 'membership', 'person', 'session'].map(
        (name) => `qbr_${name}`,
      ),
    );
    expect(triggered.filter((name) => !local.includes(name))).toEqual([]);
    expect(await names(`SELECT polrelid::regclass::text AS name FROM pg_policy`)).toEqual(LOCAL_OF_ORGANIZATIONS);
  });

  it('does nothing when it is run again', async () => {
    const before = await rows(FOREIGN_KEYS);
    await distributeEmulated(run);
    expect(await rows(FOREIGN_KEYS)).toEqual(before);
  });

  it.each([
    [
      'a table that it does not know',
      'organization_id INT NOT NULL',
      'does not say where these tables are to be: qbr_later',
    ],
  ])('refuses %s', async (_, columns, message) => {
    await run(`CREATE TABLE qbr_later (${columns})`);
    await expect(distributeEmulated(run)).rejects.toThrow(message);
    await run('DROP TABLE qbr_later');
  });

  it.each([
    ['a unique key without the organization', 'organization_id INT NOT NULL, id INT PRIMARY KEY', '', /unique key/],
    ['rows of no organization', 'organization_id INT', '', /rows of no organization/],
    ['a foreign key', 'organization_id INT NOT NULL REFERENCES organization (id)', '', /foreign keys/],
    [
      'a function of its row',
      'organization_id INT NOT NULL',
      `CREATE FUNCTION qbr_of_row(qbr_later) RETURNS INT LANGUAGE sql AS 'SELECT 1'`,
      /takes a row/,
    ],
    [
      'a trigger',
      'organization_id INT NOT NULL',
      'CREATE TRIGGER later AFTER INSERT ON qbr_later EXECUTE FUNCTION qbr_notify_fixed()',
      /has triggers/,
    ],
    ['a policy', 'organization_id INT NOT NULL', 'CALL qbr_protect_organizations()', /policy with a subquery/],
  ])('is emulated so that %s is refused', async (_, columns, more, message) => {
    await run(`CREATE TABLE qbr_later (${columns}); ${more}`);
    await expect(run(`SELECT create_distributed_table('qbr_later', 'organization_id', 'none')`)).rejects.toThrow(
      message,
    );
    await run('DROP TABLE qbr_later CASCADE');
  });
});
