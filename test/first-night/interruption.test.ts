import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startConnectWiseFake } from '../kit/connectwise/fake.ts';
import { type FreshDatabase, freshEmbedded, freshPostgresql, openTestDatabase, query } from '../kit/databases.ts';
import type { FaultRule, HttpFake } from '../kit/http-faults.ts';
import { type NinjaOneFake, startNinjaOneFake } from '../kit/ninjaone/fake.ts';
import { environmentFor, runQbr, startQbr } from '../kit/program.ts';
import { expectedReactive } from '../kit/world/expected.ts';
import { generateWorld } from '../kit/world/world.ts';

const TIME_ZONE = 'America/Chicago';
const now = new Date();
const world = generateWorld({ seed: 'interruption', until: now, months: 6, timeZone: TIME_ZONE, scale: 0.1 });
const MONTHS = world.months.slice(-5);
const COLLECT = ['collect', '--months', '5'];

describe.each([
  ['PGlite', freshEmbedded],
  ['PostgreSQL', freshPostgresql],
])('a collection on %s', (_, create) => {
  let database: FreshDatabase;
  let connectwise: HttpFake;
  let ninjaone: NinjaOneFake;
  beforeEach(async () => {
    database = await create();
    connectwise = await startConnectWiseFake({ rows: world.connectwise });
    const { organizations, locations, devicesAt } = world.ninjaone;
    ninjaone = await startNinjaOneFake({ organizations, locations, devices: devicesAt });
  });
  afterEach(async () => {
    await Promise.all([connectwise.close(), ninjaone.close()]);
    await database.remove();
  });

  const environment = () => environmentFor({ connectwise, ninjaone, connection: database.connection });

  /** What is stored, read by opening the database as the next start would. */
  async function stored() {
    const opened = await openTestDatabase(database.connection);
    try {
      const { prisma } = opened;
      const values = await prisma.monthlyMetric.findMany({ where: { metricName: { startsWith: 'reactive' } } });
      const runs = await prisma.collectionRun.findMany({
        orderBy: { id: 'asc' },
        include: { entries: { include: { vendor: true } } },
      });
      return {
        reactive: values.map((row) => `${row.period} ${row.metricName} ${row.metricValue.toFixed()}`).sort(),
        devices: await prisma.monthlyMetric.count({ where: { metricName: 'endpoints_managed' } }),
        runs: runs.map(({ status, interrupted, entries }) => ({
          status,
          interrupted,
          entries: [...new Set(entries.map((entry) => `${entry.vendor.name} ${entry.status}`))].sort(),
        })),
      };
    } finally {
      await opened.close();
    }
  }

  const complete = () =>
    MONTHS.flatMap((month) =>
      Object.entries(expectedReactive(world, month, TIME_ZONE)).map(
        ([key, value]) => `${month} ${key} ${Number(value)}`,
      ),
    ).sort();

  /** Kills the program, as `kill -9` does, when the vendor is asked for the nth time; that request is never answered. */
  function killAt(server: { setFault(rule: FaultRule | null): void }, request: number, kill: () => void): void {
    server.setFault((_asked, number) => {
      if (number < request) return null;
      kill();
      return { kind: 'hang' };
    });
  }

  it.each([
    ['its first request', 'connectwise', 1, 'nothing'],
    ['the middle of ConnectWise', 'connectwise', 9, 'nothing'],
    ['the token of NinjaOne', 'ninjaone', 1, 'ConnectWise'],
    ['the devices of NinjaOne', 'ninjaone', 2, 'ConnectWise'],
  ] as const)(
    'that is killed at %s has stored each vendor wholly or not at all, and the next one mends it',
    async (_at, vendor, request, whole) => {
      const program = startQbr(COLLECT, environment());
      const server = vendor === 'connectwise' ? connectwise : ninjaone;
      killAt(server, request, () => program.process.kill('SIGKILL'));
      expect((await program.ended).status).toBeNull();
      const before = await stored();
      expect(before.reactive).toEqual(whole === 'nothing' ? [] : complete());
      expect(before.devices).toBe(0);
      expect(before.runs.map(({ status }) => status)).toEqual(['running']);

      server.setFault(null);
      expect((await runQbr(COLLECT, environment())).status).toBe(0);
      const after = await stored();
      expect(after.reactive).toEqual(complete());
      expect(after.devices).toBe(1);
      expect(after.runs).toEqual([
        {
          status: 'failed',
          interrupted: true,
          entries: whole === 'nothing' ? ['ConnectWise failed'] : ['ConnectWise success', 'NinjaOne failed'],
        },
        { status: 'success', interrupted: false, entries: ['ConnectWise success', 'NinjaOne success'] },
      ]);
    },
    60_000,
  );

  it.each([0, 30, 100])(
    'that is killed %d ms after its last answer has stored wholly or not at all',
    async (delayMs) => {
      const program = startQbr([...COLLECT, '--vendor', 'connectwise'], environment());
      await program.waitFor(/storing/).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      program.process.kill('SIGKILL');
      await program.ended;
      const { reactive, runs } = await stored();
      const isStored = reactive.length > 0;
      expect(reactive).toEqual(isStored ? complete() : []);
      const entries = runs.flatMap((run) => run.entries);
      expect(entries).toEqual([isStored ? 'ConnectWise success' : 'ConnectWise running']);
    },
    60_000,
  );

  it('that finds another one under way ends at once with status 4, saying who runs', async () => {
    const isAsked = new Promise<void>((resolve) => {
      connectwise.setFault(() => {
        resolve();
        return { kind: 'hang' };
      });
    });
    const first = startQbr(COLLECT, environment());
    await Promise.race([isAsked, first.ended]);
    const second = await runQbr(COLLECT, environment());
    expect(second.status).toBe(4);
    expect(second.stderr).toContain(String(first.process.pid));
    first.process.kill('SIGKILL');
    await first.ended;
  }, 60_000);
});

const HOLDS_LOCK = "SELECT pid FROM pg_locks WHERE locktype = 'advisory'";

describe('a collection whose PostgreSQL goes away', () => {
  it.each([
    // Whichever connection ends first, the lock's or one of the statements'.
    ['for all connections', 'true', /the connection that held the run lock was lost|The database does not answer;/],
    ['for all but the lock', `pid NOT IN (${HOLDS_LOCK})`, /The database does not answer; nothing of this vendor/],
  ])(
    '%s fails with status 1, stores nothing, and the next start closes its record as failed',
    async (_connections, which, said) => {
      const database = await freshPostgresql();
      const connectwise = await startConnectWiseFake({ rows: world.connectwise });
      const environment = environmentFor({ connectwise, connection: database.connection });
      const name = new URL(database.connection.url).pathname.slice(1);
      const server = new URL(database.connection.url);
      server.pathname = '/postgres';
      const onServer = (sql: string) => query(server.href, sql);
      try {
        let gone: Promise<unknown> | undefined;
        connectwise.setFault((_asked, number) => {
          if (number === 5) {
            gone = onServer(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`).then(() =>
              onServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND ${which}`),
            );
          }
          return null;
        });
        const failed = await runQbr(COLLECT, environment);
        await gone;
        expect(failed.status).toBe(1);
        expect(failed.stdout).toMatch(said);
        expect(failed.stdout).not.toMatch(/SELECT|INSERT|prisma/i);
        expect(failed.stderr).not.toMatch(/\bat .*\.(js|ts):\d+/);

        await onServer(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
        connectwise.setFault(null);
        expect((await runQbr(COLLECT, environment)).status).toBe(0);
        const runs = await query<{ status: string; interrupted: boolean }>(
          database.connection.url,
          'SELECT status, interrupted FROM qbr_collection_run ORDER BY id',
        );
        expect(runs).toEqual([
          { status: 'failed', interrupted: true },
          { status: 'success', interrupted: false },
        ]);
      } finally {
        await connectwise.close();
        await database.remove();
      }
    },
    90_000,
  );
});
