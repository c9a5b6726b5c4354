import { Decimal } from '../../src/core/number.ts';
import { enterMetrics } from '../../src/service/manual-entry.ts';
import type { Database } from '../../src/store/database.ts';
import { collectionFor, readerSaying, TIME_ZONE, writeContext } from './services.ts';
import { generateWorld } from './world/world.ts';

/** Chicago's morning of 12 November 2026: Q3 2026 has ended, Q4 is running. */
export const COMPANY_NOW = new Date('2026-11-12T15:00:00Z');

/** Fills an empty database with 27 months of a generated company: tickets and devices by a collection, the books by hand. */
export async function fillCompany(database: Database): Promise<void> {
  const world = generateWorld({ seed: 'dashboard', until: COMPANY_NOW, months: 27, timeZone: TIME_ZONE, scale: 0.1 });
  const collected = (values: (index: number) => Record<string, number>) => () =>
    Object.fromEntries(world.books.map(({ month }, index) => [month, values(index)]));
  const connectwise = readerSaying(
    collected((index) => ({
      reactive_tickets_created: 340 + ((index * 37) % 60),
      reactive_tickets_closed: 335 + ((index * 31) % 60),
      reactive_time_spent: 140.25 + (index % 7),
    })),
  );
  const ninjaone = readerSaying(collected((index) => ({ endpoints_managed: 580 + index, seats_managed: 500 + index })));
  await collectionFor(database, {
    readers: { connectwise, ninjaone },
    clock: () => COMPANY_NOW,
    monthsToCollect: world.books.length,
  }).run({ trigger: 'cli', requestedBy: 'vitest' });
  for (const { month, values } of world.books) {
    const entries = Object.entries(values).map(([metric, value]) => ({ metric, value: new Decimal(value) }));
    await enterMetrics(writeContext(database, COMPANY_NOW), { period: month, entries });
  }
}
