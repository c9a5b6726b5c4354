import { beforeEach, expect, it } from 'vitest';
import { operatorViewer } from '#src/auth/viewer.ts';
import type { Month } from '#src/core/period.ts';
import type { Collection } from '#src/service/collection/collection.ts';
import {
  type CollectionSchedule,
  createCollectionSchedule,
  type ScheduleSettings,
} from '#src/service/collection/schedule.ts';
import { insertRun } from '#src/store/collection-runs.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { collectionFor, ORGANIZATION_ID, readerSaying, scopeOn, TIME_ZONE } from '../../kit/services.ts';

const HOUR_MS = 3_600_000;
/** 22:30 of 31 January 2025 in Chicago. */
const TICK = new Date('2025-02-01T04:30:00Z');
const LONG_BEFORE = new Date('2025-01-01T12:00:00Z');

function after(instant: Date, timeMs: number): Date {
  return new Date(instant.getTime() + timeMs);
}

describeOnBothDatabases('the nightly schedule', (use) => {
  let now = LONG_BEFORE;
  let reads: Month[][] = [];
  beforeEach(async () => {
    await emptyDatabase(use());
    now = LONG_BEFORE;
    reads = [];
  });

  const clock = () => now;
  const connectwise = {
    async read(request: Parameters<ReturnType<typeof readerSaying>['read']>[0]) {
      reads.push([...request.months]);
      return readerSaying(() => ({})).read(request);
    },
  };

  function scheduled(settings: Partial<ScheduleSettings> = {}): CollectionSchedule {
    const { database } = use();
    const collection: Collection = collectionFor(database, { readers: { connectwise, ninjaone: null }, clock });
    const fixed = { database, organizationId: ORGANIZATION_ID, collection, clock };
    return createCollectionSchedule({
      ...fixed,
      cron: '30 22 * * *',
      timeZone: TIME_ZONE,
      enabledByDefault: false,
      ...settings,
    });
  }

  /** A schedule that was enabled long before the tick. */
  async function enabled(settings: Partial<ScheduleSettings> = {}): Promise<CollectionSchedule> {
    now = LONG_BEFORE;
    const schedule = scheduled(settings);
    await schedule.setEnabled(scopeOn(use().database, now), true, { acceptUnvalidated: true });
    return schedule;
  }

  const runDue = (schedule: CollectionSchedule) => schedule.runDue(new AbortController().signal);
  const runs = () => use().database.prisma.collectionRun.findMany({ orderBy: { id: 'asc' } });

  it('is disabled where nobody has enabled it: nothing is ever due', async () => {
    const schedule = scheduled();
    now = after(TICK, 1_000);
    expect(await schedule.dueTime()).toBeNull();
    expect(await runDue(schedule)).toBeNull();
    expect(await schedule.status(scopeOn(use().database, now))).toMatchObject({
      enabled: false,
      nextRunAt: null,
      lastRun: null,
    });
    expect(await runs()).toEqual([]);
  });

  it('keeps in the database who enabled or disabled it, for every program on it, and in the audit trail', async () => {
    await scheduled().setEnabled({ ...scopeOn(use().database, now), actor: 'ann' }, true, { acceptUnvalidated: true });
    now = after(LONG_BEFORE, HOUR_MS);
    const other = scheduled();
    expect(await other.status(scopeOn(use().database, now))).toMatchObject({
      enabled: true,
      nextRunAt: new Date('2025-01-02T04:30:00Z'),
    });
    await other.setEnabled({ ...scopeOn(use().database, now), actor: 'bob' }, false);
    expect(await scheduled({ enabledByDefault: true }).status(scopeOn(use().database, now))).toMatchObject({
      enabled: false,
      nextRunAt: null,
    });
    const { prisma } = use().database;
    const audit = await prisma.auditEntry.findMany({ orderBy: { id: 'asc' } });
    expect(audit).toMatchObject([
      { action: 'collection.enabled', actor: 'ann', at: LONG_BEFORE, detail: { before: { enabled: false } } },
      { action: 'collection.disabled', actor: 'bob', at: now, detail: { before: { enabled: true } } },
    ]);
    expect(await prisma.setting.findMany()).toMatchObject([{ value: false, updatedBy: 'bob' }]);
  });

  it('is enabled without a passed validation only where that is confirmed, and then it is recorded', async () => {
    const refused = scheduled().setEnabled(scopeOn(use().database, now), true);
    await expect(refused).rejects.toMatchObject({ name: 'ValidationNotPassedError', field: 'acceptUnvalidated' });
    await expect(refused).rejects.toThrow(/0 good nights in a row of 9/);
    expect(await use().database.prisma.setting.count()).toBe(0);
    await scheduled().setEnabled(scopeOn(use().database, now), true, { acceptUnvalidated: true });
    // It is enabled already.
    await scheduled().setEnabled(scopeOn(use().database, now), true);
    await scheduled().setEnabled(scopeOn(use().database, now), false);
    const audit = await use().database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } });
    expect(audit.map(({ action, detail }) => [action, detail])).toEqual([
      [
        'collection.enabled',
        { before: { enabled: false }, after: { enabled: true }, validationPassed: false, goodNights: 0 },
      ],
      ['collection.enabled', { before: { enabled: true }, after: { enabled: true } }],
      ['collection.disabled', { before: { enabled: true }, after: { enabled: false } }],
    ]);
  });

  it('follows the configured default while nobody has said otherwise', async () => {
    now = after(TICK, 1_000);
    expect(await scheduled({ enabledByDefault: true }).dueTime()).toEqual(TICK);
  });

  it.each([
    ['the very second', 0, TICK],
    ['five hours', 5 * HOUR_MS, TICK],
    ['twelve hours', 12 * HOUR_MS, TICK],
    ['more than twelve hours', 12 * HOUR_MS + 1_000, null],
    ['a second less than a day', 24 * HOUR_MS - 1_000, null],
  ])('is due %s after its time: %#', async (_, lateMs, due) => {
    const schedule = await enabled();
    now = after(TICK, lateMs);
    expect(await schedule.dueTime()).toEqual(due);
  });

  it('does not make up a time at which it was not enabled yet', async () => {
    const schedule = scheduled();
    now = after(TICK, 60_000);
    await schedule.setEnabled(scopeOn(use().database, now), true, { acceptUnvalidated: true });
    now = after(TICK, HOUR_MS);
    expect(await schedule.dueTime()).toBeNull();
    now = after(TICK, 24 * HOUR_MS);
    expect(await schedule.dueTime()).toEqual(after(TICK, 24 * HOUR_MS));
  });

  it.each([
    ['America/Chicago', '2025-03-09T06:00:00Z', '2025-03-09T04:30:00Z'],
    ['America/Chicago', '2025-03-10T03:30:00Z', '2025-03-10T03:30:00Z'],
    ['America/Chicago', '2025-11-02T04:00:00Z', '2025-11-02T03:30:00Z'],
    ['America/Chicago', '2025-11-03T04:30:00Z', '2025-11-03T04:30:00Z'],
    ['Asia/Kolkata', '2025-06-01T17:00:00Z', '2025-06-01T17:00:00Z'],
    ['Pacific/Auckland', '2025-04-05T09:30:00Z', '2025-04-05T09:30:00Z'],
    ['Pacific/Auckland', '2025-04-06T10:30:00Z', '2025-04-06T10:30:00Z'],
    ['Europe/Berlin', '2025-10-26T21:30:00Z', '2025-10-26T21:30:00Z'],
    ['Pacific/Kiritimati', '2025-06-01T08:30:00Z', '2025-06-01T08:30:00Z'],
  ])('means 22:30 in %s: at %s the time due is %s', async (timeZone, at, due) => {
    const schedule = await enabled({ timeZone });
    now = new Date(at);
    expect(await schedule.dueTime()).toEqual(new Date(due));
  });

  it('comes due once where the clock is set back over its time, and once where it is set forward over it', async () => {
    const repeated = await enabled({ cron: '30 1 * * *' });
    now = new Date('2025-11-02T06:31:00Z');
    expect(await repeated.dueTime()).toEqual(new Date('2025-11-02T06:30:00Z'));
    await runDue(repeated);
    now = new Date('2025-11-02T07:31:00Z');
    expect(await runDue(repeated)).toBeNull();
    expect(await runs()).toHaveLength(1);

    const skipped = await enabled({ cron: '30 2 * * *' });
    now = new Date('2025-03-09T12:00:00Z');
    const due = await skipped.dueTime();
    expect(due?.toISOString()).toMatch(/^2025-03-09T08:/);
  });

  it('runs a time once, whoever asks how often', async () => {
    const schedule = await enabled();
    now = after(TICK, 1_000);
    const report = await runDue(schedule);
    expect(report?.status).toBe('success');
    expect(await runDue(schedule)).toBeNull();
    expect(await runDue(scheduled())).toBeNull();
    expect(await runs()).toMatchObject([
      { trigger: 'schedule', scheduledFor: TICK, requestedBy: 'schedule', status: 'success' },
    ]);
  });

  it('does not count a run that a person started', async () => {
    const schedule = await enabled();
    now = after(TICK, 1_000);
    await collectionFor(use().database, { readers: { connectwise, ninjaone: null }, clock }).run({
      trigger: 'cli',
      viewer: operatorViewer('ann'),
    });
    expect(await runDue(schedule)).not.toBeNull();
  });

  it('makes a missed run up as such, for the months of its own time', async () => {
    const schedule = await enabled();
    // 1 February in Chicago; the run it makes up is of 31 January.
    now = after(TICK, 3 * HOUR_MS);
    await runDue(schedule);
    expect(await runs()).toMatchObject([{ trigger: 'catch_up', scheduledFor: TICK, startedAt: now }]);
    expect(reads[0]?.at(-1)).toBe('2025-01');
  });

  it('makes an interrupted run up once, and then no more', async () => {
    const schedule = await enabled();
    now = after(TICK, 60_000);
    const killed = { trigger: 'schedule', scheduledFor: TICK, startedAt: TICK, force: false, reason: null } as const;
    const where = { requestedBy: 'schedule', host: 'test-host', processId: 1 };
    await insertRun(use().database.prisma, ORGANIZATION_ID, { ...killed, ...where });
    expect((await runDue(schedule))?.status).toBe('success');
    expect(await runDue(schedule)).toBeNull();
    expect(await runs()).toMatchObject([
      { status: 'failed', interrupted: true },
      { status: 'success', interrupted: false, scheduledFor: TICK },
    ]);

    await emptyDatabase(use());
    await enabled();
    now = after(TICK, 60_000);
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await insertRun(use().database.prisma, ORGANIZATION_ID, { ...killed, ...where });
    }
    expect(await runDue(schedule)).toBeNull();
  });

  it('does not repeat a run that failed: a person has to look', async () => {
    const failing = { read: () => Promise.reject(new Error('broken')) };
    const { database } = use();
    const collection = collectionFor(database, { readers: { connectwise: failing, ninjaone: null }, clock });
    const schedule = await enabled({ collection });
    now = after(TICK, 1_000);
    expect((await runDue(schedule))?.status).toBe('failed');
    expect(await runDue(schedule)).toBeNull();
  });
});
