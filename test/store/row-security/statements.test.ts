import { expect, it, onTestFinished } from 'vitest';
import { describeOnOwnDatabases } from '../../kit/databases.ts';
import { captureBroadRun } from './broad-run.ts';
import { neutralised } from './captured.ts';
import { openConsole } from './console.ts';
import { copyToOwn, outcomes, protectedTables } from './outcomes.ts';

// Every statement that the whole answers of the API send, each without its conditions on the organization, within an organization that
// must not notice the rows of another one: what it answers and changes is the same with and without them.

describeOnOwnDatabases(
  'a statement that has lost its organization',
  (use) => {
    it('sees and changes nothing of another organization', async () => {
      const { captured, pglite } = await captureBroadRun(use());
      const console = await openConsole(use().connection, pglite);
      onTestFinished(() => console.close());
      const tables = await protectedTables(console);
      await copyToOwn(console, tables);
      const ofOrganizations = captured.filter(({ sql }) => tables.some((table) => sql.includes(table)));
      const tried = ofOrganizations.filter(({ sql }) => /^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)/i.test(sql));
      const without = tried.map((each) => ({ ...each, sql: neutralised(each.sql) }));
      const beside = await outcomes(console, without, { tables, isBound: true, isAlone: false });
      const alone = await outcomes(console, without, { tables, isBound: true, isAlone: true });
      const differing = without.filter((_, index) => beside[index]?.answer !== alone[index]?.answer);
      expect(differing.map(({ sql }) => sql)).toEqual([]);
      expect(without.filter((_, index) => beside[index]?.hasChanged).map(({ sql }) => sql)).toEqual([]);
      // What they would do without the policies, so that the test is known to find it.
      const unbound = await outcomes(console, without, { tables, isBound: false, isAlone: false });
      const neutral = without.filter(({ sql }, index) => sql !== tried[index]?.sql);
      const leaking = without.filter(
        (_, index) => unbound[index]?.hasChanged || unbound[index]?.answer !== alone[index]?.answer,
      );
      const counts = `${tried.length} statements, ${neutral.length} without their condition, of which ${leaking.length} would leak`;
      process.stdout.write(`${counts}\n`);
      expect(tried.length).toBeGreaterThan(100);
      expect(neutral.length).toBeGreaterThan(80);
      expect(leaking.length).toBeGreaterThan(60);
    }, 900_000);
  },
  { notOnCitus: 'it has no policies' },
);
