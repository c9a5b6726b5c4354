import { Cron } from 'croner';
import { AUDIT_UPKEEP_CRON } from '#src/jobs/audit-upkeep.ts';
import type { OrganizationJob } from './organization-job.ts';

export interface AuditUpkeepJobSettings {
  readonly keepUp: (organizationId: number) => Promise<void>;
  /** IANA name. */
  readonly timeZoneOf: (organizationId: number) => string;
  readonly clock: () => Date;
}

/** The daily upkeep of audit trails, in each organization's night. Running it again does no harm. */
export function auditUpkeepJob({ keepUp, timeZoneOf, clock }: AuditUpkeepJobSettings): OrganizationJob {
  return {
    ...{ task: 'audit_upkeep', priority: -1, keepsEarlier: true },
    async next(organizationId) {
      const timezone = timeZoneOf(organizationId);
      const at = new Cron(AUDIT_UPKEEP_CRON, { paused: true, mode: '5-part', timezone }).nextRun(clock());
      return at && { at, scheduledFor: at, vendorHosts: [] };
    },
    async run({ organizationId }) {
      await keepUp(organizationId);
      return 'done';
    },
    // The next day it runs again.
    giveUp: async () => undefined,
  };
}
