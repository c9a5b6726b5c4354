import type { Period } from '#src/core/period.ts';
import type { Database, Reader, Transaction } from '#src/store/engine/database.ts';
import { prismaValues, type Sql } from '#src/store/engine/sql.ts';
import type { Notification } from '#src/store/generated/prisma/client.ts';

/** What was last said of a cause. */
export interface CauseState {
  readonly key: string;
  readonly occurrence: string;
  readonly period: Period | null;
  readonly overText: string;
  /** Whether it lasts. */
  readonly isOpen: boolean;
  /** Whether anything was said of it since it began. */
  readonly isTold: boolean;
  /** The last local date on which anything was said of it: `2026-11-28`. */
  readonly toldOn: string | null;
}

/** All causes that were ever noted, open or over. */
export async function readCauseStates(reader: Reader, organizationId: number): Promise<CauseState[]> {
  const rows = await reader.notificationCause.findMany({ where: { organizationId }, orderBy: { cause: 'asc' } });
  return rows.map(({ cause, occurrence, period, overText, isOpen, isTold, toldOn }) => ({
    ...{ key: cause, occurrence, period: period as Period | null, overText, isOpen, isTold },
    toldOn: toldOn?.toISOString().slice(0, 10) ?? null,
  }));
}

export async function saveCauseState(
  tx: Transaction,
  organizationId: number,
  { key, occurrence, period, overText, isOpen, isTold, toldOn }: CauseState,
  at: Date,
): Promise<void> {
  const state = {
    ...{ occurrence, period, overText, isOpen, isTold, updatedAt: at },
    toldOn: toldOn === null ? null : new Date(`${toldOn}T00:00:00Z`),
  };
  await tx.notificationCause.upsert({
    where: { organizationId_cause: { organizationId, cause: key } },
    create: { organizationId, cause: key, ...state },
    update: state,
  });
}

export type ChannelName = 'webhook' | 'mail';

/** A message for one channel. */
export interface StoredNotification {
  readonly id: number;
  /** The same at each attempt, so that a receiver can drop what it has already. */
  readonly messageId: string;
  readonly channel: ChannelName;
  readonly cause: string;
  readonly state: 'problem' | 'over';
  readonly severity: 'critical' | 'warning' | 'notice';
  readonly text: string;
  readonly action: string | null;
  readonly path: string;
  readonly createdAt: Date;
  /** Attempts so far, the one of this claim included. */
  readonly attempts: number;
}

export type NewNotification = Omit<StoredNotification, 'id' | 'attempts'>;

const MAX_CHARACTERS = 500;

export async function insertNotifications(
  tx: Transaction,
  organizationId: number,
  notifications: readonly NewNotification[],
): Promise<void> {
  if (notifications.length === 0) return;
  await tx.notification.createMany({
    data: notifications.map(({ text, action, ...rest }) => ({
      ...{ organizationId, ...rest, nextAttemptAt: rest.createdAt },
      text: text.slice(0, MAX_CHARACTERS),
      action: action?.slice(0, MAX_CHARACTERS) ?? null,
    })),
  });
}

/** Which message is claimed, when, and until when nobody else does. */
export interface Claim {
  readonly channel: ChannelName;
  readonly now: Date;
  readonly until: Date;
  /** Older messages are given up. */
  readonly notBefore: Date;
}

/** A condition on `qbr_notification AS due`: neither delivered nor given up, and no earlier message about its cause is either. */
async function isWaiting(organizationId: number, notBefore: Date): Promise<Sql> {
  const { sql } = await prismaValues();
  return sql`due.delivered_at IS NULL AND due.created_at >= ${notBefore}::timestamptz
    AND NOT EXISTS (
      SELECT FROM qbr_notification AS earlier
      WHERE earlier.organization_id = ${organizationId}::integer AND earlier.channel = due.channel
        AND earlier.cause = due.cause AND earlier.id < due.id AND earlier.delivered_at IS NULL
        AND earlier.created_at >= ${notBefore}::timestamptz)`;
}

/**
 * Claims the oldest message of a channel that is due, so that of several processes one delivers it. Messages about one cause are
 * delivered in their order. @returns null if nothing is due
 */
export async function claimNotification(
  { prisma }: Pick<Database, 'prisma'>,
  organizationId: number,
  { channel, now, until, notBefore }: Claim,
): Promise<StoredNotification | null> {
  const waiting = await isWaiting(organizationId, notBefore);
  const claimed = await prisma.$queryRaw<{ id: number }[]>`
    UPDATE qbr_notification SET attempts = attempts + 1, next_attempt_at = ${until}::timestamptz
    WHERE organization_id = ${organizationId}::integer AND id = (
      SELECT id FROM qbr_notification AS due
      WHERE organization_id = ${organizationId}::integer AND channel = ${channel}
        AND next_attempt_at <= ${now}::timestamptz AND ${waiting}
      ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  const id = claimed[0]?.id;
  if (id === undefined) return null;
  const row = await prisma.notification.findFirst({ where: { organizationId, id } });
  return row && storedNotification(row);
}

function storedNotification(row: Notification): StoredNotification {
  const { id, messageId, cause, text, action, path, createdAt, attempts } = row;
  return {
    ...{ id, messageId, cause, text, action, path, createdAt, attempts },
    channel: row.channel as ChannelName,
    state: row.state as StoredNotification['state'],
    severity: row.severity as StoredNotification['severity'],
  };
}

/** When the next message that can be claimed is due, the past included; null if none waits. */
export async function nextDelivery(
  reader: Reader,
  organizationId: number,
  { channels, notBefore }: { readonly channels: readonly ChannelName[]; readonly notBefore: Date },
): Promise<Date | null> {
  const waiting = await isWaiting(organizationId, notBefore);
  const [found] = await reader.$queryRaw<{ at: Date | null }[]>`
    SELECT min(next_attempt_at) AS at FROM qbr_notification AS due
    WHERE organization_id = ${organizationId}::integer AND channel = ANY (${[...channels]}::text[]) AND ${waiting}`;
  return found?.at ?? null;
}

export async function saveDelivery(reader: Reader, organizationId: number, id: number, at: Date): Promise<void> {
  await reader.notification.update({
    where: { organizationId_id: { organizationId, id } },
    data: { deliveredAt: at, lastError: null },
  });
}

/** Notes why a message could not be delivered, and when that is tried again. */
export async function saveDeliveryFailure(
  reader: Reader,
  organizationId: number,
  { id, error, nextAttemptAt }: { readonly id: number; readonly error: string; readonly nextAttemptAt: Date },
): Promise<void> {
  await reader.notification.update({
    where: { organizationId_id: { organizationId, id } },
    data: { lastError: error.slice(0, MAX_CHARACTERS), nextAttemptAt },
  });
}

/** Deletes the messages of before `time`, delivered or not. */
export async function deleteNotifications(reader: Reader, organizationId: number, time: Date): Promise<void> {
  await reader.notification.deleteMany({ where: { organizationId, createdAt: { lt: time } } });
}
