import { Repeater, SlidingBuffer } from '@repeaterjs/repeater';
import { NotFoundError } from '#src/core/errors.ts';
import { readEntries } from '#src/store/collection-log.ts';
import { findRun, findRunByNumber, type StoredRun } from '#src/store/collection-runs.ts';
import { type Change, touchesOrganization } from '#src/store/engine/change.ts';
import type { Database } from '#src/store/engine/database.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import type { RunActivity } from './run-activity.ts';
import { describeProgress, type RunProgress, type StoredProgress } from './run-progress.ts';

/** The run to follow. */
export interface FollowRequest {
  readonly organizationId: number;
  /** By default the running one or, if there is none, the next one to start. */
  readonly runId?: number | null | undefined;
  /** The `eventId` of the last event before the connection was lost; ignored if it is not one of this feed. */
  readonly lastMark?: string | null | undefined;
}

/** The progress of a run, with an id by which a client that reconnects resumes. */
export interface MarkedProgress extends RunProgress {
  readonly eventId: string;
}

/** Streams the progress of collections, including those of other processes. */
export interface CollectionProgressFeed {
  /**
   * Returns the current progress, then every change of it, up to and including the end of the run. A slow consumer gets the
   * newest state and skips those in between. No resource is held before the first `next`; all are released at the end and by
   * `return`, which also ends a waiting `next`.
   * @throws NotFoundError for an unknown run id
   */
  follow(request: FollowRequest): Promise<AsyncIterableIterator<MarkedProgress>>;
}

export interface ProgressSettings {
  readonly database: Pick<Database, 'prisma' | 'changes' | 'vendorIds'>;
  readonly activity: Pick<RunActivity, 'of' | 'subscribe'>;
}

/** A feed of one organization. */
interface Followed extends ProgressSettings {
  readonly organizationId: number;
}

/** A run, or the first one with a higher id than `after`. */
type Target = { readonly id: number } | { readonly after: number };

/** How often the database is polled while changes of other processes could go unnoticed. */
const POLL_INTERVAL_MS = 1_000;

export function createCollectionProgress(settings: ProgressSettings): CollectionProgressFeed {
  return {
    async follow(request) {
      const { organizationId } = request;
      const target = await withinOrganization(organizationId, () => findTarget(settings, request));
      return createFollower({ ...settings, organizationId }, target);
    },
  };
}

async function findTarget(
  { database: { prisma } }: ProgressSettings,
  { organizationId, runId, lastMark }: FollowRequest,
): Promise<Target> {
  if (runId != null) {
    const run = await findRunByNumber(prisma, organizationId, { id: runId });
    if (run) return { id: run.id };
    throw new NotFoundError(`There is no collection run ${runId}`, { field: 'runId' });
  }
  const last = parseMark(lastMark);
  const lastRun = last && (await findRunByNumber(prisma, organizationId, { id: last.runId }));
  if (last && lastRun) return last.hasEnded ? { after: last.runId } : { id: last.runId };
  const running = await findRun(prisma, organizationId, { statuses: ['running'] });
  if (running) return { id: running.id };
  const newest = await findRun(prisma, organizationId);
  return { after: newest?.id ?? 0 };
}

function markOf({ run, ended }: RunProgress): string {
  return ended ? `${run.id}-ended` : `${run.id}`;
}

function parseMark(mark: string | null | undefined): { readonly runId: number; readonly hasEnded: boolean } | null {
  const [, id, ended] = /^(\d{1,9})(-ended)?$/.exec(mark ?? '') ?? [];
  return id === undefined ? null : { runId: Number(id), hasEnded: ended !== undefined };
}

function createFollower(settings: Followed, target: Target): AsyncIterableIterator<MarkedProgress> {
  return new Repeater<MarkedProgress, undefined>(async (push, stop) => {
    const look = createLook(settings, target);
    const changes = listen(settings, look.refresh);
    // Where it waits for a change, `return` would wait for that too.
    void stop.then(() => changes.return());
    let told = '';
    for await (const _ of changes) {
      const progress = await look.now();
      const text = JSON.stringify(progress);
      if (progress === null || text === told) continue;
      told = text;
      const next = push({ ...progress, eventId: markOf(progress) });
      if (progress.ended) stop();
      await next;
    }
  });
}

interface Look {
  /** The current progress; null before the run has started. Reads the database only if it may have changed. */
  now(): Promise<RunProgress | null>;
  /** Marks the stored state as changed. */
  refresh(): void;
}

function createLook({ database, organizationId, activity }: Followed, start: Target): Look {
  const { prisma, vendorIds } = database;
  let target = start;
  let isStale = true;
  let stored: StoredProgress | null = null;
  /** The run is read before its log: a run that has ended has all its rows. */
  const read = async (): Promise<StoredProgress | null> => {
    const run: StoredRun | null = await findRunByNumber(prisma, organizationId, target);
    if (!run) return null;
    target = { id: run.id };
    return { run, entries: await readEntries(prisma, organizationId, run.id) };
  };
  return {
    async now() {
      // Read again if it changed during the read, so that it is consistent with the activity of this process.
      while (isStale) {
        isStale = false;
        stored = await withinOrganization(organizationId, read);
      }
      return stored && describeProgress(stored, activity.of(stored.run.id), { organizationId, vendorIds });
    },
    refresh() {
      isStale = true;
    },
  };
}

/**
 * One event at first, and one for each change. Those that happen before the next one is asked for are one event. Listening
 * begins with the first `next`, before what is stored is read, so that no change in between is missed.
 */
function listen(
  { database: { changes }, organizationId, activity }: Followed,
  onStored: () => void,
): Repeater<'changed'> {
  return new Repeater(async (push, stop) => {
    const changed = (): void => void push('changed');
    const stored = (): void => {
      onStored();
      changed();
    };
    changed();
    const noticed = (change: Change): void => {
      if (touchesOrganization(change, organizationId)) stored();
    };
    const stops = [changes.subscribe(noticed), activity.subscribe(changed)];
    const looking = setInterval(() => {
      if (!changes.isReliable()) stored();
    }, POLL_INTERVAL_MS);
    looking.unref();
    await stop;
    clearInterval(looking);
    for (const end of stops) end();
  }, new SlidingBuffer(1));
}
