import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BENCHMARKS_CRON } from '#src/jobs/benchmarks.ts';
import { cronJob } from '#src/jobs/queue/cron-job.ts';
import { startQueuedJobs } from '#src/jobs/queue/queued-jobs.ts';
import { openDirectory } from '#src/service/organizations/directory.ts';
import { watchOrganizations } from '#src/service/organizations/watch.ts';
import { openJobQueue } from '#src/service/queue/job-queue.ts';
import type { Database } from '#src/store/engine/database.ts';
import { freshPostgresql, openTestDatabase, query } from '../kit/databases.ts';
import { TIME_ZONE } from '../kit/services.ts';

const PATIENCE = 20_000;
const logger = pino({ level: 'silent' });

let fresh: Awaited<ReturnType<typeof freshPostgresql>>;
const open: Database[] = [];
const running: { stop(): Promise<void> }[] = [];
beforeEach(async () => {
  fresh = await freshPostgresql();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((jobs) => jobs.stop()));
  await Promise.all(open.splice(0).map((database) => database.close()));
  await fresh.remove();
});

it('What belongs to the installation is one job, done once at its time by any of several programs, and again after a failure', async () => {
  const done: string[] = [];
  let failures = 0;
  const program = async (name: string) => {
    const database = await openTestDatabase(fresh.connection);
    open.push(database);
    if (open.length === 1) {
      await database.prisma.organization.createMany({ data: [2, 3].map((id) => ({ id, name: `MSP ${id}` })) });
    }
    const job = cronJob({
      ...{ task: 'benchmarks', cron: BENCHMARKS_CRON, clock: () => new Date() },
      timeZoneOf: (id) => (id === 1 ? TIME_ZONE : null),
      async run() {
        if (failures > 0) {
          failures -= 1;
          throw new Error('canary');
        }
        done.push(name);
      },
    });
    running.push(
      await startQueuedJobs({
        open: () => openJobQueue({ connection: fresh.connection, logger }),
        ...{ jobs: [job], organizations: await openDirectory(database, TIME_ZONE), workers: 2, logger },
        watch: (listener) => watchOrganizations(database, listener),
        clock: () => new Date(),
        waits: { busyMs: 50, crowdedMs: 50, killedMs: 100, pollMs: 50, runningMs: 50 },
      }),
    );
  };
  const waiting = () =>
    query<{ key: string; attempts: number }>(
      fresh.connection.url,
      `SELECT key, attempts FROM graphile_worker.jobs
       WHERE locked_by IS NULL AND run_at > now() AND to_char(run_at AT TIME ZONE '${TIME_ZONE}', 'HH24:MI') = '05:40'`,
    );
  const hurry = () => query(fresh.connection.url, 'UPDATE graphile_worker._private_jobs SET run_at = now()');
  const planned = [{ key: 'benchmarks:1', attempts: 0 }];

  for (const name of ['a', 'b', 'c']) await program(name);
  await vi.waitFor(async () => expect(await waiting()).toEqual(planned), PATIENCE);
  expect(done).toEqual([]);
  await hurry();
  await vi.waitFor(() => expect(done).toHaveLength(1), PATIENCE);
  await vi.waitFor(async () => expect(await waiting()).toEqual(planned), PATIENCE);
  expect(done).toHaveLength(1);

  failures = 1;
  await hurry();
  await vi.waitFor(() => expect(failures).toBe(0), PATIENCE);
  await vi.waitFor(
    async () => {
      await query(fresh.connection.url, 'UPDATE graphile_worker._private_jobs SET run_at = now() WHERE attempts > 0');
      expect(done).toHaveLength(2);
    },
    { timeout: PATIENCE, interval: 100 },
  );
});
