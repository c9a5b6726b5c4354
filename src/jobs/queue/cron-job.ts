import { Cron } from 'croner';
import type { OrganizationJob } from './organization-job.ts';

export interface CronJobSettings {
  /** Its name in the queue. */
  readonly task: string;
  /** Five-field cron pattern. */
  readonly cron: string;
  /** The zone of the pattern (IANA name); null for an organization that has no such job. */
  readonly timeZoneOf: (organizationId: number) => string | null;
  /** What is done; running it again does no harm. */
  readonly run: (organizationId: number) => Promise<unknown>;
  readonly clock: () => Date;
}

/**
 * What is done at its times by whichever program is free. What belongs to the whole installation is the job of the first organization alone,
 * which is never archived.
 */
export function cronJob({ task, cron, timeZoneOf, run, clock }: CronJobSettings): OrganizationJob {
  return {
    ...{ task, priority: -1, keepsEarlier: true },
    async next(organizationId) {
      const timezone = timeZoneOf(organizationId);
      if (timezone === null) return null;
      const at = new Cron(cron, { paused: true, mode: '5-part', timezone }).nextRun(clock());
      return at && { at, scheduledFor: at, vendorHosts: [] };
    },
    async run({ organizationId }) {
      await run(organizationId);
      return 'done';
    },
    // At its next time it runs again.
    giveUp: async () => undefined,
  };
}
