import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { packageRoot } from '#src/package-root.ts';
import { type Fleet, faultsOf, makeFleet } from '../../test/kit/fleet.ts';
import type { RunningProgram } from '../../test/kit/program.ts';
import type { World } from '../../test/kit/world/world.ts';
import { createProcesses, type Script } from '../serving/processes.ts';
import { cpuMsOfTree } from './cpu.ts';
import { type Access, type ConnectWiseHosts, MONTHS, settingsOf, type VendorsUsage, worldsOf } from './layout.ts';
import { differing, nightOf, statementsOf, summaryOf } from './night.ts';

/**
 * A night of many organizations: all are due at one minute, and instances collect them from vendors on this machine.
 *
 * node dist/bench/nightly/main.js [organizations = 100] [instances = 2] [latency in ms = 200] [own | shared hosts of ConnectWise] [workers = 2]
 */
const [organizations = '100', instances = '2', latency = '200', hosts = 'own', workers = '2'] = process.argv.slice(2);
const count = Number(organizations);
const MINUTE_MS = 60_000;
const MAIN = join(packageRoot(), 'dist/program/main.js');
/** Time to start the instances and to plan the jobs before the night. */
const BEFORE_MS = 20_000 + 30 * count;
const STATEMENTS = ['-c', 'shared_preload_libraries=pg_stat_statements', '-c', 'pg_stat_statements.track=all'];
const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Night {
  readonly fleet: Fleet;
  readonly client: pg.Client;
  readonly time: Date;
  readonly vendors: Script;
  /** The process ids of what uses CPU time, by name. */
  readonly users: Readonly<Record<string, readonly number[]>>;
}

async function main(): Promise<void> {
  const processes = createProcesses();
  const directory = mkdtempSync(join(tmpdir(), 'qbr-nightly-'));
  const running: RunningProgram[] = [];
  try {
    const server = await processes.startPostgres(directory, STATEMENTS);
    const until = new Date().toISOString();
    const worlds = worldsOf({ count, until });
    const wanted = { count, latencyMs: Number(latency), hosts: hosts as ConnectWiseHosts, until };
    const vendors = await processes.start('../nightly/vendors.js', [JSON.stringify(wanted)]);
    const access = JSON.parse(await vendors.line()) as Record<number, Access>;
    const fleet = await makeFleet(
      { kind: 'postgresql', url: server },
      {
        ...{ count, directory, main: MAIN, months: MONTHS },
        accessOf: (id) => settingsOf(access[id] as Access, worlds[id % worlds.length] as World),
      },
    );
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query('CREATE EXTENSION pg_stat_statements');
    const time = new Date(Math.ceil((Date.now() + BEFORE_MS) / MINUTE_MS) * MINUTE_MS);
    const environment = {
      QBR_COLLECTION_CRON: `${time.getUTCMinutes()} ${time.getUTCHours()} * * *`,
      ...{ QBR_WORKERS: workers, NODE_ENV: 'production', NODE_OPTIONS: process.env['NIGHTLY_NODE_OPTIONS'] ?? '' },
    };
    for (let index = 0; index < Number(instances); index += 1) running.push(await fleet.startInstance({ environment }));
    const users = {
      instances: running.map(({ process: { pid = 0 } }) => pid),
      PostgreSQL: [postmasterOf(directory)],
      vendors: [vendors.child.pid ?? 0],
    };
    const isRight = await watchNight({ fleet, client, time, vendors, users }, { worlds, until });
    await client.end();
    await fleet.close();
    process.exitCode = isRight ? 0 : 1;
  } finally {
    for (const { process: child } of running) child.kill('SIGTERM');
    await Promise.all(running.map(({ ended }) => ended));
    processes.close();
  }
}

async function watchNight(
  night: Night,
  { worlds, until }: { readonly worlds: readonly World[]; readonly until: string },
): Promise<boolean> {
  const { fleet, client, time } = night;
  await untilPlanned(client, time);
  await client.query('SELECT pg_stat_statements_reset()');
  await sleep(Math.max(0, time.getTime() - Date.now()));
  const before = cpuOf(night);
  await untilDone(night);
  const after = cpuOf(night);
  const usage = await askVendors(night.vendors);
  say(await summaryOf(await nightOf(client, time), { count, before, after, usage }));
  say(await statementsOf(client, count));
  const faults = faultsOf(await fleet.runs(), fleet.organizationIds, [time]);
  const wrong = await differing(client, { worlds, until, ids: fleet.organizationIds });
  say(`lost ${faults.lost.length}, twice ${faults.twice.length}, failed ${faults.failed.length}`);
  say(`organizations whose values are not those of their vendors: ${wrong.length}`);
  for (const line of wrong.slice(0, 5)) say(line);
  return [wrong, ...Object.values(faults)].every((each) => each.length === 0);
}

async function untilPlanned(client: pg.Client, time: Date): Promise<void> {
  for (;;) {
    const { rows } = await client
      .query<{ count: number }>(`SELECT count(*)::int FROM graphile_worker.jobs WHERE key LIKE 'collection:%'`)
      .catch(() => ({ rows: [{ count: 0 }] }));
    const planned = rows[0]?.count ?? 0;
    if (planned >= count) return say(`planned ${Math.round((time.getTime() - Date.now()) / 1_000)} s before the night`);
    if (Date.now() > time.getTime()) return say(`The night came when ${planned} were planned`);
    await sleep(500);
  }
}

async function untilDone({ client, time }: Night): Promise<void> {
  for (let next = 0.1; ; ) {
    const { rows } = await client.query<{ done: number }>(
      'SELECT count(DISTINCT organization_id)::int AS done FROM qbr_collection_run WHERE scheduled_for = $1 AND ended_at IS NOT NULL',
      [time],
    );
    const done = rows[0]?.done ?? 0;
    if (done >= count) return;
    if (done >= next * count) {
      say(`${done} after ${((Date.now() - time.getTime()) / 1_000).toFixed(0)} s`);
      next = done / count + 0.1;
    }
    await sleep(500);
  }
}

function cpuOf({ users }: Night): Record<string, number> {
  return Object.fromEntries(
    Object.entries(users).map(([name, pids]) => [name, pids.reduce((sum, pid) => sum + cpuMsOfTree(pid), 0)]),
  );
}

/** The process of PostgreSQL above all others. */
function postmasterOf(directory: string): number {
  return Number(readFileSync(join(directory, 'postgresql', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

async function askVendors({ child, line }: Script): Promise<VendorsUsage> {
  child.stdin?.write('\n');
  return JSON.parse(await line()) as VendorsUsage;
}

await main();
