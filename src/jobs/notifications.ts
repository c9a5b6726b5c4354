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
  let isRunning = false;
  let current: Promise<void> = Promise.resolve();
  const run = async (): Promise<void> => {
    if (isRunning || stopping.signal.aborted) return;
    isRunning = true;
    try {
      loaded ??= notifier();
      await (await loaded).run(stopping.signal);
    } catch (error) {
      logger.error({ err: error }, 'Notifications could not be sent');
    } finally {
      isRunning = false;
    }
  };
  const begin = (): void => {
    if (!isRunning) current = run();
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
