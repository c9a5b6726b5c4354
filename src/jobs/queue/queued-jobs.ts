import type { Logger } from '#src/log/log.ts';
import type { OrganizationDirectory } from '#src/service/organizations/directory.ts';
import type { OrganizationChanged } from '#src/service/organizations/watch.ts';
import type { JobQueue, JobWork, TakenJob } from '#src/service/queue/job-queue.ts';
import type { OrganizationJob } from './organization-job.ts';
import { createPlanner, type Planner } from './planner.ts';

export interface QueuedJobsSettings {
  /** Opens the queue of this program's database. */
  readonly open: () => Promise<JobQueue>;
  readonly jobs: readonly OrganizationJob[];
  readonly organizations: Pick<OrganizationDirectory, 'refresh' | 'find' | 'active'>;
  /** Calls back after each change. @returns what ends that */
  readonly watch: (listener: (changed: OrganizationChanged) => void) => () => void;
  /** How many jobs of one vendor's server run at a time in this program. */
  readonly workers: number;
  readonly clock: () => Date;
  readonly logger: Logger;
  /** Times of waiting, in milliseconds; shorter in tests. */
  readonly waits?: Partial<Waits>;
}

interface Waits {
  /** Before a job is asked again that another program does. */
  readonly busyMs: number;
  /** Before a job is taken up again whose vendors' servers have all the workers that they may have. */
  readonly crowdedMs: number;
  /** Between two looks for jobs of killed programs. */
  readonly killedMs: number;
  /** Between two looks for waiting jobs. */
  readonly pollMs: number;
  /** Between two looks whether a running job is done, where its organization has changed meanwhile. */
  readonly runningMs: number;
}

/** The jobs of organizations in this program. */
export interface QueuedJobs {
  /** Stops what runs, which another program goes on with, and waits for it. */
  stop(): Promise<void>;
  /** Begins nothing more, and waits for what runs. */
  finish(): Promise<void>;
  /** Resolves when the queue has ended, also where it failed for good. */
  readonly ended: Promise<void>;
}

const WAITS: Waits = { busyMs: 60_000, crowdedMs: 1_000, killedMs: 10_000, pollMs: 5_000, runningMs: 5_000 };
/** One vendor's server may have all the others, so that organizations that share it wait for nobody's sake. */
const SPARE_WORKERS = 1;
/** Changes tell when jobs are to be planned anew; this is for those that a killed program noticed alone. */
const PLAN_ALL_MS = 3_600_000;

/**
 * Runs the jobs of all organizations from the queue together with other programs on the database: `workers` at a time of one vendor's server,
 * and one more of others, so that a slow server does not hold up the organizations of others.
 * @throws an error of the database, where the queue cannot be opened
 */
export async function startQueuedJobs(settings: QueuedJobsSettings): Promise<QueuedJobs> {
  const { logger, workers, jobs } = settings;
  const waits = { ...WAITS, ...settings.waits };
  const stopping = new AbortController();
  const crowd = createCrowd(workers);
  const queue = await settings.open();
  const planner = createPlanner({ ...settings, queue, runningMs: waits.runningMs });
  const parts = { ...settings, waits, crowd, signal: stopping.signal, planner };
  const pool = queue.work({
    tasks: Object.fromEntries(jobs.map((job) => [job.task, workOf(job, parts)])),
    ...{ workers: workers + SPARE_WORKERS, pollMs: waits.pollMs, forbiddenFlags: crowd.full },
  });
  const { planSoon, planAllSoon } = planner;
  const unwatch = settings.watch(({ organizationId }) => {
    if (organizationId === null) planAllSoon();
    else planSoon(organizationId);
  });
  const timers = [
    setInterval(planAllSoon, PLAN_ALL_MS),
    setInterval(() => void takeBack(queue, planSoon, logger), waits.killedMs),
  ];
  planAllSoon();
  const finish = async (): Promise<void> => {
    for (const timer of timers) clearInterval(timer);
    unwatch();
    await pool.stop();
    await planner.stop();
    await queue.close();
  };
  let finishing: Promise<void> | undefined;
  const finishOnce = (): Promise<void> => {
    finishing ??= finish();
    return finishing;
  };
  return {
    ended: pool.ended,
    finish: finishOnce,
    async stop() {
      const finished = finishOnce();
      stopping.abort(new Error('The program is closing'));
      await finished;
    },
  };
}

/** The jobs of killed programs are anybody's again. */
async function takeBack(queue: JobQueue, planSoon: Planner['planSoon'], logger: Logger): Promise<void> {
  try {
    const organizations = await queue.giveBackOfKilled();
    if (organizations.length > 0) logger.warn({ organizations }, 'Took over the jobs of a program that was killed');
    // One that was killed too often is planned for its next time.
    for (const id of organizations) planSoon(id);
  } catch (error) {
    logger.error({ err: error }, 'The jobs of killed programs could not be looked for');
  }
}

interface WorkParts extends QueuedJobsSettings {
  readonly waits: Waits;
  readonly crowd: Crowd;
  readonly signal: AbortSignal;
  readonly planner: Planner;
}

function workOf(job: OrganizationJob, parts: WorkParts): JobWork {
  const { crowd, clock, planner, waits, logger } = parts;
  const after = (ms: number) => ({ notBefore: new Date(clock().getTime() + ms) });
  return async (taken) => {
    const { organizationId, attemptsLeft } = taken;
    const leave = crowd.tryEnter(taken.flags);
    try {
      if (!leave) return await planner.planNext(job, organizationId, { ...after(waits.crowdedMs), putOff: taken });
      const outcome = await run(job, taken, parts);
      await planner.planNext(job, organizationId, {
        ...(outcome === 'busy' && after(waits.busyMs)),
        isGivenUp: outcome === 'given up',
      });
    } catch (error) {
      const what = attemptsLeft === 1 ? 'A job failed too often' : 'A job failed, and will be tried again';
      logger.error({ err: error, organizationId, task: job.task }, what);
      // The queue's tables keep what they are told, which may not be what the error says.
      throw new Error('The log of the program says why');
    } finally {
      leave?.();
    }
  };
}

/** Runs a job; gives up where the last attempt fails. */
async function run(job: OrganizationJob, taken: TakenJob, { signal, logger }: WorkParts) {
  // Left to another program.
  if (signal.aborted) return 'done';
  try {
    return await job.run({ ...taken, signal });
  } catch (error) {
    if (taken.attemptsLeft > 1) throw error;
    const { organizationId, scheduledFor } = taken;
    logger.error({ err: error, organizationId, task: job.task }, 'A job failed, and is given up');
    await job.giveUp(organizationId, scheduledFor);
    return 'given up';
  }
}

/** How many of the workers each flag has. */
interface Crowd {
  /** The flags that have all they may have. */
  full(): string[];
  /** Counts a job; null where one of its flags has all it may have. @returns what ends that */
  tryEnter(flags: readonly string[]): (() => void) | null;
}

function createCrowd(limit: number): Crowd {
  const counts = new Map<string, number>();
  const add = (flags: readonly string[], change: number): void => {
    for (const flag of flags) {
      const count = (counts.get(flag) ?? 0) + change;
      if (count > 0) counts.set(flag, count);
      else counts.delete(flag);
    }
  };
  const isFull = (flag: string): boolean => (counts.get(flag) ?? 0) >= limit;
  return {
    full: () => [...counts.keys()].filter(isFull),
    tryEnter(flags) {
      if (flags.some(isFull)) return null;
      add(flags, 1);
      return () => add(flags, -1);
    },
  };
}
