import { Cron } from 'croner';
import type { Logger } from '#src/log/log.ts';

export interface SilentSessionsSettings {
  /** Ends the sessions of the Web Connector that have fallen silent. */
  readonly endSilent: () => Promise<number>;
  readonly logger: Pick<Logger, 'error'>;
}

/** Every five minutes. */
export const SILENT_SESSIONS_CRON = '*/5 * * * *';

/** Without a queue: ends silent sessions, now and every five minutes, so that the run of a connector that died does not look as if it went on. */
export function watchSilentSessions({ endSilent, logger }: SilentSessionsSettings): { stop(): Promise<void> } {
  let current: Promise<void> = Promise.resolve();
  const run = async (): Promise<void> => {
    await endSilent().catch((error: unknown) => {
      logger.error({ err: error }, 'Silent sessions of the Web Connector could not be ended');
    });
  };
  const enqueue = (): void => {
    current = current.then(run);
  };
  const job = new Cron(SILENT_SESSIONS_CRON, { mode: '5-part' }, enqueue);
  enqueue();
  return {
    async stop() {
      job.stop();
      await current;
    },
  };
}
