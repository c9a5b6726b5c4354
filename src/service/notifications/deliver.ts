import type { Logger } from '#src/log/log.ts';
import type { Database } from '#src/store/engine/database.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import {
  claimNotification,
  deleteNotifications,
  type StoredNotification,
  saveDelivery,
  saveDeliveryFailure,
} from '#src/store/notifications.ts';
import { type Channel, DELIVERY_TIMEOUT_MS, DeliveryError, type OutgoingMessage } from './channel.ts';

export interface DeliverySettings {
  readonly database: Database;
  readonly organizationId: number;
  readonly channels: readonly Channel[];
  /** Where the dashboard is: `https://host/qbr`. */
  readonly publicUrl: string;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A claim outlasts an attempt, so that the message of a process that was killed is delivered by another one. */
const CLAIM_MS = 3 * DELIVERY_TIMEOUT_MS + MINUTE_MS;
const MAX_WAIT_MS = 60 * MINUTE_MS;
export const GIVEN_UP_AFTER_MS = 3 * DAY_MS;
const DELETED_AFTER_MS = 30 * DAY_MS;

/**
 * Delivers what is due, each channel until nothing is left or it fails: then it waits one minute, later up to an hour, and gives up
 * after three days. A message is delivered at least once; a receiver knows a second one by its id.
 * @param organization the name of the organization
 * @returns the number of delivered messages
 */
export async function deliverDue(
  settings: DeliverySettings,
  organization: string,
  signal: AbortSignal,
): Promise<number> {
  const { database, organizationId, channels, clock } = settings;
  return withinOrganization(organizationId, async () => {
    await deleteNotifications(database.prisma, organizationId, new Date(clock().getTime() - DELETED_AFTER_MS));
    const delivered = channels.map((channel) => deliverBy(channel, settings, organization, signal));
    return (await Promise.all(delivered)).reduce((sum, count) => sum + count, 0);
  });
}

async function deliverBy(
  channel: Channel,
  settings: DeliverySettings,
  organization: string,
  signal: AbortSignal,
): Promise<number> {
  const { database, organizationId, publicUrl, clock } = settings;
  for (let delivered = 0; ; delivered += 1) {
    const now = clock();
    const claimed = signal.aborted
      ? null
      : await claimNotification(database, organizationId, {
          ...{ channel: channel.name, now, until: new Date(now.getTime() + CLAIM_MS) },
          notBefore: new Date(now.getTime() - GIVEN_UP_AFTER_MS),
        });
    if (!claimed) return delivered;
    try {
      await channel.send(outgoing(claimed, { organization, publicUrl }), signal);
    } catch (error) {
      await noteFailure(claimed, error, settings);
      return delivered;
    }
    await saveDelivery(database.prisma, organizationId, claimed.id, clock());
  }
}

function outgoing(
  { messageId: id, cause, state, severity, text, action, createdAt, path }: StoredNotification,
  { organization, publicUrl }: { readonly organization: string; readonly publicUrl: string },
): OutgoingMessage {
  return { id, cause, state, severity, text, action, createdAt, organization, link: `${publicUrl}${path}` };
}

async function noteFailure(
  { id, attempts, channel, createdAt }: StoredNotification,
  error: unknown,
  { database, organizationId, clock, logger }: DeliverySettings,
): Promise<void> {
  const reason = error instanceof DeliveryError ? error.message : 'Unexpected error';
  const now = clock().getTime();
  const nextAttemptAt = new Date(now + Math.min(MINUTE_MS * 2 ** (attempts - 1), MAX_WAIT_MS));
  await saveDeliveryFailure(database.prisma, organizationId, { id, error: reason, nextAttemptAt });
  const isGivenUp = nextAttemptAt.getTime() - createdAt.getTime() > GIVEN_UP_AFTER_MS;
  const details = { err: error, organizationId, channel, attempts, ...(!isGivenUp && { nextAttemptAt }) };
  if (isGivenUp) logger.error(details, 'A notification could not be delivered for three days and is given up');
  else logger.warn(details, 'A notification could not be delivered; it is sent again');
}
