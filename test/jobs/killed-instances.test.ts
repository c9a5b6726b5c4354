import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { freshPostgresql } from '../kit/databases.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { accessTo, faultsOf, kill, makeFleet, startVendors } from '../kit/fleet.ts';
import type { RunningProgram } from '../kit/program.ts';

// The long version, with random kills: npm run bench:kill (bench/kill/README.md).

const COUNT = 6;
const MINUTE_MS = 60_000;
const PATIENCE = { timeout: 120_000, interval: 100 };

const instances: RunningProgram[] = [];
afterEach(async () => {
  for (const instance of instances.splice(0)) {
    instance.process.kill('SIGTERM');
    await instance.ended;
  }
});

it('an instance that is killed in the middle of a collection loses none, and none is run twice', async () => {
  const fresh = await freshPostgresql();
  onTestFinished(() => fresh.remove());
  // Slow enough to be killed while it reads.
  const vendors = await startVendors(3, 150);
  onTestFinished(async () => void (await Promise.all(vendors.map((vendor) => vendor.close()))));
  const fleet = await makeFleet(fresh.connection, {
    ...{ count: COUNT, accessOf: accessTo(vendors), directory: emptyDirectory() },
  });
  onTestFinished(() => fleet.close());
  const due = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - MINUTE_MS);
  instances.push(await fleet.startInstance(), await fleet.startInstance());
  // Not before, or the first one might be done before the second one is there.
  await fleet.scheduleAt(due);
  const victim = await vi.waitFor(async () => {
    const running = (await fleet.runs()).filter(({ status }) => status === 'running');
    const found = instances.find(({ process }) => running.some(({ processId }) => processId === process.pid));
    if (!found) throw new Error('Nobody collects');
    return found;
  }, PATIENCE);
  await kill(victim);
  instances.splice(instances.indexOf(victim), 1);
  await vi.waitFor(async () => {
    expect(faultsOf(await fleet.runs(), fleet.organizationIds, [due]).lost).toEqual([]);
  }, PATIENCE);
  const runs = await fleet.runs();
  expect(faultsOf(runs, fleet.organizationIds, [due])).toEqual({ lost: [], twice: [], failed: [] });
  expect(runs.filter(({ interrupted }) => interrupted).map(({ processId }) => processId)).toContain(victim.process.pid);
  // Those of one vendor have the same rows, and so the same values.
  const stored = await fleet.stored();
  expect(new Set(stored.values()).size).toBe(vendors.length);
  expect([...stored.values()].every((text) => text.includes('reactive_tickets_created'))).toBe(true);
});
