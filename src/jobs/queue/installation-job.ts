import { Cron } from 'croner';
import type { OrganizationJob } from './organization-job.ts';

export interface InstallationJobSettings {
  /** Its name in the queue. */
  readonly task: string;
  /** Five-field cron pattern. */
  readonly cron: string;
  /** IANA name. */
  readonly timeZone: string;
  /** The organization whose job it is: the first one, which is never archived. */
  readonly organizationId: number;
  /** What is done; running it again does no harm. */
  readonly run: () => Promise<void>;
  readonly clock: () => Date;
}

/** What is done at its times once for the whole installation, by whichever program is free. */
export function installationJob({
  task,
  cron,
  organizationId,
  run,
  clock,
  ...zone
}: InstallationJobSettings): OrganizationJob {
  return {
    ...{ task, priority: -1, keepsEarlier: true },
    async next(id) {
      if (id !== organizationId) return null;
      const at = new Cron(cron, { paused: true, mode: '5-part', timezone: zone.timeZone }).nextRun(clock());
      return at && { at, scheduledFor: at, vendorHosts: [] };
    },
    async run() {
      await run();
      return 'done';
    },
    // At its next time it runs again.
    giveUp: async () => undefined,
  };
}
