import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startOrganizationCollections } from '#src/jobs/organization-collections.ts';
import { createCollectionSchedule } from '#src/service/collection/schedule.ts';
import type { VendorReader } from '#src/service/collection/vendor-reader.ts';
import { openDirectory } from '#src/service/organizations/directory.ts';
import type { Database } from '#src/store/engine/database.ts';
import { type FreshDatabase, freshPostgresql, openTestDatabase } from '../kit/databases.ts';
import { collectionFor, TIME_ZONE } from '../kit/services.ts';
import { counting, neverAnswering } from './readers.ts';

/** A minute after 22:30 of 31 January 2025 in Chicago. */
const NOW = new Date('2025-02-01T04:31:00Z');
const ORGANIZATIONS = [2, 3, 4, 5, 6, 7];

describe('the collections of several organizations, by several programs on one PostgreSQL', () => {
  let fresh: FreshDatabase;
  const open: Database[] = [];
  const jobs: { stop(): Promise<void> }[] = [];
  beforeEach(async () => {
    fresh = await freshPostgresql();
    const database = await openTestDatabase(fresh.connection);
    open.push(database);
    await database.prisma.organization.createMany({ data: ORGANIZATIONS.map((id) => ({ id, name: `MSP ${id}` })) });
  });
  afterEach(async () => {
    await Promise.all(jobs.splice(0).map((job) => job.stop()));
    await Promise.all(open.splice(0).map((database) => database.close()));
    await fresh.remove();
  });

  /** A program of its own: its connections, directory and job. */
  async function program(
    readerOf: (organizationId: number) => VendorReader,
    { hostOf = () => 'one.example.com', workers = 2 }: { hostOf?: (id: number) => string; workers?: number } = {},
  ) {
    const database = await openTestDatabase(fresh.connection);
    open.push(database);
    const clock = () => NOW;
    const job = startOrganizationCollections({
      organizations: await openDirectory(database, TIME_ZONE),
      isOurs: (id) => id !== 1,
      async of(organizationId) {
        const readers = { connectwise: readerOf(organizationId), ninjaone: null };
        const limits = { organizationId, maxInterrupted: 6, stopsForOthers: true };
        const collection = collectionFor(database, { ...limits, readers, clock });
        const times = { cron: '30 22 * * *', timeZone: TIME_ZONE, enabledByDefault: true, clock };
        const schedule = createCollectionSchedule({ ...limits, ...times, database, collection });
        return { schedule, vendorHosts: [hostOf(organizationId)] };
      },
      ...{ workers, logger: pino({ level: 'silent' }), recheckMs: 50 },
    });
    jobs.push(job);
    return job;
  }

  const runs = () => (open[0] as Database).prisma.collectionRun.findMany({ orderBy: { organizationId: 'asc' } });
  const successful = async () =>
    (await runs()).filter(({ status }) => status === 'success').map(({ organizationId }) => organizationId);

  it('run each of them once, however many programs look for them', async () => {
    const reads: number[] = [];
    const readerOf = (id: number) => counting(() => void reads.push(id));
    await Promise.all([program(readerOf), program(readerOf), program(readerOf)]);
    await vi.waitFor(async () => expect(await successful()).toEqual(ORGANIZATIONS), 60_000);
    // As many looks as there are, none finds more to do.
    await sleep(300);
    expect((await runs()).length).toBe(ORGANIZATIONS.length);
    expect(reads.sort()).toEqual(ORGANIZATIONS);
  });

  it('are not held up by the vendor of another that does not answer', async () => {
    // All of them wait for a slow server, which has both workers, when the organization of another one is created.
    const [other, isSlow] = [8, (id: number) => id !== 8];
    const hostOf = (id: number) => (isSlow(id) ? 'slow.example.com' : 'other.example.com');
    const reading = async () => (await runs()).filter(({ status }) => status === 'running');
    await program((id) => (isSlow(id) ? neverAnswering() : counting(() => undefined)), { hostOf });
    await vi.waitFor(async () => expect(await reading()).toHaveLength(2), 60_000);
    await (open[0] as Database).prisma.organization.create({ data: { id: other, name: 'MSP 8' } });
    await vi.waitFor(async () => expect(await successful()).toEqual([other]), 60_000);
    expect(await reading()).toHaveLength(2);
  });

  it('are run by another program when theirs is stopped', async () => {
    const first = await program(neverAnswering);
    await vi.waitFor(async () => expect(await runs()).not.toEqual([]), 10_000);
    await first.stop();
    expect((await runs()).map(({ interrupted }) => interrupted)).not.toContain(false);
    await program(() => counting(() => undefined));
    await vi.waitFor(async () => expect(await successful()).toEqual(ORGANIZATIONS), 60_000);
  });
});
