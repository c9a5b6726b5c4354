import type { OrganizationNotifications } from '#src/service/notifications/organizations.ts';
import type { OrganizationJob } from './organization-job.ts';

/**
 * Notifications of every organization: soon after something of it has changed, and every few minutes. Running it again does no harm: what was said is
 * stored.
 * @param notifications loaded at the first run
 */
export function notificationsJob(notifications: () => Promise<OrganizationNotifications>): OrganizationJob {
  return {
    // Before collections, which take their time, and have changes to be notified of.
    ...{ task: 'notifications', priority: -2, keepsEarlier: true },
    async next(organizationId, { isChanged }) {
      const next = await (await notifications()).next(organizationId, isChanged);
      return next && { at: next.at, scheduledFor: next.at, vendorHosts: next.hosts };
    },
    async run({ organizationId, signal }) {
      await (await notifications()).run(organizationId, signal);
      return 'done';
    },
    // It runs again in a few minutes.
    giveUp: async () => undefined,
  };
}
