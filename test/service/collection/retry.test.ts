import { beforeEach, expect, it } from 'vitest';
import { VendorError } from '#src/collect/vendor-error.ts';
import { RunInProgressError } from '#src/core/errors.ts';
import { collectionProblems } from '#src/service/attention/collection-problems.ts';
import { createCollectionSchedule } from '#src/service/collection/schedule.ts';
import type { VendorReader } from '#src/service/collection/vendor-reader.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { collectionFor, ORGANIZATION_ID, readerSaying, scopeOn, TESTER, TIME_ZONE } from '../../kit/services.ts';

const MINUTE_MS = 60_000;
/** 22:30 of 31 January 2025 in Chicago: the retries are of February there, and collect January. */
const TICK = new Date('2025-02-01T04:30:00Z');
const BUSY = new VendorError('ConnectWise', 'unavailable', 'HTTP 429', { isTransient: true });
const REFUSED = new VendorError('ConnectWise', 'credentials', 'HTTP 401');

describeOnBothDatabases('a scheduled run that failed', (use) => {
  let now = TICK;
  let connectwiseFails: Error | null = null;
  let ninjaoneFails: Error | null = null;
  const failing = (error: () => Error | null): VendorReader => ({
    async read(request) {
      const reason = error();
      if (reason) throw reason;
      return readerSaying(() => ({})).read(request);
    },
  });
  const clock = () => now;
  const at = (minutes: number) => new Date(TICK.getTime() + minutes * MINUTE_MS);

  /** A program of its own, as after a restart. */
  function program(cron = '30 22 * * *') {
    const { database } = use();
    const readers = { connectwise: failing(() => connectwiseFails), ninjaone: failing(() => ninjaoneFails) };
    const collection = collectionFor(database, { readers, clock, hasNinjaOneCredentials: true });
    const fixed = { database, organizationId: ORGANIZATION_ID, collection, clock, timeZone: TIME_ZONE };
    const schedule = createCollectionSchedule({ ...fixed, cron, enabledByDefault: true });
    const look = (minutes: number) => {
      now = at(minutes);
      return schedule.runDue(new AbortController().signal);
    };
    return { collection, schedule, look };
  }
  const runs = () => use().database.prisma.collectionRun.findMany({ orderBy: { id: 'asc' } });

  beforeEach(async () => {
    await emptyDatabase(use());
    now = TICK;
    connectwiseFails = BUSY;
    ninjaoneFails = null;
  });

  it('is retried three times, half an hour apart, for the vendor that failed and the months of its time', async () => {
    for (let minute = 0; minute < 12 * 60; minute += 10) await program().look(minute);
    const all = await runs();
    expect(all.map(({ startedAt }) => startedAt)).toEqual([at(0), at(30), at(60), at(90)]);
    expect(all).toMatchObject([
      { status: 'partial', trigger: 'schedule', scheduledFor: TICK },
      ...Array.from({ length: 3 }, () => ({ status: 'failed', trigger: 'schedule', scheduledFor: TICK })),
    ]);
    const entries = await use().database.prisma.collectionLog.findMany({ where: { runId: all[3]?.id ?? 0 } });
    expect(new Set(entries.map(({ vendorId }) => vendorId))).toEqual(new Set([use().database.vendorIds.connectwise]));
    expect(
      entries
        .map(({ period }) => period)
        .sort()
        .at(-1),
    ).toBe('2025-01');
    expect(await program().schedule.retryAt()).toBeNull();
  });

  it('says when, until a success ends it', async () => {
    await program().look(0);
    const { schedule, look } = program();
    expect(await schedule.status(scopeOn(use().database, now))).toMatchObject({ retryAt: at(30), nextRunAt: at(30) });
    const problems = await collectionProblems(scopeOn(use().database, now), schedule);
    expect(problems[0]?.action).toContain(`retried at ${at(30).toISOString()}`);
    connectwiseFails = null;
    expect((await look(31))?.status).toBe('success');
    expect(await schedule.status(scopeOn(use().database, now))).toMatchObject({
      retryAt: null,
      nextRunAt: at(24 * 60),
    });
    expect(await look(90)).toBeNull();
  });

  it.each([
    ['credentials', REFUSED],
    ['a defect', new Error('broken')],
  ])('for %s is not retried', async (_, error) => {
    connectwiseFails = error;
    await program().look(0);
    expect(await program().look(40)).toBeNull();
    expect(await runs()).toHaveLength(1);
  });

  it('leaves the vendor out that a person must look after', async () => {
    connectwiseFails = REFUSED;
    ninjaoneFails = BUSY;
    await program().look(0);
    expect((await program().look(30))?.vendors.map(({ vendor }) => vendor)).toEqual(['ninjaone']);
  });

  it('is not retried once a person has collected', async () => {
    await program().look(0);
    connectwiseFails = null;
    now = at(10);
    const months = (await use().database.prisma.collectionLog.findMany()).map(({ period }) => period);
    await program().collection.run({ trigger: 'cli', viewer: TESTER, months: months as never });
    expect(await program().look(30)).toBeNull();
  });

  it('is retried once by several programs', async () => {
    await program().look(0);
    const looks = [program(), program(), program()].map(({ look }) => look(30));
    const ended = await Promise.allSettled(looks);
    for (const each of ended) if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(RunInProgressError);
    expect(await program().look(31)).toBeNull();
    expect(await runs()).toHaveLength(2);
  });

  it('is not retried while disabled, nor after the night or the next scheduled time', async () => {
    await program().look(0);
    expect(await program().look(12 * 60 + 1)).toBeNull();
    await program('30 22,23 * * *').look(61);
    expect((await runs()).map(({ scheduledFor }) => scheduledFor)).toEqual([TICK, at(60)]);
    await program().schedule.setEnabled(scopeOn(use().database, now), false);
    expect(await program().look(95)).toBeNull();
  });
});
