import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#src/store/engine/database.ts';
import { acrossOrganizations, withinOrganization } from '#src/store/engine/organization-context.ts';
import { BOUND_ROLE } from '#src/store/engine/row-security.ts';
import { observe } from '#src/telemetry/activity.ts';
import { type DatabaseUnderTest, describeOnBothDatabases, query } from '../../kit/databases.ts';
import { asProgram } from '../../kit/operator-database.ts';
import { enter, scopeOn } from '../../kit/services.ts';

// What a repository does that has forgotten its condition. The functions below are this test's, and run as the program's do: the
// database that is used is the program's own, not the operator's of the test kit.

const ORGANIZATIONS = [1, 2] as const;
const PERIODS = ['2025-01', '2025-02', '2025-03'];
const OUTSIDE = /outside of any organization/;

/** A value that says whose it is. */
const marked = (organization: number, count = 0) => organization * 1_000 + count;

describeOnBothDatabases(
  'an organization without a condition',
  (use) => {
    beforeAll(async () => {
      const { prisma } = use().database;
      await prisma.organization.create({ data: { id: 2, name: 'Second MSP' } });
      for (const organizationId of ORGANIZATIONS) {
        for (const period of PERIODS) await prisma.monthlyMetric.create({ data: row(organizationId, period, 'nrr') });
        await prisma.setting.create({
          data: { organizationId, key: 'mark', value: organizationId, updatedAt: new Date(), updatedBy: 'test' },
        });
      }
    });

    it('reads its own rows, by Prisma, by SQL, past Prisma and in a transaction', async () => {
      for (const organization of ORGANIZATIONS) {
        const seen = await withinOrganization(organization, () => everythingSeen(programs(use())));
        expect(seen).toEqual(Array(4).fill(PERIODS.map(() => marked(organization))));
      }
      const all = await acrossOrganizations(() => everythingSeen(programs(use())));
      expect(all[0]).toHaveLength(2 * PERIODS.length);
    });

    it('changes and deletes its own rows only', async () => {
      const { transaction } = programs(use());
      const counts = await withinOrganization(2, () =>
        transaction(async (tx) => {
          const { count: updated } = await tx.monthlyMetric.updateMany({ data: { notes: 'touched' } });
          const raw = await tx.$executeRaw`UPDATE qbr_metrics_monthly SET notes = 'touched again'`;
          return { updated, raw, deleted: await tx.$executeRaw`DELETE FROM qbr_setting` };
        }),
      );
      expect(counts).toEqual({ updated: 3, raw: 3, deleted: 1 });
      const { prisma } = use().database;
      expect(await prisma.monthlyMetric.count({ where: { organizationId: 1, notes: null } })).toBe(3);
      expect(await prisma.setting.count({ where: { organizationId: 1 } })).toBe(1);
    });

    it('inserts no row of another one, and moves none there', async () => {
      const database = programs(use());
      const insert = withinOrganization(2, () =>
        database.prisma.monthlyMetric.create({ data: row(1, '2025-09', 'nrr') }),
      );
      await expect(insert).rejects.toThrow(/row-level security/);
      const move = withinOrganization(2, () =>
        database.transaction(
          (tx) => tx.$executeRaw`UPDATE qbr_metrics_monthly SET organization_id = 1, period = '2025-10'`,
        ),
      );
      await expect(move).rejects.toThrow(/row-level security/);
    });

    it('reads one row by its key beside another one that does so at the same moment', async () => {
      const { prisma } = programs(use());
      const found = await Promise.all(
        [1, 2, 1, 2, 1].map((organizationId) =>
          withinOrganization(organizationId, () =>
            prisma.setting.findFirst({ where: { organizationId, key: 'mark' } }),
          ),
        ),
      );
      // That of organization 2 was deleted above.
      expect(found.map((each) => each?.value ?? null)).toEqual([1, null, 1, null, 1]);
    });

    describe('outside of any organization', () => {
      it.each<[string, (database: Database) => Promise<unknown>]>([
        ['Prisma', ({ prisma }) => prisma.monthlyMetric.findMany()],
        ['SQL', ({ prisma }) => prisma.$queryRaw`SELECT count(*) FROM qbr_metrics_monthly`],
        ['a statement past Prisma', ({ query }) => query(SEEN)],
        ['a transaction', ({ transaction }) => transaction((tx) => tx.monthlyMetric.findMany())],
        ['an insert', ({ prisma }) => prisma.monthlyMetric.create({ data: row(1, '2025-11', 'nrr') })],
        ['an update', ({ prisma }) => prisma.monthlyMetric.updateMany({ data: { notes: 'touched' } })],
        ['a deletion', ({ prisma }) => prisma.monthlyMetric.deleteMany({ where: { organizationId: 1 } })],
      ])('%s is refused', async (_, statement) => {
        // The connections have served organizations before.
        await withinOrganization(1, () => everythingSeen(programs(use())));
        await expect(statement(programs(use()))).rejects.toThrow(OUTSIDE);
      });

      it('what belongs to no organization is read', async () => {
        const { prisma } = programs(use());
        expect(await prisma.organization.count()).toBe(2);
        expect(await prisma.person.count()).toBe(0);
      });
    });

    it('A transaction sees the rows of the organization that it has begun within, whatever is sent in it', async () => {
      const { transaction } = programs(use());
      const mixed = withinOrganization(1, () =>
        transaction(async (tx) => {
          const { count } = await withinOrganization(2, () =>
            tx.monthlyMetric.updateMany({ data: { notes: 'mixed' } }),
          );
          return { count, seen: await acrossOrganizations(() => tx.monthlyMetric.count()) };
        }),
      );
      expect(await mixed).toEqual({ count: 3, seen: 3 });
      const { prisma } = use().database;
      expect(await prisma.monthlyMetric.count({ where: { organizationId: 2, notes: 'mixed' } })).toBe(0);
    });

    it('Statements of one moment in transactions of several organizations, or none, are sent in each its own', async () => {
      const { transaction, prisma } = programs(use());
      const counts = ORGANIZATIONS.map((organization) =>
        withinOrganization(organization, () =>
          transaction(async (tx) => {
            const seen: number[] = [];
            for (let count = 0; count < 20; count += 1) seen.push(await tx.monthlyMetric.count());
            return new Set(seen);
          }),
        ),
      );
      // Reads of one row by its key are joined, and sent with what else is waiting.
      let isRunning = true;
      const reading = async () => {
        while (isRunning) await prisma.organization.findUnique({ where: { id: 1 } });
      };
      const readers = Promise.all([reading(), acrossOrganizations(reading), withinOrganization(2, reading)]);
      try {
        expect(await Promise.all(counts)).toEqual([new Set([3]), new Set([3])]);
      } finally {
        isRunning = false;
        await readers;
      }
    });

    it('costs no statement as long as there is one organization', async () => {
      const database = programs(use());
      const switches: string[] = [];
      const end = observe({
        begin(activity) {
          if (activity.kind === 'statement' && activity.sql.includes('qbr.organization')) switches.push(activity.sql);
          return null;
        },
      });
      try {
        const reads = async () => {
          for (let count = 0; count < 20; count++) await withinOrganization(1, () => everythingSeen(database));
        };
        await reads();
        switches.length = 0;
        await reads();
        expect(switches).toEqual([]);
        await withinOrganization(2, () => database.prisma.monthlyMetric.count());
        expect(switches).toHaveLength(1);
      } finally {
        end();
      }
    });

    it('is kept apart from another one by one pool, whatever fails', async () => {
      const { connection } = use();
      const database = programs(use());
      let answered = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(ACT, { minLength: 20, maxLength: 60 }), async (acts) => {
          const killConnections = async () => (connection.kind === 'postgresql' ? kill(connection.url) : undefined);
          const seen = await Promise.all(
            acts.map(async (act) => {
              if (act.kind === 'kill') await killConnections();
              // A killed connection ends what it was doing.
              return actOn(database, act).catch(() => null);
            }),
          );
          answered += seen.filter((values) => values !== null).length;
          for (const [index, { organization }] of acts.entries()) {
            expect((seen[index] ?? []).filter((value) => Math.floor(value / 1_000) !== organization)).toEqual([]);
          }
        }),
        { numRuns: 15 },
      );
      expect(answered).toBeGreaterThan(200);
    });

    it('sees what it saw before when a service reads it', async () => {
      const database = programs(use());
      await enter(database, '2025-02', { mrr: '10.00' });
      expect(
        await withinOrganization(1, () => database.prisma.monthlyMetric.count({ where: { metricName: 'mrr' } })),
      ).toBe(1);
      expect(
        await withinOrganization(2, () => database.prisma.monthlyMetric.count({ where: { metricName: 'mrr' } })),
      ).toBe(0);
      expect(scopeOn(database).organization.id).toBe(1);
    });

    it('is bound by a role where the user would bypass the policies', async () => {
      const { rowSecurity, prisma } = programs(use());
      expect(rowSecurity).toEqual({ role: BOUND_ROLE, problem: null });
      const who = () => prisma.$queryRaw<{ who: string }[]>`SELECT current_user::text AS who`;
      expect(await withinOrganization(1, who)).toEqual([{ who: BOUND_ROLE }]);
      expect(await who()).toEqual([{ who: BOUND_ROLE }]);
      expect(await acrossOrganizations(who)).toEqual([{ who: 'postgres' }]);
    });
  },
  { notOnCitus: 'it has no policies', statementsForget: true },
);

/** The database as the program uses it. */
function programs({ database }: DatabaseUnderTest): Database {
  return asProgram(database);
}

function row(organizationId: number, period: string, metricName: string) {
  return { organizationId, period, metricName, metricValue: marked(organizationId), dataSource: 'collected' };
}

const SEEN = {
  name: 'seen_by_all',
  sql: `SELECT coalesce(json_agg(metric_value::float8), '[]')::text FROM qbr_metrics_monthly`,
  parameters: [],
} as const;

/** The values that are seen without a condition, by four ways. */
async function everythingSeen({ prisma, query: ask, transaction }: Database): Promise<number[][]> {
  const sql = 'SELECT metric_value::float8 AS value FROM qbr_metrics_monthly';
  const byPrisma = await prisma.monthlyMetric.findMany();
  const bySql = await prisma.$queryRawUnsafe<{ value: number }[]>(sql);
  const past = JSON.parse(await ask(SEEN)) as number[];
  const inTransaction = await transaction((tx) => tx.$queryRawUnsafe<{ value: number }[]>(sql));
  return [
    byPrisma.map(({ metricValue }) => Number(metricValue)),
    bySql.map(({ value }) => value),
    past,
    inTransaction.map(({ value }) => value),
  ];
}

interface Act {
  readonly organization: number;
  readonly kind: 'read' | 'past' | 'write' | 'fail' | 'kill' | 'hang';
  readonly count: number;
}

const ACT: fc.Arbitrary<Act> = fc.record({
  organization: fc.constantFrom(...ORGANIZATIONS),
  kind: fc.constantFrom('read', 'read', 'past', 'write', 'write', 'fail', 'kill', 'hang'),
  count: fc.nat({ max: 99 }),
});

/** Acts without any condition. @returns the values that were seen */
function actOn({ prisma, query: ask, transaction }: Database, { organization, kind, count }: Act): Promise<number[]> {
  const read = async (reader: Pick<Database['prisma'], 'monthlyMetric'>) =>
    (await reader.monthlyMetric.findMany()).map(({ metricValue }) => Number(metricValue));
  return withinOrganization(organization, async () => {
    if (kind === 'read') return read(prisma);
    if (kind === 'past') return JSON.parse(await ask(SEEN)) as number[];
    const work = transaction(async (tx) => {
      await tx.monthlyMetric.updateMany({ data: { metricValue: marked(organization, count) } });
      const seen = await read(tx);
      if (kind === 'fail') await tx.$queryRaw`SELECT 1 / 0`;
      if (kind === 'hang') throw new Error('given up in the middle');
      return seen;
    });
    // After an error in its middle the connection serves others.
    return work.catch(() => read(prisma));
  });
}

/** Ends all connections of the program's pool. */
async function kill(url: string): Promise<void> {
  await query(
    url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'qbr-server' AND datname = current_database() AND query NOT LIKE 'LISTEN%'`,
  );
}
