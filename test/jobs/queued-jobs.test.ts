import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { collectionJob } from '#src/jobs/queue/collection-job.ts';
import type { OrganizationJob } from '#src/jobs/queue/organization-job.ts';
import { createPlanner } from '#src/jobs/queue/planner.ts';
import { startQueuedJobs } from '#src/jobs/queue/queued-jobs.ts';
import { createCollectionSchedule } from '#src/service/collection/schedule.ts';
import type { VendorReader } from '#src/service/collection/vendor-reader.ts';
import { openDirectory } from '#src/service/organizations/directory.ts';
import { watchOrganizations } from '#src/service/organizations/watch.ts';
import { openJobQueue, type TakenJob } from '#src/service/queue/job-queue.ts';
import type { Database } from '#src/store/engine/database.ts';
import { freshPostgresql, openTestDatabase, query } from '../kit/databases.ts';
import { collectionFor, scopeOn, TIME_ZONE } from '../kit/services.ts';
import { counting, neverAnswering } from './readers.ts';

const HOUR_MS = 3_600_000;
/** The database has a clock of its own, so that these tests are at its time: a minute or two after a scheduled time. */
const SCHEDULED = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 60_000);
const NEXT = new Date(SCHEDULED.getTime() + 24 * HOUR_MS);
const ORGANIZATIONS = [1, 2, 3, 4, 5, 6];
const PATIENCE = 60_000;

type Fresh = Awaited<ReturnType<typeof freshPostgresql>>;

interface ProgramOptions {
  readonly hostOf?: (organizationId: number) => string;
  readonly workers?: number;
  /** UTC. */
  readonly scheduled?: Date;
  /** In the place of collections. */
  readonly jobs?: readonly OrganizationJob[];
  /** Fails in the place of a run. */
  readonly onRun?: (organizationId: number) => void;
}

describe('the jobs of organizations, taken from one PostgreSQL by several programs', () => {
  let fresh: Fresh;
  const open: Database[] = [];
  const running: { stop(): Promise<void> }[] = [];
  beforeEach(async () => {
    fresh = await freshPostgresql();
    const database = await openTestDatabase(fresh.connection);
    open.push(database);
    const others = ORGANIZATIONS.filter((id) => id !== 1);
    await database.prisma.organization.createMany({ data: others.map((id) => ({ id, name: `MSP ${id}` })) });
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((jobs) => jobs.stop()));
    await Promise.all(open.splice(0).map((database) => database.close()));
    await fresh.remove();
  });

  const observer = () => open[0] as Database;
  const runs = () => observer().prisma.collectionRun.findMany({ orderBy: { organizationId: 'asc' } });
  const successful = async () =>
    (await runs()).filter(({ status }) => status === 'success').map(({ organizationId }) => organizationId);
  const jobs = () =>
    query<{ key: string; run_at: Date; locked_by: string | null; attempts: number }>(
      fresh.connection.url,
      'SELECT key, run_at, locked_by, attempts FROM graphile_worker.jobs WHERE key IS NOT NULL ORDER BY key',
    );
  const waitingFor = async (at: Date) =>
    (await jobs()).filter(({ run_at, locked_by }) => locked_by === null && +run_at === +at).map(({ key }) => key);
  const keys = (ids: readonly number[]) => ids.map((id) => `collection:${id}`);

  /** A program of its own: its connections, directory and workers. */
  async function program(readerOf: (organizationId: number) => VendorReader, options: ProgramOptions = {}) {
    const { hostOf = () => 'one.example.com', workers = 2, scheduled = SCHEDULED, onRun } = options;
    const clock = () => new Date();
    const database = await openTestDatabase(fresh.connection);
    open.push(database);
    const schedule = { cron: cronAt(scheduled), timeZone: 'Etc/UTC', enabledByDefault: true };
    const of = async (organizationId: number) => {
      const readers = { connectwise: readerOf(organizationId), ninjaone: null };
      const limits = { organizationId, maxInterrupted: 6, stopsForOthers: true };
      const collection = collectionFor(database, { ...limits, readers, clock });
      const own = createCollectionSchedule({ ...limits, ...schedule, database, collection, clock });
      const runDue: typeof own.runDue = async (signal) => {
        onRun?.(organizationId);
        return own.runDue(signal);
      };
      return { schedule: { ...own, runDue }, collection, vendorHosts: [hostOf(organizationId)] };
    };
    const queued = await startQueuedJobs({
      open: () => openJobQueue({ connection: fresh.connection, logger: pino({ level: 'silent' }) }),
      jobs: options.jobs ?? [collectionJob(of)],
      organizations: await openDirectory(database, TIME_ZONE),
      watch: (listener) => watchOrganizations(database, listener),
      ...{ workers, clock, logger: pino({ level: 'silent' }) },
      waits: { busyMs: 50, crowdedMs: 50, killedMs: 100, pollMs: 50, runningMs: 50 },
    });
    running.push(queued);
    return { ...queued, of, database };
  }

  it('run each collection once, however many programs there are, and then wait for the next night', async () => {
    const reads: number[] = [];
    const readerOf = (id: number) => counting(() => void reads.push(id));
    await Promise.all([program(readerOf), program(readerOf), program(readerOf)]);
    await vi.waitFor(async () => expect(await waitingFor(NEXT)).toEqual(keys(ORGANIZATIONS)), PATIENCE);
    expect(await successful()).toEqual(ORGANIZATIONS);
    expect((await runs()).map(({ scheduledFor }) => scheduledFor)).toEqual(ORGANIZATIONS.map(() => SCHEDULED));
    expect(reads.sort()).toEqual(ORGANIZATIONS);
  });

  it('say no more than the organization and the time', async () => {
    await program(() => counting(() => undefined));
    await vi.waitFor(async () => expect(await waitingFor(NEXT)).toEqual(keys(ORGANIZATIONS)), PATIENCE);
    const payloads = await query<{ payload: object }>(
      fresh.connection.url,
      'SELECT payload FROM graphile_worker._private_jobs',
    );
    const ids = payloads
      .map(({ payload }) => payload)
      .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
    expect(ids).toEqual(ORGANIZATIONS.map((organizationId) => ({ organizationId, scheduledFor: NEXT.toISOString() })));
  });

  it('are not held up by the vendor of another that does not answer', async () => {
    // Three of them wait for a slow server, which has both workers.
    const isSlow = (id: number) => id <= 3;
    const hostOf = (id: number) => (isSlow(id) ? 'slow.example.com' : `vendor-${id}.example.com`);
    await program((id) => (isSlow(id) ? neverAnswering() : counting(() => undefined)), { hostOf });
    await vi.waitFor(async () => expect(await successful()).toEqual([4, 5, 6]), PATIENCE);
    const reading = async () => (await runs()).filter(({ status }) => status === 'running');
    await vi.waitFor(async () => expect(await reading()).toHaveLength(2), PATIENCE);
  });

  it('are given back by a program that stops, and done by another', async () => {
    const first = await program(neverAnswering);
    await vi.waitFor(async () => expect(await runs()).not.toEqual([]), PATIENCE);
    await first.stop();
    expect((await runs()).map(({ interrupted }) => interrupted)).not.toContain(false);
    expect((await jobs()).map(({ locked_by }) => locked_by)).toEqual(ORGANIZATIONS.map(() => null));
    await program(() => counting(() => undefined));
    await vi.waitFor(async () => expect(await successful()).toEqual(ORGANIZATIONS), PATIENCE);
  });

  it('of a worker that shows no life are taken over', async () => {
    const first = await program(() => counting(() => undefined));
    await vi.waitFor(async () => expect(await waitingFor(NEXT)).toEqual(keys(ORGANIZATIONS)), PATIENCE);
    await first.stop();
    // As a killed process leaves them.
    await query(
      fresh.connection.url,
      `UPDATE graphile_worker._private_jobs SET run_at = now(), attempts = 1, locked_at = now(), locked_by = 'pool-0123456789abcdef01'`,
    );
    await program(() => counting(() => undefined));
    await vi.waitFor(async () => expect(await waitingFor(NEXT)).toEqual(keys(ORGANIZATIONS)), PATIENCE);
    // The records say that the night is done.
    expect(await runs()).toHaveLength(ORGANIZATIONS.length);
  });

  it('move with their schedule, whoever changes it, and go with their organization', async () => {
    const { of } = await program(() => counting(() => undefined));
    await vi.waitFor(async () => expect(await waitingFor(NEXT)).toEqual(keys(ORGANIZATIONS)), PATIENCE);
    const scope = (id: number) => scopeOn(observer(), SCHEDULED, id);
    await (await of(3)).schedule.setEnabled(scope(3), false);
    await vi.waitFor(async () => expect(await waitingFor(NEXT)).toEqual(keys([1, 2, 4, 5, 6])), PATIENCE);
    await (await of(3)).schedule.setEnabled(scope(3), true, { acceptUnvalidated: true });
    await vi.waitFor(async () => expect(await waitingFor(NEXT)).toEqual(keys(ORGANIZATIONS)), PATIENCE);
    await observer().prisma.organization.update({ where: { id: 4 }, data: { archivedAt: SCHEDULED } });
    await vi.waitFor(async () => expect(await waitingFor(NEXT)).toEqual(keys([1, 2, 3, 5, 6])), PATIENCE);
    await observer().prisma.organization.update({ where: { id: 4 }, data: { archivedAt: null } });
    await observer().prisma.organization.create({ data: { id: 7, name: 'MSP 7' } });
    await vi.waitFor(async () => expect(await waitingFor(NEXT)).toEqual(keys([...ORGANIZATIONS, 7])), PATIENCE);
  });

  it('move also where their schedule changes while they are planned by the former one', async () => {
    let [at, isStale] = [SCHEDULED, false];
    const job: OrganizationJob = {
      ...{ task: 'collection', priority: 0, keepsEarlier: false },
      async next() {
        const next = { at, scheduledFor: at, vendorHosts: [] };
        if (isStale) {
          isStale = false;
          // Everybody hears of the change while the job runs.
          await observer().prisma.organization.update({ where: { id: 1 }, data: { locale: 'en-US' } });
          await sleep(1_000);
          at = NEXT;
        }
        return next;
      },
      async run() {
        at = new Date(NEXT.getTime() + HOUR_MS);
        isStale = true;
        return 'done';
      },
      giveUp: async () => undefined,
    };
    await observer().prisma.organization.deleteMany({ where: { id: { not: 1 } } });
    await program(() => counting(() => undefined), { jobs: [job] });
    await vi.waitFor(async () => expect(await waitingFor(NEXT)).toEqual(keys([1])), PATIENCE);
  });

  it('are not caught up more than twelve hours late', async () => {
    const scheduled = new Date(SCHEDULED.getTime() - 13 * HOUR_MS);
    await program(() => counting(() => undefined), { scheduled });
    const next = new Date(scheduled.getTime() + 24 * HOUR_MS);
    await vi.waitFor(async () => expect(await waitingFor(next)).toEqual(keys(ORGANIZATIONS)), PATIENCE);
    expect(await runs()).toEqual([]);
  });

  it('that fail are tried five times more, and given up with a run that failed', async () => {
    let tries = 0;
    const onRun = (id: number): void => {
      if (id !== 2) return;
      tries += 1;
      throw new Error('canary');
    };
    await program(() => counting(() => undefined), { onRun });
    const errors = new Set<string | null>();
    const hurry = async () => {
      // The library waits for seconds to minutes between attempts.
      const waiting = `key = 'collection:2' AND locked_at IS NULL AND attempts BETWEEN 1 AND 5`;
      const set = `UPDATE graphile_worker._private_jobs SET run_at = now() WHERE ${waiting} RETURNING last_error`;
      for (const row of await query<{ last_error: string }>(fresh.connection.url, set)) errors.add(row.last_error);
      expect(await waitingFor(NEXT)).toEqual(keys(ORGANIZATIONS));
    };
    await vi.waitFor(hurry, { timeout: PATIENCE, interval: 50 });
    expect(tries).toBe(6);
    expect([...errors]).toEqual(['The log of the program says why']);
    const [run] = await observer().prisma.collectionRun.findMany({ where: { organizationId: 2 } });
    expect(run).toMatchObject({ status: 'failed', interrupted: false, scheduledFor: SCHEDULED });
  });

  it('keep the attempts that they have left where they are put off', async () => {
    const logger = pino({ level: 'silent' });
    const queue = await openJobQueue({ connection: fresh.connection, logger });
    const next = { at: SCHEDULED, scheduledFor: SCHEDULED, vendorHosts: [] };
    const job: OrganizationJob = {
      ...{ task: 'collection', priority: 0, keepsEarlier: false, next: async () => next },
      run: async () => 'done',
      giveUp: async () => undefined,
    };
    const organizations = await openDirectory(observer(), TIME_ZONE);
    const planner = createPlanner({ queue, jobs: [job], organizations, logger });
    const left: number[] = [];
    const collection = async (taken: TakenJob): Promise<void> => {
      left.push(taken.attemptsLeft);
      if (left.length === 2) return planner.planNext(job, 1, { putOff: taken });
      throw new Error('canary');
    };
    const workers = queue.work({ tasks: { collection }, workers: 1, forbiddenFlags: () => [], pollMs: 20 });
    running.push({
      stop: () =>
        workers
          .stop()
          .then(() => planner.stop())
          .then(() => queue.close()),
    });
    await planner.planNext(job, 1);
    await vi.waitFor(async () => {
      await query(
        fresh.connection.url,
        'UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL',
      );
      expect(await queue.jobsOf(1, ['collection'])).toMatchObject([{ isGivenUp: true }]);
    }, PATIENCE);
    expect(left).toEqual([6, 5, 5, 4, 3, 2, 1]);
  });
});

function cronAt(time: Date): string {
  return `${time.getUTCMinutes()} ${time.getUTCHours()} * * *`;
}
