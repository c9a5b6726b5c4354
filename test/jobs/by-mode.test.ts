import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { freshPostgresql, query } from '../kit/databases.ts';
import { environmentFor, type RunningProgram, runQbr, startQbr } from '../kit/program.ts';

const PATIENCE = { timeout: 60_000, interval: 100 };

let server: RunningProgram | undefined;
afterEach(async () => {
  server?.process.kill('SIGTERM');
  await server?.ended;
  server = undefined;
});

it('a server turns to the queue with the second organization, and back without it, and does not start again', async () => {
  const fresh = await freshPostgresql();
  onTestFinished(() => fresh.remove());
  const { url } = fresh.connection;
  const environment = { ...environmentFor({ connection: fresh.connection }), QBR_COLLECTION_ENABLED: 'true' };
  // The first entry of the audit trail, whose anchor is logged by the jobs in the process.
  await runQbr(['keys', 'create', '--name', 'first', '--role', 'viewer'], environment);
  server = startQbr(['serve'], { ...environment, QBR_PORT: '0' });
  await server.waitFor('Anchor of the audit trail');
  expect(await query(url, `SELECT to_regclass('graphile_worker.jobs') AS queue`)).toEqual([{ queue: null }]);
  await query(url, `INSERT INTO organization (name, slug) VALUES ('MSP 2', 'msp-2')`);
  await server.waitFor('Jobs of organizations come from the queue');
  const keys = () => query(url, 'SELECT key FROM graphile_worker.jobs WHERE key IS NOT NULL ORDER BY key');
  // The second one has no vendor, and so nothing to collect.
  const ofInstallation = ['benchmarks:1', 'silent_sessions:1'];
  const expected = ['audit_upkeep:1', 'audit_upkeep:2', 'collection:1', ...ofInstallation]
    .sort()
    .map((key) => ({ key }));
  await vi.waitFor(async () => expect(await keys()).toEqual(expected), PATIENCE);
  expect((await runQbr(['doctor'], environment)).stdout).toMatch(/^ok +Jobs +5 waiting, 0 running$/m);
  await query(url, `UPDATE organization SET archived_at = now() WHERE slug = 'msp-2'`);
  await server.waitFor('Jobs of organizations run in this program');
});
