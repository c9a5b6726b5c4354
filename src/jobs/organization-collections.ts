import { RunInProgressError } from '#src/core/errors.ts';
import type { Logger } from '#src/log/log.ts';
import type { CollectionSchedule } from '#src/service/collection/schedule.ts';
import type { OrganizationDirectory } from '#src/service/organizations/directory.ts';

/** What is asked of an organization's collections here. */
export interface NightlyOrganization {
  readonly schedule: Pick<CollectionSchedule, 'isDue' | 'runDue'>;
  /** The servers of its vendors: `na.myconnectwise.net`. */
  readonly vendorHosts: readonly string[];
}

export interface OrganizationCollectionsSettings {
  readonly organizations: Pick<OrganizationDirectory, 'refresh' | 'active'>;
  /** Whether the organization is collected here. */
  readonly isOurs: (organizationId: number) => boolean;
  readonly of: (organizationId: number) => Promise<NightlyOrganization>;
  /** How many collections of one vendor's server run at a time in this program. */
  readonly workers: number;
  readonly logger: Pick<Logger, 'error'>;
  /** Time between two looks for what is due; default one minute. */
  readonly recheckMs?: number;
}

const RECHECK_MS = 60_000;
/** After the first failure to run at all: what fails within a run is a matter of the run (`findDueRun`). */
const MAX_RETRIES = 5;

/** A collection that could not be run, and when it is tried again, in milliseconds since the epoch. */
interface Failed {
  readonly times: number;
  readonly notBefore: number;
}

/** What runs collections until it is stopped. */
export interface OrganizationCollectionsJob {
  /** Stops the job and its runs, and waits for them. */
  stop(): Promise<void>;
  /** Begins no further run, and waits for the end of those under way. */
  finish(): Promise<void>;
}

/**
 * Without a queue: runs the due collections of organizations, and looks for more every minute. Several programs on one database may
 * do so: the lock and the record of a run decide which of them runs it, and what a killed one has left is run again by another. One
 * vendor's server has `workers` of them at a time, and others one more, so that a slow one does not hold up the organizations of others.
 */
export function startOrganizationCollections(settings: OrganizationCollectionsSettings): OrganizationCollectionsJob {
  const { workers, logger, recheckMs = RECHECK_MS } = settings;
  const stopping = new AbortController();
  let isEnding = false;
  const waiting = new Map<number, NightlyOrganization>();
  const underWay = new Map<number, { readonly hosts: readonly string[]; readonly done: Promise<void> }>();
  const failed = new Map<number, Failed>();
  const isFree = (host: string): boolean =>
    [...underWay.values()].filter(({ hosts }) => hosts.includes(host)).length < workers;

  const run = async (id: number, { schedule }: NightlyOrganization): Promise<void> => {
    try {
      await schedule.runDue(stopping.signal);
      failed.delete(id);
    } catch (error) {
      if (error instanceof RunInProgressError) return;
      const times = (failed.get(id)?.times ?? 0) + 1;
      const waitMs = times > MAX_RETRIES ? Number.POSITIVE_INFINITY : recheckMs * 2 ** (times - 1);
      failed.set(id, { times, notBefore: Date.now() + waitMs });
      logger.error({ err: error, organizationId: id, times }, 'The nightly collection failed to start');
    }
  };
  const fill = (): void => {
    for (const [id, organization] of waiting) {
      if (underWay.size > workers || isEnding) return;
      if (!organization.vendorHosts.every(isFree)) continue;
      waiting.delete(id);
      const done = run(id, organization).finally(() => {
        underWay.delete(id);
        fill();
      });
      underWay.set(id, { hosts: organization.vendorHosts, done });
    }
  };
  const look = async (): Promise<void> => {
    for (const id of await dueOrder(settings)) {
      if (isEnding) return;
      if (waiting.has(id) || underWay.has(id)) continue;
      const organization = await settings.of(id);
      if (!(await organization.schedule.isDue())) {
        // Another scheduled time begins anew.
        failed.delete(id);
        continue;
      }
      if ((failed.get(id)?.notBefore ?? 0) > Date.now()) continue;
      waiting.set(id, organization);
      fill();
    }
  };
  let looking: Promise<void> | undefined;
  const begin = (): void => {
    looking ??= look()
      .catch((error: unknown) => {
        logger.error({ err: error }, 'The due collections could not be found');
      })
      .finally(() => {
        looking = undefined;
      });
  };
  const timer = setInterval(begin, recheckMs);
  begin();
  const finish = async (): Promise<void> => {
    isEnding = true;
    clearInterval(timer);
    await looking;
    await Promise.all([...underWay.values()].map(({ done }) => done));
  };
  return {
    finish,
    async stop() {
      stopping.abort(new Error('The program is closing'));
      await finish();
    },
  };
}

/** From a place of chance on, so that several programs do not all begin with the same organization. */
async function dueOrder({ organizations, isOurs }: OrganizationCollectionsSettings): Promise<number[]> {
  await organizations.refresh();
  const ids = organizations
    .active()
    .map(({ id }) => id)
    .filter(isOurs);
  const start = Math.floor(Math.random() * ids.length);
  return [...ids.slice(start), ...ids.slice(0, start)];
}
