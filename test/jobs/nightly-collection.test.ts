import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { operatorViewer } from '#src/auth/viewer.ts';
import { type Nightly, startNightly } from '#src/jobs/nightly-collection.ts';
import { createCollectionSchedule } from '#src/service/collection/schedule.ts';
import type { VendorReader } from '#src/service/collection/vendor-reader.ts';
import type { Database } from '#src/store/engine/database.ts';
import { type FreshDatabase, freshPostgresql, openTestDatabase } from '../kit/databases.ts';
import { collectionFor, ORGANIZATION_ID, readerSaying, scopeOn, TIME_ZONE } from '../kit/services.ts';

/** A minute after 22:30 of 31 January 2025 in Chicago. */
const NOW = new Date('2025-02-01T04:31:00Z');
const LONG_BEFORE = new Date('2025-01-01T12:00:00Z');
/** The job itself comes due on no day on which these tests run: they look at what is done at its start. */
const NEVER_NOW = '0 0 29 2 *';

describe('the nightly job, of several programs on one PostgreSQL', () => {
  let fresh: FreshDatabase;
  const open: Database[] = [];
  const jobs: Nightly[] = [];
  beforeEach(async () => {
    fresh = await freshPostgresql();
  });
  afterEach(async () => {
    await Promise.all(jobs.splice(0).map((job) => job.stop()));
    await Promise.all(open.splice(0).map((database) => database.close()));
    await fresh.remove();
  });

  /** A program of its own: its connections, services and job. */
  async function program(connectwise: VendorReader = readerSaying(() => ({}))) {
    const database = await openTestDatabase(fresh.connection);
    open.push(database);
    const clock = () => NOW;
    const collection = collectionFor(database, { readers: { connectwise, ninjaone: null }, clock });
    const fixed = { database, organizationId: ORGANIZATION_ID, collection, cron: '30 22 * * *', timeZone: TIME_ZONE };
    const schedule = createCollectionSchedule({ ...fixed, enabledByDefault: false, clock });
    return {
      database,
      collection,
      enable: () => schedule.setEnabled(scopeOn(database, LONG_BEFORE), true, { acceptUnvalidated: true }),
      startJob(recheckMs = 20) {
        const logger = pino({ level: 'silent' });
        const job = startNightly({ schedule, cron: NEVER_NOW, timeZone: TIME_ZONE, logger, recheckMs });
        jobs.push(job);
        return job;
      },
    };
  }

  const runsOf = ({ prisma }: Database) => prisma.collectionRun.findMany({ orderBy: { id: 'asc' } });

  it('makes up at its start what was missed', async () => {
    const one = await program();
    await one.enable();
    one.startJob();
    await vi.waitFor(async () => expect(await runsOf(one.database)).toMatchObject([{ status: 'success' }]), 10_000);
  });

  it('does nothing while the collection is disabled', async () => {
    const one = await program();
    await one.startJob().stop();
    expect(await runsOf(one.database)).toEqual([]);
  });

  it('runs a time once, however many programs come for it together', async () => {
    const gate = createGate();
    const programs = [await program(gate.reader), await program(gate.reader), await program(gate.reader)];
    await programs[0]?.enable();
    const started = programs.map((each) => each.startJob());
    await gate.entered;
    gate.release();
    const [first] = programs;
    if (!first) throw new Error('There is a first program');
    await vi.waitFor(async () => expect(await runsOf(first.database)).toMatchObject([{ status: 'success' }]), 10_000);
    // Stopping waits for whatever the others have under way.
    await Promise.all(started.map((job) => job.stop()));
    expect(await runsOf(first.database)).toHaveLength(1);
    expect(gate.reads()).toBe(1);
  });

  it('waits for another run to end, and then runs its own', async () => {
    const gate = createGate();
    const person = await program(gate.reader);
    const night = await program();
    await night.enable();
    const other = person.collection.run({ trigger: 'cli', viewer: operatorViewer('ann') });
    await gate.entered;
    night.startJob();
    gate.release();
    await other;
    await vi.waitFor(
      async () =>
        expect(await runsOf(night.database)).toMatchObject([
          { trigger: 'cli', status: 'success' },
          { trigger: 'schedule', status: 'success' },
        ]),
      10_000,
    );
  });

  it('stops the run under way when the program closes, which is recorded as failed and says why', async () => {
    const gate = createGate();
    const one = await program(gate.reader);
    await one.enable();
    const job = one.startJob();
    await gate.entered;
    await job.stop();
    expect(await runsOf(one.database)).toMatchObject([{ status: 'failed', interrupted: false }]);
    const entries = await one.database.prisma.collectionLog.findMany();
    expect(entries[0]?.errorMessage).toContain('The collection was stopped: The program is closing');
  });
});

/** A vendor that answers only once it is told to, or is stopped. */
function createGate() {
  let enter: () => void = () => undefined;
  let release: () => void = () => undefined;
  let reads = 0;
  const entered = new Promise<void>((resolve) => {
    enter = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const reader: VendorReader = {
    async read(request) {
      reads += 1;
      enter();
      const stopped = new Promise<never>((_, reject) => {
        request.signal.addEventListener('abort', () => reject(request.signal.reason), { once: true });
      });
      await Promise.race([released, stopped]);
      return readerSaying(() => ({})).read(request);
    },
  };
  return { reader, entered, release: () => release(), reads: () => reads };
}
