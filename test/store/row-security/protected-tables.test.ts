import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { TABLES_OF_NONE } from '#src/store/engine/observed-adapter.ts';
import { describeOnBothDatabases, describeOnOwnDatabases, freshPostgresql, query } from '../../kit/databases.ts';

/** Every table of this program that has `organization_id`, and how it is protected. */
const TABLES = `SELECT c.relname::text AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
    (SELECT coalesce(json_agg(json_build_array(polname, polpermissive, polcmd, pg_get_expr(polqual, polrelid), polwithcheck IS NULL)), '[]')
     FROM pg_policy WHERE polrelid = c.oid)::text AS policies
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'organization_id' AND NOT a.attisdropped
  ORDER BY 1`;

interface Table {
  readonly name: string;
  readonly forced: boolean;
  readonly policies: string;
}

const POLICY = [
  'qbr_organization',
  true,
  '*',
  '((organization_id = ( SELECT qbr_organization() AS qbr_organization)) OR ( SELECT qbr_is_everywhere() AS qbr_is_everywhere))',
  true,
];

describeOnBothDatabases(
  'row-level security',
  (use) => {
    it('protects every table with rows of organizations', async () => {
      const tables = await use().database.prisma.$queryRawUnsafe<Table[]>(TABLES);
      expect(tables.length).toBeGreaterThan(25);
      const found = tables.map(({ name, forced, policies }) => ({
        name,
        forced,
        policies: JSON.parse(policies) as unknown,
      }));
      expect(found).toEqual(tables.map(({ name }) => ({ name, forced: true, policies: [POLICY] })));
    });
  },
  { notOnCitus: 'it has no policies' },
);

it('The tables whose rows belong to no organization are known', async () => {
  const others = `SELECT c.relname::text AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
    AND c.relname LIKE 'qbr\\_%' AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid) ORDER BY 1`;
  const { connection, remove } = await freshPostgresql();
  onTestFinished(remove);
  expect((await query<{ name: string }>(connection.url, others)).map(({ name }) => name)).toEqual(TABLES_OF_NONE);
});

describeOnOwnDatabases(
  'a table that a later migration makes',
  (use) => {
    it('is protected by the procedure, which leaves others alone', async () => {
      const { prisma } = use().database;
      await prisma.$executeRawUnsafe('CREATE TABLE qbr_later (organization_id INT NOT NULL, period TEXT)');
      await prisma.$executeRawUnsafe('CREATE TABLE inventory (organization_id INT NOT NULL)');
      const before = await prisma.$queryRawUnsafe<Table[]>(TABLES);
      await prisma.$executeRawUnsafe('CALL qbr_protect_organizations()');
      const after = await prisma.$queryRawUnsafe<Table[]>(TABLES);
      const changed = after.filter((table, index) => JSON.stringify(table) !== JSON.stringify(before[index]));
      expect(changed.map(({ name, forced, policies }) => ({ name, forced, policies: JSON.parse(policies) }))).toEqual([
        { name: 'qbr_later', forced: true, policies: [POLICY] },
      ]);
    });
  },
  { notOnCitus: 'it has no policies' },
);

it('Prisma joins no reads of several organizations into one statement, as it does with `findUnique` of one moment', () => {
  const used = sourcesOf(fileURLToPath(new URL('../../../src', import.meta.url))).flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/\.(\w+)\.findUnique(?:OrThrow)?\(/g)].map(([, model]) => model),
  );
  // Neither these rows are an organization's, nor what is read with them.
  expect(new Set(used)).toEqual(new Set(['organization', 'signIn']));
});

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('generated'))
    .map((name) => `${folder}/${name}`);
}
