import { Cron } from 'croner';
import type { Logger } from '#src/log/log.ts';
import type { OrganizationNotifications } from '#src/service/notifications/organizations.ts';
import type { OrganizationDirectory } from '#src/service/organizations/directory.ts';
import type { Running } from './by-mode.ts';

export interface NotificationsSettings {
  /** Loaded at the first run. */
  readonly notifications: () => Promise<Pick<OrganizationNotifications, 'run'>>;
  readonly organizations: Pick<OrganizationDirectory, 'refresh' | 'active'>;
  readonly logger: Pick<Logger, 'error'>;
}

const EVERY_MINUTE = '* * * * *';

/**
 * Without a queue: notifies of every active organization now and every minute, one after the other. Several programs may do so: what is said is
 * stored in one of them, and a message is delivered by one.
 */
export function startNotifications({ notifications, organizations, logger }: NotificationsSettings): Running {
  const stopping = new AbortController();
  let loaded: ReturnType<typeof notifications> | undefined;
  let current: Promise<void> | undefined;
  let isEnding = false;
  const runOf = async (organizationId: number): Promise<void> => {
    try {
      loaded ??= notifications();
      await (await loaded).run(organizationId, stopping.signal);
    } catch (error) {
      logger.error({ err: error, organizationId }, 'Notifications could not be sent');
    }
  };
  const runAll = async (): Promise<void> => {
    await organizations.refresh();
    for (const { id } of organizations.active()) {
      if (isEnding) return;
      await runOf(id);
    }
  };
  // A run that waits for a slow receiver is not joined by another one.
  const begin = (): void => {
    current ??= runAll()
      .catch((error: unknown) => {
        logger.error({ err: error }, 'Notifications could not be sent');
      })
      .finally(() => {
        current = undefined;
      });
  };
  const job = new Cron(EVERY_MINUTE, { mode: '5-part' }, begin);
  begin();
  const finish = async (): Promise<void> => {
    isEnding = true;
    job.stop();
    await current;
  };
  return {
    finish,
    async stop() {
      stopping.abort();
      await finish();
    },
  };
}
