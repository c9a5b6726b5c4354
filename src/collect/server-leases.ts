import pLimit from 'p-limit';
import { SYSTEM_TIMER, type Timer } from './http-retry.ts';

/** The right to send one request to a vendor's server. */
export interface Lease {
  /** Ends it, once its answer is read or has failed. Never rejects. */
  release(): Promise<void>;
}

/** Shares a vendor's server among all who ask it: so many requests at a time, and none while it has asked to wait. */
export interface ServerLeases {
  /**
   * Waits until a request may be sent.
   * @param server host and port of the server: `na.myconnectwise.net`
   * @throws the reason of `signal` as soon as it is aborted
   */
  take(server: string, signal: AbortSignal): Promise<Lease>;
  /** Nobody sends anything to the server before `timeMs` milliseconds have passed (`Retry-After`). */
  hold(server: string, timeMs: number): Promise<void>;
}

/** A lease that all processes of the installation respect. */
export interface CommonLease extends Lease {
  /** How long nothing may be sent to the server, in milliseconds; 0 if something may. */
  readonly heldMs: number;
}

/** Leases across the processes of an installation. */
export interface CommonLeases {
  take(server: string, signal: AbortSignal): Promise<CommonLease>;
  hold(server: string, timeMs: number): Promise<void>;
}

/** At most so many requests to one server at a time, across all organizations and processes. */
export const REQUESTS_PER_SERVER = 2;

interface ServerState {
  readonly limit: ReturnType<typeof pLimit>;
  /** Time of the timer before which nothing is sent. */
  notBefore: number;
}

/**
 * The leases of one process, of `common` ones where other processes ask the same servers.
 * @param requests how many at a time and server, 2 by default
 * @param onProblem called when a common lease cannot be had: the leases of this process remain, so that no collection fails for it
 */
export function createServerLeases({
  requests = REQUESTS_PER_SERVER,
  timer = SYSTEM_TIMER,
  common,
  onProblem = () => undefined,
}: {
  readonly requests?: number;
  readonly timer?: Timer;
  readonly common?: CommonLeases | undefined;
  readonly onProblem?: (error: unknown) => void;
} = {}): ServerLeases {
  const servers = new Map<string, ServerState>();
  const stateOf = (server: string): ServerState => {
    const state = servers.get(server) ?? { limit: pLimit(requests), notBefore: 0 };
    servers.set(server, state);
    return state;
  };
  const holdHere = (server: string, timeMs: number): void => {
    const state = stateOf(server);
    state.notBefore = Math.max(state.notBefore, timer.now() + timeMs);
  };
  const untilAllowed = async (state: ServerState, signal: AbortSignal): Promise<void> => {
    const leftMs = () => state.notBefore - timer.now();
    for (let timeMs = leftMs(); timeMs > 0; timeMs = leftMs()) await timer.wait(timeMs, signal);
  };
  const takeCommon = async (server: string, signal: AbortSignal): Promise<Lease | undefined> => {
    for (;;) {
      await untilAllowed(stateOf(server), signal);
      const lease = await common?.take(server, signal).catch((error: unknown) => {
        signal.throwIfAborted();
        onProblem(error);
        return undefined;
      });
      if (!lease || lease.heldMs <= 0) return lease;
      holdHere(server, lease.heldMs);
      await lease.release();
    }
  };
  return {
    async take(server, signal) {
      const place = await placeIn(stateOf(server).limit, signal);
      try {
        const lease = await takeCommon(server, signal);
        const release = async (): Promise<void> => {
          await lease?.release();
          place();
        };
        return { release };
      } catch (error) {
        place();
        throw error;
      }
    },
    async hold(server, timeMs) {
      holdHere(server, timeMs);
      await common?.hold(server, timeMs).catch(onProblem);
    },
  };
}

/** Waits for one of the places. @returns gives it back */
function placeIn(limit: ReturnType<typeof pLimit>, signal: AbortSignal): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const give = (): void => reject(signal.reason);
    if (signal.aborted) return give();
    signal.addEventListener('abort', give, { once: true });
    void limit(() => {
      signal.removeEventListener('abort', give);
      // Whoever gave up while waiting leaves the place to the next one.
      return signal.aborted ? undefined : new Promise<void>((leave) => resolve(() => leave()));
    });
  });
}
