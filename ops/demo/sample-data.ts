import { hostname } from 'node:os';
import type { App } from '#src/app.ts';
import { mapDevices } from '#src/collect/ninjaone/map.ts';
import { Decimal } from '#src/core/number.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import { addMonths, localDate, monthAt, monthRange, parseMonth, periodBoundaries } from '#src/core/period.ts';
import { read } from '#src/service/scope.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { endRun, insertRun } from '#src/store/collection-runs.ts';
import { saveDeviceSnapshot } from '#src/store/device-snapshots.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import { readClosedMonths } from '#src/store/period-states.ts';
import { BOOK_METRICS, HAND_METRICS } from '../../test/kit/world/books.ts';
import type { World } from '../../test/kit/world/world.ts';
import type { DemoOutcome } from './ready-text.ts';
import { ACTOR, demoScope, firstCollectedMonth } from './things-to-see.ts';

const SIX_HOURS_MS = 6 * 3_600_000;

/**
 * Stores the device snapshots that nightly runs would have left on the last evening of each past month, because NinjaOne
 * tells of today only. They belong to a run that says that they are sample data.
 */
export async function storePastSnapshots(app: App, { ninjaone }: World): Promise<void> {
  const { config, database, clock } = app;
  const { timeZone } = config;
  const { organizations, locations, devicesAt } = ninjaone;
  const running = monthAt(clock(), timeZone);
  const months = monthRange(firstCollectedMonth(app), addMonths(running, -1));
  const store = async (tx: Transaction): Promise<void> => {
    const runId = await insertRun(tx, FIRST_ORGANIZATION, {
      trigger: 'cli',
      scheduledFor: null,
      startedAt: clock(),
      force: false,
      reason: 'Sample data: device snapshots of past months, as if collected then',
      requestedBy: ACTOR,
      host: hostname(),
      processId: process.pid,
    });
    for (const month of months) {
      const at = new Date(periodBoundaries(month, timeZone).end.getTime() - SIX_HOURS_MS);
      const { devices, sites } = mapDevices({ devices: [...devicesAt(at)], organizations, locations });
      const date = localDate(at, timeZone);
      const { ninjaone: vendorId } = database.vendorIds;
      const of = { organizationId: FIRST_ORGANIZATION, vendorId, runId };
      await saveDeviceSnapshot(tx, { date, at, devices, sites }, of);
    }
    await endRun(tx, FIRST_ORGANIZATION, { id: runId, status: 'success', endedAt: clock() });
  };
  await withinOrganization(FIRST_ORGANIZATION, () => database.transaction(store));
}

/**
 * Enters what no vendor knows, and of the months before the vendors' all of the books, as a person did then. Months that are
 * closed keep what they have.
 * @returns how many values of how many months were entered
 */
export async function enterByHand(app: App, { books }: World): Promise<DemoOutcome['entered']> {
  const months = books.map(({ month }) => parseMonth(month));
  const closed = await read(demoScope(app), 'metrics:read', (reader) =>
    readClosedMonths(reader, FIRST_ORGANIZATION, months),
  );
  const first = firstCollectedMonth(app);
  const entered = { values: 0, months: 0 };
  for (const { month, values } of books) {
    if (closed.has(parseMonth(month))) continue;
    const metrics = month < first ? BOOK_METRICS : HAND_METRICS;
    const entries = metrics.flatMap((metric) => {
      const value = values[metric];
      return value === undefined ? [] : [{ metric, value: new Decimal(value), notes: 'Sample data of the demo' }];
    });
    await enterMetrics(demoScope(app), { period: month, entries });
    entered.values += entries.length;
    entered.months += 1;
  }
  return entered;
}
