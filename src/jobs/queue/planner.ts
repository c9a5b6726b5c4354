import type { Logger } from '#src/log/log.ts';
import type { OrganizationDirectory } from '#src/service/organizations/directory.ts';
import type { JobQueue, TakenJob, WaitingJob } from '#src/service/queue/job-queue.ts';
import type { ComingJob, OrganizationJob } from './organization-job.ts';

export interface PlannerSettings {
  readonly queue: Pick<JobQueue, 'jobs' | 'jobsOf' | 'add' | 'remove'>;
  readonly jobs: readonly OrganizationJob[];
  readonly organizations: Pick<OrganizationDirectory, 'refresh' | 'find' | 'active'>;
  readonly logger: Pick<Logger, 'error'>;
  /** Time before a running job is looked at again, in milliseconds; default five seconds. */
  readonly runningMs?: number;
}

/** Sees to it that every active organization has one job of each task, at its next time. Several programs may do so. */
export interface Planner {
  /** Plans all jobs of an organization that has changed; several calls may become one. A failure is logged, and it is planned again. */
  planSoon(organizationId: number): void;
  /** As `planSoon`, for every organization, and those whose jobs wait for nobody. */
  planAllSoon(): void;
  /** Plans the next job of a task while its job runs; after `notBefore`. */
  planNext(job: OrganizationJob, organizationId: number, options?: PlanOptions): Promise<void>;
  /** Plans nothing more, and waits for what is being planned. */
  stop(): Promise<void>;
}

export interface PlanOptions {
  readonly notBefore?: Date;
  readonly isGivenUp?: boolean;
  /** A job that is put off, which keeps the attempts that it has left. */
  readonly putOff?: Pick<TakenJob, 'scheduledFor' | 'attemptsLeft'>;
}

/** Changes come in groups: a run that begins and ends changes a dozen rows. */
const SOON_MS = 500;
const AGAIN_MS = 60_000;
/** Whoever runs a job plans the next one, perhaps by settings of before a change: it is looked at again when it is done. */
const RUNNING_MS = 5_000;

export function createPlanner(settings: PlannerSettings): Planner {
  const { queue, organizations, logger } = settings;
  const waiting = new Set<number>();
  /** Those of them of which something has changed. */
  const changed = new Set<number>();
  let planning: Promise<void> = Promise.resolve();
  let isAll = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let wakesAt = 0;
  const later = (delayMs: number): void => {
    const at = Date.now() + delayMs;
    if (isStopped || (timer && wakesAt <= at)) return;
    clearTimeout(timer);
    wakesAt = at;
    timer = setTimeout(() => {
      timer = undefined;
      planning = planning.then(planWaiting);
    }, delayMs);
  };
  const planWaiting = async (): Promise<void> => {
    try {
      if (isAll) for (const id of await everybody(settings)) waiting.add(id);
      isAll = false;
    } catch (error) {
      logger.error({ err: error }, 'The jobs of organizations could not be planned');
      later(AGAIN_MS);
    }
    for (const id of [...waiting]) {
      if (isStopped) return;
      waiting.delete(id);
      const isChanged = changed.delete(id);
      const again = (delayMs: number): void => {
        waiting.add(id);
        if (isChanged) changed.add(id);
        later(delayMs);
      };
      try {
        const isRunning = (await planOrganization(settings, id, isChanged)) === 'running';
        if (isRunning) again(settings.runningMs ?? RUNNING_MS);
      } catch (error) {
        logger.error({ err: error, organizationId: id }, 'The jobs of an organization could not be planned');
        again(AGAIN_MS);
      }
    }
  };
  return {
    planSoon(organizationId) {
      waiting.add(organizationId);
      changed.add(organizationId);
      later(SOON_MS);
    },
    planAllSoon() {
      isAll = true;
      later(0);
    },
    async planNext(job, organizationId, { notBefore, isGivenUp = false, putOff } = {}) {
      await organizations.refresh();
      const next = isActive(settings, organizationId)
        ? await job.next(organizationId, { isGivenUp, isChanged: false })
        : null;
      if (!next) return;
      const planned = newJob(job, organizationId, delayed(next, notBefore));
      const isSame = putOff && +putOff.scheduledFor === +next.scheduledFor;
      await queue.add({ ...planned, ...(isSame && { attempts: putOff.attemptsLeft }) });
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await planning;
    },
  };
}

async function everybody({ organizations, queue }: PlannerSettings): Promise<Set<number>> {
  await organizations.refresh();
  const ids = organizations.active().map(({ id }) => id);
  return new Set([...ids, ...(await queue.jobs()).map(({ organizationId }) => organizationId)]);
}

function isActive({ organizations }: PlannerSettings, id: number): boolean {
  return organizations.find(id)?.archivedAt === null;
}

async function planOrganization(
  settings: PlannerSettings,
  id: number,
  isChanged: boolean,
): Promise<'planned' | 'running'> {
  const { queue, jobs, organizations } = settings;
  await organizations.refresh();
  const existing = await queue.jobsOf(
    id,
    jobs.map(({ task }) => task),
  );
  for (const job of jobs) {
    const found = existing.find(({ task }) => task === job.task);
    if (found?.isRunning) continue;
    const isGivenUp = found?.isGivenUp ?? false;
    const next = isActive(settings, id) ? await job.next(id, { isGivenUp, isChanged }) : null;
    if (next === null) {
      if (found) await queue.remove(found);
    } else if (!found || !isPlanned(found, next, job)) await queue.add(newJob(job, id, next));
  }
  return existing.some(({ isRunning }) => isRunning) ? 'running' : 'planned';
}

function isPlanned(found: WaitingJob, next: ComingJob, { keepsEarlier }: OrganizationJob): boolean {
  if (found.isGivenUp || found.flags.join() !== flagsOf(next).join()) return false;
  const early = next.at.getTime() - found.runAt.getTime();
  // It would begin its attempts anew.
  if (found.isRetried && early <= 0) return true;
  return early === 0 || (keepsEarlier && early > 0);
}

function newJob({ task, priority }: OrganizationJob, organizationId: number, next: ComingJob) {
  const { at: runAt, scheduledFor } = next;
  return { task, organizationId, scheduledFor, runAt, priority, flags: flagsOf(next) };
}

function flagsOf({ vendorHosts }: ComingJob): string[] {
  return [...new Set(vendorHosts)].sort().map((host) => `vendor:${host}`);
}

function delayed(next: ComingJob, notBefore: Date | undefined): ComingJob {
  return notBefore && notBefore > next.at ? { ...next, at: notBefore } : next;
}
