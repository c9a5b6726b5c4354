import { randomUUID } from 'node:crypto';
import { localDate, monthAt } from '#src/core/period.ts';
import { periodsChecked } from '#src/service/attention/attention.ts';
import type { AttentionSchedule } from '#src/service/attention/collection-problems.ts';
import { createReport, loadOrganization, type Report } from '#src/service/report/report.ts';
import type { Snapshots } from '#src/service/report/snapshots.ts';
import { read, type Scope, write } from '#src/service/scope.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { insertNotifications, readCauseStates, saveCauseState } from '#src/store/notifications.ts';
import { type Cause, currentCauses } from './causes.ts';
import { decide } from './decide.ts';
import { type DeliverySettings, deliverDue } from './deliver.ts';

export interface NotifierSettings extends DeliverySettings {
  readonly snapshots: Snapshots;
  readonly schedule: AttentionSchedule;
  /** The program itself, now. */
  readonly scope: () => Scope;
}

/** Notifies the channels of what cannot wait until somebody looks at the dashboard. */
export interface Notifier {
  /**
   * Notes what has begun or is over since the last time, by any process, and delivers the messages that are due.
   * @returns the number of delivered messages
   */
  run(signal: AbortSignal): Promise<number>;
}

export function createNotifier(settings: NotifierSettings): Notifier {
  return {
    async run(signal) {
      const scope = settings.scope();
      const report = createReport(scope, settings.snapshots);
      await loadOrganization(report);
      await noteCauses(report, settings);
      return deliverDue(settings, report.data.organization()?.name ?? '', signal);
    },
  };
}

async function noteCauses(report: Report, settings: NotifierSettings): Promise<void> {
  const { scope, now, timeZone } = report;
  const { database, schedule } = settings;
  const today = localDate(now, timeZone);
  const source = { database, schedule, viewer: scope.viewer, hasSignIn: false };
  await storeDecision(scope, await currentCauses(report, source, today), { today, channels: settings.channels });
}

/**
 * In one transaction that other processes wait for, so that of several one says it; none is begun, and nobody waits, while nothing
 * has changed.
 */
async function storeDecision(
  scope: Scope,
  causes: readonly Cause[],
  { today, channels }: { readonly today: string; readonly channels: DeliverySettings['channels'] },
): Promise<void> {
  const { organization, at } = scope;
  const watched = periodsChecked(monthAt(at, organization.timeZone));
  const decideOn = async (reader: Reader) =>
    decide(causes, { stored: await readCauseStates(reader, organization.id), today, watched });
  const { states: changed } = await read(scope, 'notifications:send', decideOn);
  if (changed.length === 0) return;
  await write(scope, { permission: 'notifications:send' }, async (tx) => {
    const { states, messages } = await decideOn(tx);
    for (const state of states) await saveCauseState(tx, organization.id, state, at);
    const notifications = messages.flatMap(({ key: cause, state, severity, text, action, path }) => {
      const message = { messageId: randomUUID(), cause, state, severity, text, action, path, createdAt: at };
      return channels.map(({ name: channel }) => ({ ...message, channel }));
    });
    await insertNotifications(tx, organization.id, notifications);
    return { result: undefined, audit: [] };
  });
}
