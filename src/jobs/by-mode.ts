import type { Logger } from '#src/log/log.ts';
import type { OrganizationChanged } from '#src/service/organizations/watch.ts';

/** Jobs that run until they are stopped. */
export interface Running {
  /** Stops what runs, and waits for it. */
  stop(): Promise<void>;
  /** Begins nothing more, and waits for what runs. */
  finish(): Promise<void>;
}

export interface ByModeSettings {
  /** Whether there is more than one organization to share out among programs; asked after changes. */
  readonly isQueued: () => Promise<boolean>;
  readonly watch: (listener: (changed: OrganizationChanged) => void) => () => void;
  /** Starts the jobs in this process alone. */
  readonly startHere: () => Running;
  /** Starts to take them from the queue. */
  readonly startQueued: () => Promise<Running & { readonly ended: Promise<void> }>;
  readonly logger: Pick<Logger, 'info' | 'error'>;
  /** Time before the queue is tried again, in milliseconds; default one minute. */
  readonly retryMs?: number;
}

const RETRY_MS = 60_000;

/**
 * Runs the jobs of organizations in this process, or from the queue, whichever is right for the organizations that there are. What runs
 * when that changes runs to its end: locks and records keep it from being run twice. Where the queue cannot be used, the jobs run here.
 */
export function startByMode(settings: ByModeSettings): { stop(): Promise<void> } {
  const { isQueued, startHere, startQueued, logger, retryMs = RETRY_MS } = settings;
  let current: { readonly isQueue: boolean; readonly running: Running } | null = null;
  let isStopped = false;
  let retry: NodeJS.Timeout | undefined;
  let deciding: Promise<void> = Promise.resolve();
  const ending = new Set<Running>();
  const turnTo = (isQueue: boolean, running: Running): void => {
    const former = current?.running;
    current = { isQueue, running };
    if (isQueue) logger.info('Jobs of organizations come from the queue');
    if (!former) return;
    if (!isQueue) logger.info('Jobs of organizations run in this program');
    ending.add(former);
    void former
      .finish()
      .catch((error: unknown) => logger.error({ err: error }, 'Jobs of organizations did not end'))
      .finally(() => ending.delete(former));
  };
  const openQueue = async (): Promise<void> => {
    const running = await startQueued();
    turnTo(true, running);
    void running.ended.then(() => {
      if (current?.running !== running) return;
      // A queue that has failed for good is left, and tried again.
      if (!isStopped) turnTo(false, startHere());
      decideLater();
    });
  };
  const decide = async (): Promise<void> => {
    if (isStopped) return;
    try {
      const isQueue = await isQueued();
      if (isQueue && !current?.isQueue) await openQueue();
      else if (!isQueue && current?.isQueue !== false) turnTo(false, startHere());
    } catch (error) {
      logger.error({ err: error }, 'The queue of jobs cannot be used; the jobs of organizations run in this program');
      if (!current) turnTo(false, startHere());
      decideLater();
    }
  };
  const decideNow = (): void => {
    deciding = deciding.then(decide);
  };
  const decideLater = (): void => {
    clearTimeout(retry);
    if (!isStopped) retry = setTimeout(decideNow, retryMs);
  };
  const unwatch = settings.watch(({ isOfItself }) => {
    if (isOfItself) decideNow();
  });
  decideNow();
  return {
    async stop() {
      isStopped = true;
      unwatch();
      clearTimeout(retry);
      await deciding;
      await Promise.all([current?.running, ...ending].map((running) => running?.stop()));
    },
  };
}
