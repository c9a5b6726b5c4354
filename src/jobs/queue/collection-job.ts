import { RunInProgressError } from '#src/core/errors.ts';
import type { Collection } from '#src/service/collection/collection.ts';
import type { CollectionSchedule } from '#src/service/collection/schedule.ts';
import type { OrganizationJob } from './organization-job.ts';

/** What is asked of an organization's collections here. */
export interface QueuedOrganization {
  readonly schedule: Pick<CollectionSchedule, 'nextRun' | 'runDue'>;
  readonly collection: Pick<Collection, 'giveUp'>;
  /** The servers of its vendors: `na.myconnectwise.net`. */
  readonly vendorHosts: readonly string[];
}

/** The nightly collections. The records of runs say what is due, so that a job that comes too often does nothing. */
export function collectionJob(of: (organizationId: number) => Promise<QueuedOrganization>): OrganizationJob {
  return {
    ...{ task: 'collection', priority: 0, keepsEarlier: false },
    async next(organizationId, options) {
      const { schedule, vendorHosts } = await of(organizationId);
      const next = await schedule.nextRun(options);
      return next && { ...next, vendorHosts };
    },
    async run({ organizationId, signal }) {
      const { schedule } = await of(organizationId);
      try {
        await schedule.runDue(signal);
        return 'done';
      } catch (error) {
        if (error instanceof RunInProgressError) return 'busy';
        throw error;
      }
    },
    async giveUp(organizationId, scheduledFor) {
      await (await of(organizationId)).collection.giveUp(scheduledFor);
    },
  };
}
