import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { packageRoot, programVersion } from '#src/package-root.ts';
import { freshPostgresql, query } from '../kit/databases.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { accessTo, faultsOf, makeFleet, startVendors } from '../kit/fleet.ts';
import { environmentFor, type RunningProgram, runQbr, startQbr } from '../kit/program.ts';
import { LATER_VERSION, laterProgram } from './later-program.ts';

/**
 * The older one of two versions. Until a version before this one was released it is this one, beside an invented later one whose
 * database has more migrations. QBR_EARLIER_PROGRAM names the folder of a released one that is built or installed (CONTRIBUTING.md).
 */
const EARLIER = join(process.env['QBR_EARLIER_PROGRAM'] ?? packageRoot(), 'dist/program/main.js');
const PATIENCE = { timeout: 60_000, interval: 20 };
const MINUTES = 60_000;

const EXPANDING = {
  '29990101000000_expand': `ALTER TABLE qbr_metrics_monthly ADD COLUMN later TEXT, ADD COLUMN more INTEGER NOT NULL DEFAULT 7;
CREATE TABLE qbr_later (id INTEGER PRIMARY KEY);`,
};
const CONTRACTING = {
  ...EXPANDING,
  '29990101000001_contract': `-- oldest-version: ${LATER_VERSION}\nALTER TABLE qbr_metrics_monthly DROP COLUMN later;`,
};

interface Server {
  readonly url: string;
  readonly program: RunningProgram;
}

async function serve(environment: Readonly<Record<string, string>>, main: string): Promise<Server> {
  const program = startQbr(['serve'], { ...environment, QBR_PORT: '0' }, undefined, { main });
  onTestFinished(async () => {
    program.process.kill('SIGTERM');
    await program.ended;
  });
  const output = await program.waitFor(/Listening on http:\/\/[\d.]+:\d+/);
  return { url: /Listening on (http:\/\/[\d.]+:\d+)/.exec(output)?.[1] ?? '', program };
}

async function enter({ url }: Server, metric: string, value: number): Promise<void> {
  const response = await fetch(`${url}/api/qbr/metrics/manual`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ period: '2025-01', metrics: [{ metric_name: metric, metric_value: value }] }),
  });
  expect(response.status, await response.clone().text()).toBe(200);
}

/** The values of the month by metric, calculated ones included. */
async function read({ url }: Server): Promise<Record<string, number>> {
  const response = await fetch(`${url}/api/qbr/metrics/monthly?period=2025-01`);
  const { data } = (await response.json()) as {
    readonly data: { readonly metrics: readonly { readonly metric_name: string; readonly metric_value: number }[] };
  };
  return Object.fromEntries(data.metrics.map(({ metric_name, metric_value }) => [metric_name, metric_value]));
}

describe('a version and a later one on one PostgreSQL', () => {
  it(
    'lose nothing that either writes, in turns and at once, and the older one starts again beside the newer one',
    async () => {
      const fresh = await freshPostgresql({ empty: true });
      onTestFinished(() => fresh.remove());
      const environment = environmentFor({ connection: fresh.connection });
      let older = await serve(environment, EARLIER);
      await enter(older, 'NRR', 1);
      const newer = await serve(environment, laterProgram(EXPANDING));
      const rounds = 8;
      for (let round = 1; round <= rounds; round++) {
        if (round === rounds / 2) {
          older.program.process.kill('SIGTERM');
          await older.program.ended;
          older = await serve(environment, EARLIER);
        }
        // One after the other, then both at once.
        await enter(older, 'NRR', round * 10);
        await enter(newer, 'MRR', round * 100);
        await Promise.all([enter(older, 'Cups', round), enter(newer, 'Plates', round), enter(newer, 'ORR', round)]);
        const expected = { nrr: round * 10, mrr: round * 100, orr: round, Cups: round, Plates: round };
        for (const server of [older, newer]) {
          // The other server's change arrives by notification.
          await vi.waitFor(async () => expect(await read(server)).toMatchObject(expected), PATIENCE);
        }
      }
      // Each value and each of its changes: one entry before the rounds.
      const history = `SELECT metric_name AS name, count(*)::int AS changes FROM qbr_value_history
        WHERE metric_name IN ('nrr', 'mrr', 'orr', 'Cups', 'Plates') AND new_source = 'manual' GROUP BY 1 ORDER BY 1`;
      const { connection } = fresh;
      expect(await query(connection.url, history)).toEqual(
        ['Cups', 'Plates', 'mrr', 'nrr', 'orr']
          .map((name) => ({ name, changes: name === 'nrr' ? rounds + 1 : rounds }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      );
      expect(await runQbr(['audit', 'verify'], environment)).toMatchObject({ status: 0 });
      const recalculated = await runQbr(['recalculate', '--json'], environment);
      expect(JSON.parse(recalculated.stdout)).toMatchObject({ changes: [], derivedChanges: 0 });
      const { stdout } = await runQbr(['status', '--json'], environment);
      expect(JSON.parse(stdout).program).toMatchObject({ version: programVersion(), newerVersion: LATER_VERSION });
      const { stdout: diagnosis } = await runQbr(['doctor'], environment);
      expect(diagnosis).toContain(`migrated by the newer version ${LATER_VERSION}, which this one can still use`);
    },
    3 * MINUTES,
  );
});

describe('the queue of a version and a later one on one PostgreSQL', () => {
  it(
    'is worked off by both: each runs jobs that the other has enqueued, none is lost and none runs twice',
    async () => {
      const fresh = await freshPostgresql();
      onTestFinished(() => fresh.remove());
      const vendors = await startVendors(1, 0);
      onTestFinished(async () => void (await Promise.all(vendors.map((vendor) => vendor.close()))));
      const fleet = await makeFleet(fresh.connection, {
        ...{ count: 6, accessOf: accessTo(vendors), directory: emptyDirectory(), main: EARLIER },
      });
      onTestFinished(() => fleet.close());
      const start = async (main: string) => {
        const program = await fleet.startInstance({ main });
        onTestFinished(() => stop(program));
        return program;
      };
      const running = async () =>
        (await fleet.runs()).filter(({ status }) => status === 'running').map(({ processId }) => processId);
      /** One of them enqueues all jobs and begins some; the other begins some of the rest before these are done. */
      const workOff = async (due: Date, first: RunningProgram, startSecond: () => Promise<RunningProgram>) => {
        for (const vendor of vendors) vendor.setFault(() => ({ kind: 'latency', timeMs: 2_000 }));
        await fleet.scheduleAt(due);
        await vi.waitFor(async () => expect(await running()).toContain(first.process.pid), PATIENCE);
        await vi.waitFor(async () => expect(await waitingJobs(fresh.connection.url)).toBeGreaterThan(0), PATIENCE);
        const second = await startSecond();
        await vi.waitFor(async () => {
          expect(await running()).toEqual(expect.arrayContaining([first.process.pid, second.process.pid]));
        }, PATIENCE);
        for (const vendor of vendors) vendor.setFault(null);
        const faults = async () => faultsOf(await fleet.runs(), fleet.organizationIds, [due]);
        await vi.waitFor(async () => expect((await faults()).lost).toEqual([]), PATIENCE);
        expect(await faults()).toEqual({ lost: [], twice: [], failed: [] });
        return second;
      };
      const minute = Math.floor(Date.now() / 60_000) * 60_000;
      const older = await start(EARLIER);
      const later = laterProgram(EXPANDING);
      const newer = await workOff(new Date(minute - 120_000), older, () => start(later));
      await stop(older);
      await workOff(new Date(minute - 60_000), newer, () => start(EARLIER));
      expect(new Set((await fleet.stored()).values()).size).toBe(1);
    },
    3 * MINUTES,
  );
});

async function stop(program: RunningProgram): Promise<void> {
  program.process.kill('SIGTERM');
  await program.ended;
}

/** How many collections are due and wait for a worker. */
async function waitingJobs(url: string): Promise<number> {
  const sql = `SELECT key FROM graphile_worker.jobs WHERE key LIKE 'collection:%' AND run_at <= now() AND locked_at IS NULL`;
  return (await query(url, sql)).length;
}

describe('a database from which a later version has taken something away', () => {
  it(
    'is refused by every command and the server, which say who can use it and change nothing; so is its backup',
    async () => {
      const fresh = await freshPostgresql();
      onTestFinished(() => fresh.remove());
      const environment = environmentFor({ connection: fresh.connection });
      const later = laterProgram(CONTRACTING);
      const directory = join(later, '../../..');
      expect(await runQbr(['backup', 'later.backup'], environment, directory, { main: later })).toMatchObject({
        status: 0,
      });
      const state = `SELECT md5(string_agg(m::text, '' ORDER BY migration_name)) FROM _prisma_migrations m`;
      const before = await query(fresh.connection.url, state);
      const message = `version ${LATER_VERSION} applied the migration 29990101000001_contract, after which only version ${LATER_VERSION} and later can use it, and this is ${programVersion()}. Install version ${LATER_VERSION} or later`;
      const commands = [['serve'], ['migrate'], ['enter', '2025-01', 'nrr', '1'], ['audit', 'verify'], ['backup', 'x']];
      for (const command of commands) {
        const refused = await runQbr(command, { ...environment, QBR_PORT: '0' });
        expect(refused, command.join(' ')).toMatchObject({ status: 3, stderr: expect.stringContaining(message) });
      }
      const { status, stdout } = await runQbr(['status', '--json'], environment);
      expect({ status, ...JSON.parse(stdout).error }).toMatchObject({ status: 3, code: 'DATABASE_NEWER' });
      expect((await runQbr(['doctor'], environment)).stdout).toContain(message);
      expect(await query(fresh.connection.url, state)).toEqual(before);

      const folder = { QBR_DATA_DIR: join(directory, 'data') };
      const restored = await runQbr(['restore', 'later.backup', '--json'], folder, directory);
      expect({ status: restored.status, ...JSON.parse(restored.stdout).error }).toEqual({
        status: 3,
        code: 'BACKUP_NEWER',
        message: `The backup, made by version ${LATER_VERSION} of this program, is of a newer database: it has the migration 29990101000000_expand, which this version, ${programVersion()}, does not have. Restore it with version ${LATER_VERSION} or later. Nothing was changed.`,
      });
    },
    3 * MINUTES,
  );
});
