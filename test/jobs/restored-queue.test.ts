import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openDatabase } from '#src/store/engine/database.ts';
import { freshPostgresql, query, TEST_ORGANIZATION_NAME } from '../kit/databases.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { accessTo, faultsOf, makeFleet, recordedRuns, startVendors } from '../kit/fleet.ts';
import { runQbr, startQbr } from '../kit/program.ts';

const MINUTE_MS = 60_000;
const PATIENCE = { timeout: 60_000, interval: 100 };

it('a backup has no queue: what the restored records say is due is planned and run once, whatever the queue held', async () => {
  const directory = emptyDirectory();
  const file = join(directory, 'before.backup');
  const [used, empty] = [await freshPostgresql(), await freshPostgresql({ empty: true })];
  for (const fresh of [used, empty]) onTestFinished(() => fresh.remove());
  const vendors = await startVendors(1, 0);
  onTestFinished(async () => void (await Promise.all(vendors.map((vendor) => vendor.close()))));
  const fleet = await makeFleet(used.connection, { count: 3, accessOf: accessTo(vendors), directory });
  const { organizationIds, environment } = fleet;
  const due = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - MINUTE_MS);
  await fleet.scheduleAt(due);
  expect(await runQbr(['backup', file], environment)).toMatchObject({ status: 0 });
  // The night is collected after the backup, and every job waits for the next one.
  await collected(used.connection.url);
  await fleet.close();
  await query(
    used.connection.url,
    // As a killed program leaves a job, and one of an organization that is younger than the backup.
    `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'pool-0123456789abcdef01' WHERE key = 'collection:2';
     SELECT graphile_worker.add_job('collection', '{"organizationId": 9, "scheduledFor": "2026-01-01T00:00:00Z"}', job_key => 'collection:9')`,
  );

  expect(gunzipSync(readFileSync(file)).toString()).not.toContain('graphile_worker');
  expect(await restored(used.connection.url, '--replace')).toMatchObject({ status: 0 });
  expect(await restored(empty.connection.url)).toMatchObject({ status: 0 });
  for (const { connection } of [used, empty]) {
    expect(await runsIn(connection.url)).toEqual([]);
    await collected(connection.url);
    const faults = faultsOf(await runsIn(connection.url), organizationIds, [due]);
    expect(faults).toEqual({ lost: [], twice: [], failed: [] });
  }

  function restored(url: string, ...options: readonly string[]) {
    return runQbr(['restore', file, ...options], { ...environment, DATABASE_URL: url });
  }

  /** A server works on the database until every organization is collected and waits for the next night, and no other one does. */
  async function collected(url: string): Promise<void> {
    const server = startQbr(['serve'], { ...environment, DATABASE_URL: url }, directory);
    try {
      await vi.waitFor(async () => {
        const runs = `SELECT organization_id AS id FROM qbr_collection_run WHERE status = 'success' ORDER BY id`;
        expect((await query<{ id: number }>(url, runs)).map(({ id }) => id).sort()).toEqual(organizationIds);
        const jobs = `SELECT key, run_at > now() AND locked_at IS NULL AS waits FROM graphile_worker.jobs
          WHERE key LIKE 'collection:%' ORDER BY key`;
        expect(await query(url, jobs)).toEqual(organizationIds.map((id) => ({ key: `collection:${id}`, waits: true })));
      }, PATIENCE);
    } finally {
      server.process.kill('SIGTERM');
      await server.ended;
    }
  }
}, 180_000);

async function runsIn(url: string) {
  const connection = { kind: 'postgresql', url } as const;
  const database = await openDatabase({
    connection,
    organizationName: TEST_ORGANIZATION_NAME,
    owner: { command: 'test' },
  });
  try {
    return await recordedRuns(database);
  } finally {
    await database.close();
  }
}
