import { spawn } from 'node:child_process';
import type { Logger } from '#src/log/log.ts';

/** What a service manager is told of a server. */
export interface ServiceManager {
  /** That requests are answered, and from then on, while the event loop turns, that the server is alive. */
  ready(): void;
  /** That the server closes. */
  stopping(): void;
}

const NONE: ServiceManager = { ready: () => undefined, stopping: () => undefined };
const MICROSECONDS = 1_000;

/**
 * Reports to systemd (sd_notify(3)) where it asks for it by `NOTIFY_SOCKET`; elsewhere nothing is started. Node has no datagram
 * sockets of the file system, so that `systemd-notify` sends each message: the unit needs `NotifyAccess=all`. What cannot be
 * reported is logged and stops nothing.
 */
export function serviceManager(environment: NodeJS.ProcessEnv, logger: Logger): ServiceManager {
  const { NOTIFY_SOCKET, PATH, WATCHDOG_USEC } = environment;
  if (!NOTIFY_SOCKET) return NONE;
  const send = (...states: readonly string[]): void => {
    const failed = (reason: string): void => logger.warn({ reason, states }, 'systemd-notify failed');
    const child = spawn('systemd-notify', states, { env: { NOTIFY_SOCKET, PATH }, stdio: 'ignore' });
    child.on('error', ({ message }) => failed(message));
    child.on('exit', (status) => status !== 0 && failed(`exit status ${status}`));
  };
  let watchdog: NodeJS.Timeout | undefined;
  return {
    ready() {
      send('READY=1');
      const period = Number(WATCHDOG_USEC ?? 0) / MICROSECONDS;
      if (period > 0) watchdog = setInterval(() => send('WATCHDOG=1'), period / 2).unref();
    },
    stopping() {
      clearInterval(watchdog);
      send('STOPPING=1');
    },
  };
}
