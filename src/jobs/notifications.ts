import { Cron } from 'croner';
import type { Logger } from '#src/log/log.ts';
import type { Notifier } from '#src/service/notifications/notifier.ts';

export interface NotificationsSettings {
  /** Loaded at the first run. */
  readonly notifier: () => Promise<Notifier>;
  readonly logger: Pick<Logger, 'error'>;
}

const EVERY_MINUTE = '* * * * *';

/** Notifies now and every minute, one run at a time. */
export function startNotifications({ notifier, logger }: NotificationsSettings): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let loaded: Promise<Notifier> | undefined;
  let current: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    try {
      loaded ??= notifier();
      await (await loaded).run(stopping.signal);
    } catch (error) {
      logger.error({ err: error }, 'Notifications could not be sent');
    }
  };
  // A run that waits for a slow receiver is not joined by another one.
  const begin = (): void => {
    current ??= run().finally(() => {
      current = undefined;
    });
  };
  const job = new Cron(EVERY_MINUTE, { mode: '5-part' }, begin);
  begin();
  return {
    async stop() {
      job.stop();
      stopping.abort();
      await current;
    },
  };
}
