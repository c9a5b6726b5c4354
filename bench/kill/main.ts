import { randomInt } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { packageRoot } from '#src/package-root.ts';
import {
  accessTo,
  type Fleet,
  type FleetOptions,
  faultsOf,
  kill,
  makeFleet,
  startVendors,
} from '../../test/kit/fleet.ts';
import type { RunningProgram } from '../../test/kit/program.ts';
import { createProcesses } from '../serving/processes.ts';

/**
 * Kills instances at random while they collect many organizations, and compares what is stored and recorded with a twin that nobody
 * kills. Arguments: minutes of killing (3), organizations (50), instances (3).
 */

const MAIN = join(packageRoot(), 'dist/program/main.js');
const VENDORS = 10;
const LATENCY_MS = 50;
const MINUTE_MS = 60_000;
/** Time between two kills, about: an instance is killed while it starts as well. */
const KILL_AFTER_MS = { least: 1_000, most: 8_000 };
/** When everything has been killed often enough, the last round ends by itself within this time. */
const LAST_ROUND_MS = 10 * MINUTE_MS;

interface Killed {
  readonly times: Date[];
  readonly kills: number;
  readonly killedAtWork: number;
}

async function main([minutes = 3, count = 50, instances = 3]: number[]): Promise<void> {
  const processes = createProcesses();
  const directory = mkdtempSync(join(tmpdir(), 'qbr-kill-'));
  const server = await processes.startPostgres(directory);
  const vendors = await startVendors(VENDORS, LATENCY_MS);
  try {
    const accessOf = accessTo(vendors);
    const fleet = await fleetOn(server, 'killed', { count, accessOf, directory });
    const killed = await killWhileCollecting(fleet, { minutes, instances });
    const twin = await fleetOn(server, 'twin', { count, accessOf, directory });
    await collectInPeace(twin, killed.times);
    const isFaulty = await report(fleet, twin, killed);
    await Promise.all([fleet.close(), twin.close()]);
    process.exitCode = isFaulty ? 1 : 0;
  } finally {
    await Promise.all(vendors.map((vendor) => vendor.close()));
    processes.close();
  }
}

async function fleetOn(server: string, name: string, options: Omit<FleetOptions, 'main'>): Promise<Fleet> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return makeFleet({ kind: 'postgresql', url: url.href }, { ...options, main: MAIN });
}

/** Round after round, each a scheduled time of all organizations, until the minutes are over and the last round is done. */
async function killWhileCollecting(
  fleet: Fleet,
  { minutes, instances }: { readonly minutes: number; readonly instances: number },
): Promise<Killed> {
  const running = await Promise.all(Array.from({ length: instances }, () => fleet.startInstance()));
  const end = Date.now() + minutes * MINUTE_MS;
  const killer = killAtRandom(fleet, running, end);
  const times: Date[] = [];
  while (Date.now() < end) {
    const time = await nextMinute(times.at(-1));
    times.push(time);
    await fleet.scheduleAt(time);
    await untilDone(fleet, time, end + LAST_ROUND_MS);
    say(`round ${times.length} done`);
  }
  const counted = await killer;
  await stopAll(running);
  return { times, ...counted };
}

async function killAtRandom(fleet: Fleet, running: RunningProgram[], end: number) {
  let [kills, killedAtWork] = [0, 0];
  while (Date.now() < end) {
    await sleep(randomInt(KILL_AFTER_MS.least, KILL_AFTER_MS.most));
    const index = randomInt(running.length);
    const victim = running[index] as RunningProgram;
    const busy = (await fleet.runs()).filter(({ status }) => status === 'running').map(({ processId }) => processId);
    await kill(victim);
    kills += 1;
    if (busy.includes(victim.process.pid ?? 0)) killedAtWork += 1;
    running[index] = await fleet.startInstance();
  }
  return { kills, killedAtWork };
}

/** The last whole minute that is later than another one. */
async function nextMinute(after: Date | undefined): Promise<Date> {
  const minute = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
  if (!after || minute > after) return minute;
  await sleep(after.getTime() + MINUTE_MS - Date.now() + 100);
  return nextMinute(after);
}

async function untilDone(fleet: Fleet, time: Date, deadline: number): Promise<void> {
  while (faultsOf(await fleet.runs(), fleet.organizationIds, [time]).lost.length > 0) {
    if (Date.now() > deadline) return;
    await sleep(500);
  }
}

async function collectInPeace(twin: Fleet, times: readonly Date[]): Promise<void> {
  const instance = await twin.startInstance();
  for (const time of times) {
    await twin.scheduleAt(time);
    await untilDone(twin, time, Date.now() + LAST_ROUND_MS);
  }
  await stopAll([instance]);
}

async function stopAll(running: readonly RunningProgram[]): Promise<void> {
  for (const { process: child } of running) child.kill('SIGTERM');
  await Promise.all(running.map(({ ended }) => ended));
}

async function report(fleet: Fleet, twin: Fleet, { times, kills, killedAtWork }: Killed): Promise<boolean> {
  const runs = await fleet.runs();
  const [faults, twinFaults] = [
    faultsOf(runs, fleet.organizationIds, times),
    faultsOf(await twin.runs(), twin.organizationIds, times),
  ];
  const [stored, expected] = [await fleet.stored(), await twin.stored()];
  const differing = fleet.organizationIds.filter((id) => stored.get(id) !== expected.get(id));
  say(`${kills} kills, ${killedAtWork} of them of an instance that was collecting`);
  say(
    `${fleet.organizationIds.length} organizations, ${times.length} scheduled times, ${runs.length} runs, ${runs.filter(({ interrupted }) => interrupted).length} of them interrupted`,
  );
  say(`lost: ${faults.lost.length}, twice: ${faults.twice.length}, failed: ${faults.failed.length}`);
  say(`organizations whose values or history differ from the twin's: ${differing.length}`);
  for (const each of [...faults.lost, ...faults.twice, ...faults.failed]) say(each);
  const twinIsFaulty = Object.values(twinFaults).some((each) => each.length > 0);
  if (twinIsFaulty) say(`The twin is no measure: ${JSON.stringify(twinFaults)}`);
  return twinIsFaulty || [faults.lost, faults.twice, faults.failed, differing].some((each) => each.length > 0);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main(process.argv.slice(2).map(Number));
