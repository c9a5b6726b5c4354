import { setTimeout as sleep } from 'node:timers/promises';
import { type Failure, retryAfterMs } from './http-failure.ts';
import { VendorError, VendorHttpError } from './vendor-error.ts';

/** Clock and wait of retries; tests inject their own. */
export interface Timer {
  /** Monotonic time in milliseconds. */
  now(): number;
  /** Resolves after `timeMs`; rejects as soon as `signal` is aborted. */
  wait(timeMs: number, signal: AbortSignal): Promise<void>;
}

export const SYSTEM_TIMER: Timer = {
  now: () => performance.now(),
  wait: (timeMs, signal) => sleep(timeMs, undefined, { signal }),
};

/** What to do after a failed attempt: give up, or wait `waitMs` and hold all requests for `askedMs` (`Retry-After`) if given. */
export type AfterFailure =
  | { readonly giveUp: Failure }
  | { readonly waitMs: number; readonly askedMs: number | undefined };

/** The retries of one request. */
export interface Retries {
  after(failure: Failure): AfterFailure;
}

export interface RetryOptions {
  /** Retries after the first attempt, 4 by default; 429 and 503 are retried within `patienceMs` in addition. */
  readonly retries?: number;
  /**
   * How long a request is retried while the vendor returns 429 or 503, 120,000 by default, 0 if `backoffMs` is given. With 0
   * these statuses count towards `retries`.
   */
  readonly patienceMs?: number;
  /** The n-th retry waits a random time up to `min(maxMs, baseMs × 2^(n−1))`; 1,000 and 30,000 by default. */
  readonly backoffMs?: { readonly baseMs: number; readonly maxMs: number } | undefined;
  /** Maximum accepted `Retry-After`, 120,000 by default; a longer one fails the request immediately. */
  readonly retryAfterMaxMs?: number;
}

/** Statuses that are not about the request: the vendor is overloaded. */
const BUSY = new Set([429, 503]);

/** Creates the retries of one request: exponential backoff with jitter. */
export function createRetries(options: RetryOptions, timer: Timer): Retries {
  const { retries = 4, backoffMs = { baseMs: 1_000, maxMs: 30_000 }, retryAfterMaxMs = 120_000 } = options;
  const { patienceMs = options.backoffMs ? 0 : 120_000 } = options;
  const capMs = (n: number) => Math.min(backoffMs.maxMs, backoffMs.baseMs * 2 ** (n - 1));
  let retried = 0;
  let busy = { times: 0, since: 0 };

  /** The wait before the next attempt; null to give up. */
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
      const longest = `more than the limit of ${seconds(retryAfterMaxMs)} s`;
      const reason = `${failure.reason} with Retry-After ${seconds(askedMs)} s, ${longest},`;
      return { giveUp: { ...failure, reason } };
    },
  };
}

/** The error of a request that is given up. A retryable failure is transient. */
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
