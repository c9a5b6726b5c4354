import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { operatorViewer } from '#src/auth/viewer.ts';
import {
  type CollectionProgressFeed,
  createCollectionProgress,
  type MarkedProgress,
} from '#src/service/collection/progress-feed.ts';
import { createRunActivity, type RunActivity } from '#src/service/collection/run-activity.ts';
import type { VendorReader } from '#src/service/collection/vendor-reader.ts';
import type { Database } from '#src/store/engine/database.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { collectionFor, ORGANIZATION_ID, readerSaying } from '../../kit/services.ts';

/** A vendor of two steps that waits before each until it is told to go on. */
function steppingReader(): VendorReader & { step(): void; readonly waiting: () => Promise<void> } {
  let go: (() => void) | null = null;
  let told: () => void = () => undefined;
  const pause = () =>
    new Promise<void>((resolve) => {
      go = resolve;
      told();
    });
  return {
    step() {
      const resolve = go;
      go = null;
      resolve?.();
    },
    waiting: () =>
      new Promise((resolve) => {
        told = resolve;
        if (go) resolve();
      }),
    async read(request) {
      for (const done of [1, 2]) {
        await pause();
        request.onProgress({ done, total: 2 });
      }
      await pause();
      return readerSaying(() => ({ '2025-01': { reactive_tickets_created: 354 } })).read(request);
    },
  };
}

const FAILING: VendorReader = { read: () => Promise.reject(new Error('secret')) };

describeOnBothDatabases('following a collection', (use) => {
  let activity: RunActivity;
  let listeners: number;
  let feed: CollectionProgressFeed;
  beforeEach(async () => {
    await emptyDatabase(use());
    activity = createRunActivity();
    listeners = 0;
    feed = feedOn(use().database);
  });

  const counted = <Listener>(subscribe: (listener: Listener) => () => void) => {
    return (listener: Listener) => {
      listeners += 1;
      const stop = subscribe(listener);
      return () => {
        listeners -= 1;
        stop();
      };
    };
  };
  const feedOn = ({ prisma, vendorIds, changes }: Pick<Database, 'prisma' | 'vendorIds' | 'changes'>) => {
    return createCollectionProgress({
      database: { prisma, vendorIds, changes: { ...changes, subscribe: counted(changes.subscribe) } },
      activity: { ...activity, subscribe: counted(activity.subscribe) },
    });
  };
  const collect = (readers: { connectwise: VendorReader | null; ninjaone?: VendorReader }, of = activity) =>
    collectionFor(use().database, { readers: { ninjaone: null, ...readers }, activity: of }).run({
      trigger: 'api',
      viewer: operatorViewer('cfo'),
      months: ['2025-01', '2025-02'] as never[],
    });
  /** What matters of what is told. */
  const brief = ({ value }: IteratorResult<MarkedProgress, undefined>) =>
    value && {
      status: value.run.status,
      steps: [value.stepsDone, value.stepsTotal],
      vendors: value.vendors.map(({ vendor, state, reading }) => [vendor.key, state, reading?.done ?? null]),
    };
  const rest = async (following: AsyncIterableIterator<MarkedProgress>) => {
    const told: MarkedProgress[] = [];
    for await (const progress of following) told.push(progress);
    return told;
  };

  it('tells each step, the vendors to come, and at last what is stored; then it lets go of everything', async () => {
    const connectwise = steppingReader();
    const following = await feed.follow({ organizationId: ORGANIZATION_ID });
    const first = following.next();
    const run = collect({ connectwise, ninjaone: readerSaying(() => ({ '2025-01': { endpoints_managed: 9 } })) });
    await connectwise.waiting();
    let told = brief(await first);
    while (told?.vendors[0]?.[1] !== 'reading') told = brief(await following.next());
    const ninjaone = ['ninjaone', 'pending', null];
    expect(told).toEqual({ status: 'running', steps: [0, 4], vendors: [['connectwise', 'reading', 0], ninjaone] });
    for (const done of [1, 2]) {
      connectwise.step();
      const step = { status: 'running', steps: [0, 4], vendors: [['connectwise', 'reading', done], ninjaone] };
      expect(brief(await following.next())).toEqual(step);
      await connectwise.waiting();
    }
    connectwise.step();
    const others = await rest(following);
    expect(others.map(({ stepsDone }) => stepsDone)).toEqual(others.map(({ stepsDone }) => stepsDone).sort());
    expect(others.slice(0, -1).filter(({ ended }) => ended)).toEqual([]);
    const last = others.at(-1);
    expect(last).toMatchObject({ ended: true, stepsDone: 4, stepsTotal: 4, run: { status: 'success' } });
    expect(last?.vendors).toMatchObject([
      {
        vendor: { key: 'connectwise', name: 'ConnectWise' },
        state: 'stored',
        reading: null,
        months: [
          { month: '2025-01', state: 'stored', metricsCollected: 1, errorMessage: null },
          { month: '2025-02', state: 'stored', metricsCollected: 0, errorMessage: null },
        ],
      },
      { vendor: { key: 'ninjaone' }, state: 'stored', months: [{ metricsCollected: 1 }, { metricsCollected: 0 }] },
    ]);
    const { runId } = await run;
    expect(await rest(await feed.follow({ organizationId: ORGANIZATION_ID, runId }))).toEqual([last]);
    expect(listeners).toBe(0);
  });

  it('tells who is slow the newest state only', async () => {
    const connectwise = steppingReader();
    const following = await feed.follow({ organizationId: ORGANIZATION_ID });
    const first = following.next();
    const run = collect({ connectwise });
    expect(brief(await first)?.status).toBe('running');
    for (const _ of [1, 2, 3]) {
      await connectwise.waiting();
      connectwise.step();
    }
    await run;
    expect(brief(await following.next())).toMatchObject({ status: 'success', steps: [2, 2] });
    expect(await following.next()).toEqual({ value: undefined, done: true });
    expect(await following.next()).toEqual({ value: undefined, done: true });
    expect(listeners).toBe(0);
  });

  it('misses no run that starts and ends before anybody listens', async () => {
    await collect({ connectwise: FAILING });
    const following = await feed.follow({ organizationId: ORGANIZATION_ID });
    await collect({ connectwise: readerSaying(() => ({})) });
    await collect({ connectwise: FAILING });
    expect((await rest(following)).map(({ run }) => [run.id, run.status])).toEqual([[2, 'success']]);
  });

  it('tells why a vendor failed, and nothing that is not for clients', async () => {
    await collect({ connectwise: FAILING, ninjaone: readerSaying(() => ({})) });
    const [told, ...more] = await rest(await feed.follow({ organizationId: ORGANIZATION_ID, runId: 1 }));
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      run: { status: 'partial' },
      vendors: [{ state: 'failed', errorMessage: expect.stringMatching(/^Unexpected error/) }, { state: 'stored' }],
    });
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  it('goes on with the run of the last mark, or behind it where its end had been told', async () => {
    await collect({ connectwise: FAILING });
    await collect({ connectwise: FAILING });
    const runsAfter = async (lastMark: string) =>
      (await rest(await feed.follow({ organizationId: ORGANIZATION_ID, lastMark }))).map(({ run }) => run.id);
    const marks = (await rest(await feed.follow({ organizationId: ORGANIZATION_ID, lastMark: '1' }))).map(
      ({ eventId }) => eventId,
    );
    expect(marks).toEqual(['1-ended']);
    expect(await runsAfter('1-ended')).toEqual([2]);
    expect(await runsAfter('2')).toEqual([2]);
    const connectwise = steppingReader();
    const run = collect({ connectwise });
    await connectwise.waiting();
    // What is no mark of ours says nothing.
    for (const lastMark of ['', 'x', '77', '1 OR 1', '99999999999999999999', '3']) {
      const following = await feed.follow({ organizationId: ORGANIZATION_ID, lastMark });
      expect((await following.next()).value).toMatchObject({ eventId: '3', run: { id: 3 } });
      await following.return?.();
    }
    for (const _ of [1, 2, 3]) {
      await connectwise.waiting();
      connectwise.step();
    }
    await run;
  });

  it('lets go of everything when it is left, and ends whoever waits', async () => {
    const following = await feed.follow({ organizationId: ORGANIZATION_ID });
    expect(listeners).toBe(0);
    const waiting = following.next();
    await expect.poll(() => listeners).toBe(2);
    expect(await following.return?.()).toEqual({ value: undefined, done: true });
    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(listeners).toBe(0);
    expect(await following.next()).toEqual({ value: undefined, done: true });
  });

  it('lets go of everything when it fails', async () => {
    const { prisma, vendorIds, changes } = use().database;
    const broken = { ...prisma, collectionRun: { findFirst: async () => null } } as never as typeof prisma;
    const following = await feedOn({ prisma: broken, vendorIds, changes }).follow({ organizationId: ORGANIZATION_ID });
    Object.assign(broken.collectionRun, { findFirst: () => Promise.reject(new Error('The database is gone')) });
    await expect(following.next()).rejects.toThrow('The database is gone');
    expect(listeners).toBe(0);
    expect(await following.next()).toEqual({ value: undefined, done: true });
  });

  describe('another process’s run', () => {
    it('is told as far as it is stored', async () => {
      const connectwise = steppingReader();
      const run = collect({ connectwise }, createRunActivity());
      await connectwise.waiting();
      const following = await feed.follow({ organizationId: ORGANIZATION_ID });
      expect(brief(await following.next())).toEqual({
        status: 'running',
        steps: [0, null],
        vendors: [['connectwise', 'reading', null]],
      });
      for (const _ of [1, 2, 3]) {
        await connectwise.waiting();
        connectwise.step();
      }
      await run;
      expect((await rest(following)).at(-1)).toMatchObject({ ended: true, stepsDone: 2, stepsTotal: 2 });
    });

    it('is looked for now and then while changes could go unnoticed', async () => {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      onTestFinished(() => void vi.useRealTimers());
      const { prisma, vendorIds } = use().database;
      const deaf = { subscribe: () => () => undefined, isReliable: () => false };
      const following = await feedOn({ prisma, vendorIds, changes: deaf }).follow({ organizationId: ORGANIZATION_ID });
      const first = following.next();
      await expect.poll(() => listeners).toBe(2);
      await collect({ connectwise: readerSaying(() => ({})) }, createRunActivity());
      vi.advanceTimersByTime(1_000);
      expect(brief(await first)).toMatchObject({ status: 'success' });
    });
  });

  it('refuses the number of no run', async () => {
    await expect(feed.follow({ organizationId: ORGANIZATION_ID, runId: 7 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      field: 'runId',
    });
    expect(listeners).toBe(0);
  });
});
