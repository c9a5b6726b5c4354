import { pino } from 'pino';
import type { Config } from '#src/config/config.ts';
import {
  createOrganizationNotifications,
  type OrganizationNotifications,
} from '#src/service/notifications/organizations.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { updateSettings } from '#src/service/settings/change.ts';
import { endRun, insertRun } from '#src/store/collection-runs.ts';
import type { Database } from '#src/store/engine/database.ts';
import { schedulesOn, scopeOn } from '../../kit/services.ts';
import { adminOf, inputOf } from '../settings/harness.ts';

export interface NotificationsOptions {
  readonly config: Config;
  readonly clock: () => Date;
  readonly changedMs?: number;
}

/** The notifications of a program that has just started. */
export function notificationsOn(
  database: Database,
  { config, clock, ...options }: NotificationsOptions,
): OrganizationNotifications {
  return createOrganizationNotifications({
    ...{ database, config, clock, logger: pino({ level: 'silent' }), snapshots: createSnapshots(database) },
    ...{ schedule: schedulesOn(database, clock), publicUrl: 'https://qbr.example.com/qbr' },
    scopeOf: (organizationId) => scopeOn(database, clock(), organizationId),
    ...options,
  });
}

/** Stores who is notified of an organization; null for what the environment says. */
export async function setRecipients(
  database: Database,
  organizationId: number,
  { config, to }: { readonly config: Config; readonly to: readonly string[] | null },
): Promise<void> {
  const value = to && JSON.stringify(to);
  await updateSettings(adminOf(database, organizationId), config, inputOf({ 'notifications.mail_to': value }));
}

/** A scheduled collection of an organization that has failed, or not. */
export async function ranAs(
  { prisma }: Database,
  organizationId: number,
  { status, at }: { readonly status: 'failed' | 'success'; readonly at: Date },
): Promise<void> {
  const about = { force: false, reason: null, requestedBy: 'tester', host: 'host', processId: 1, scheduledFor: null };
  const id = await insertRun(prisma, organizationId, { trigger: 'schedule', startedAt: at, ...about });
  await endRun(prisma, organizationId, { id, status, endedAt: at });
}
