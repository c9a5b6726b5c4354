import { setTimeout as sleep } from 'node:timers/promises';
import { type Failure, retryAfterMs } from './http-failure.ts';
import { VendorError, VendorHttpError } from './vendor-error.ts';

/** What waiting needs of the program; tests have their own. */
export interface Timer {
  /** Milliseconds since some fixed instant, which no change of the system's clock moves. */
  now(): number;
  /** Resolves after `timeMs`; rejects as soon as `signal` is aborted. */
  wait(timeMs: number, signal: AbortSignal): Promise<void>;
}

export const SYSTEM_TIMER: Timer = {
  now: () => performance.now(),
  wait: (timeMs, signal) => sleep(timeMs, undefined, { signal }),
};

/** What to do after a try that failed: give up with that failure, or wait and, where the vendor asked for it, hold all requests. */
export type AfterFailure =
  | { readonly giveUp: Failure }
  | { readonly waitMs: number; readonly askedMs: number | undefined };

/** The retries of one request. */
export interface Retries {
  after(failure: Failure): AfterFailure;
}

export interface RetryOptions {
  /** Retries after the first try, 4 by default; beyond these, 429 and 503 are retried as `patienceMs` says. */
  readonly retries?: number;
  /**
   * How long a request goes on while the vendor answers 429 or 503: 120,000 by default, 0 where `backoffMs` is given. Such an
   * answer is for everybody and passes; with 0 it counts among `retries`.
   */
  readonly patienceMs?: number;
  /** The n-th retry waits a random time up to `min(maxMs, baseMs × 2^(n−1))`; 1,000 and 30,000 by default. */
  readonly backoffMs?: { readonly baseMs: number; readonly maxMs: number } | undefined;
  /** The longest `Retry-After` that is waited for, 120,000 by default; a longer one ends the request at once. */
  readonly retryAfterMaxMs?: number;
}

/** Answers that say nothing of the request, only that the vendor takes none now. */
const BUSY = new Set([429, 503]);

/** Exponential back-off with jitter. */
export function createRetries(options: RetryOptions, timer: Timer): Retries {
  const { retries = 4, backoffMs = { baseMs: 1_000, maxMs: 30_000 }, retryAfterMaxMs = 120_000 } = options;
  const { patienceMs = options.backoffMs ? 0 : 120_000 } = options;
  const capMs = (n: number) => Math.min(backoffMs.maxMs, backoffMs.baseMs * 2 ** (n - 1));
  let retried = 0;
  let busy = { times: 0, since: 0 };

  /** How long to wait before the next try; null where there is none. */
  const backoff = (failure: Failure): number | null => {
    if (!failure.retry) return null;
    if (patienceMs > 0 && failure.status !== undefined && BUSY.has(failure.status)) {
      busy = { times: busy.times + 1, since: busy.times === 0 ? timer.now() : busy.since };
      if (timer.now() - busy.since >= patienceMs) return null;
      // At least half of each wait, so that patience is not spent in a burst of requests.
      return capMs(busy.times) * (0.5 + Math.random() / 2);
    }
    if (retried >= retries) return null;
    retried += 1;
    return capMs(retried) * Math.random();
  };

  return {
    after(failure) {
      const waitMs = backoff(failure);
      if (waitMs === null) return { giveUp: failure };
      const askedMs = failure.headers === undefined ? undefined : retryAfterMs(failure.headers, Date.now());
      if (askedMs === undefined || askedMs <= retryAfterMaxMs) return { waitMs, askedMs };
      const longest = `longer than the ${seconds(retryAfterMaxMs)} s waited for`;
      const reason = `${failure.reason}, asking to wait ${seconds(askedMs)} s, ${longest},`;
      return { giveUp: { ...failure, reason } };
    },
  };
}

/** The error of a request that is given up. A failure that was worth retrying is transient. */
export function giveUpError(
  vendor: string,
  what: string,
  { failure, tries }: { readonly failure: Failure; readonly tries: number },
): VendorError {
  const message = `${failure.reason} while ${what} (${tries} ${tries === 1 ? 'try' : 'tries'})`;
  const { kind, status, body, cause, retry: isTransient } = failure;
  if (status !== undefined) return new VendorHttpError(vendor, { kind, status, body, isTransient }, message);
  return new VendorError(vendor, kind, message, { cause, isTransient });
}

function seconds(timeMs: number): number {
  return Math.ceil(timeMs / 1000);
}
