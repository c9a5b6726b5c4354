import { setTimeout } from 'node:timers/promises';
import type { Context, MiddlewareHandler } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimits } from '#src/auth/access.ts';
import { clientNetwork } from '#src/auth/client-network.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import { reject } from './problem.ts';
import type { RouteVariables } from './route-variables.ts';
import { defaultHeader, setDefaultHeader } from './security-headers.ts';

/** Middleware that limits the rate of requests. */
export interface RateLimiting {
  /** Runs after authentication. */
  readonly perClient: MiddlewareHandler<RouteVariables>;
  /** Runs after authentication. */
  readonly perCredential: MiddlewareHandler<RouteVariables>;
  readonly signIn: MiddlewareHandler<RouteVariables>;
  /** Counts a request with a wrong key. Returns a delayed 429 if its client has sent too many, otherwise null. */
  limitWrongKey(context: Context<RouteVariables>): Promise<Response | null>;
  /** The passwords of the Web Connector, with the limit of wrong keys. */
  readonly passwords: PasswordLimit;
}

/** Limits the passwords that are checked: checking one is slow on purpose. */
export interface PasswordLimit {
  /** Counts a password before it is checked. @returns false if its client has sent too many wrong ones */
  admit(context: Context<RouteVariables>): Promise<boolean>;
  /** Takes back the count of a right one. */
  accept(context: Context<RouteVariables>): Promise<void>;
}

const MINUTE_SECONDS = 60;
const NEVER_LIMITED = /^\/health\//;
/** Delay of each response after too many wrong keys, and the maximum delayed responses per network. */
const WRONG_KEY_PAUSE_MS = 1_000;
const MAX_PAUSED = 20;

/** Counters are in memory, so each instance counts its own requests. */
export function createRateLimiting(limits: RateLimits): RateLimiting {
  const perClient = createClientLimit(limits.client);
  return {
    perClient: perClient.limit,
    perCredential: limiting(limits.credential, (context) => credentialOf(context.get('viewer'))),
    signIn: limiting(limits.signIn, networkOf),
    limitWrongKey: createWrongKeyLimit(limits.wrongKey, perClient),
    passwords: createPasswordLimit(limits.wrongKey),
  };
}

function createPasswordLimit(points: number | null): PasswordLimit {
  const limiter = limiterOf(points);
  return {
    admit: async (context) => !limiter || !(await consume(limiter, networkOf(context))).isRejected,
    async accept(context) {
      await limiter?.reward(networkOf(context));
    },
  };
}

/**
 * Many users and programs may share one address (a proxy, an office behind NAT). Requests with a valid credential are counted
 * among themselves; other requests are counted together with all requests from the address.
 */
function createClientLimit(points: number | null) {
  const all = limiterOf(points);
  const identified = limiterOf(points);
  const count = async (context: Context<RouteVariables>): Promise<Consumption | null> =>
    all && isLimited(context) ? consume(all, networkOf(context)) : null;
  const limit: MiddlewareHandler<RouteVariables> = async (context, next) => {
    const total = await count(context);
    if (!total || !identified) return next();
    const isNobody = context.get('viewer').kind === 'nobody';
    const { spent, isRejected } = isNobody ? total : await consume(identified, networkOf(context));
    if (isRejected) return rejectTooMany(context, spent, identified.points);
    await next();
    exposeLimit(context, identified.points, spent);
  };
  return { count, limit, points };
}

function createWrongKeyLimit(
  points: number | null,
  perClient: ReturnType<typeof createClientLimit>,
): RateLimiting['limitWrongKey'] {
  const limiter = limiterOf(points);
  const pause = createPauses();
  return async (context) => {
    const client = await perClient.count(context);
    if (client?.isRejected) return rejectTooMany(context, client.spent, perClient.points ?? 0);
    if (!limiter) return null;
    const network = networkOf(context);
    const { spent, isRejected } = await consume(limiter, network);
    if (!isRejected) return null;
    await pause(network);
    return rejectTooMany(context, spent, limiter.points);
  };
}

/** Delays the responses to a network, up to a maximum at a time because each costs memory. */
function createPauses(): (network: string) => Promise<void> {
  const paused = new Map<string, number>();
  return async (network) => {
    const waiting = paused.get(network) ?? 0;
    if (waiting >= MAX_PAUSED) return;
    paused.set(network, waiting + 1);
    await setTimeout(WRONG_KEY_PAUSE_MS);
    const left = (paused.get(network) ?? 1) - 1;
    if (left > 0) paused.set(network, left);
    else paused.delete(network);
  };
}

function limiterOf(points: number | null): RateLimiterMemory | null {
  return points === null ? null : new RateLimiterMemory({ points, duration: MINUTE_SECONDS });
}

function limiting(
  points: number | null,
  keyOf: (context: Context<RouteVariables>) => string | null,
): MiddlewareHandler<RouteVariables> {
  const limiter = limiterOf(points);
  return async (context, next) => {
    const who = limiter && isLimited(context) ? keyOf(context) : null;
    if (!limiter || who === null) return next();
    const { spent, isRejected } = await consume(limiter, who);
    if (isRejected) return rejectTooMany(context, spent, limiter.points);
    await next();
    exposeLimit(context, limiter.points, spent);
  };
}

function isLimited({ req }: Context<RouteVariables>): boolean {
  return !NEVER_LIMITED.test(req.path);
}

/** The points consumed by a client, and whether they exceed the limit. */
interface Consumption {
  readonly spent: RateLimiterRes;
  readonly isRejected: boolean;
}

async function consume(limiter: RateLimiterMemory, who: string): Promise<Consumption> {
  try {
    return { spent: await limiter.consume(who), isRejected: false };
  } catch (error) {
    if (error instanceof RateLimiterRes) return { spent: error, isRejected: true };
    throw error;
  }
}

/** A 429 response with `Retry-After`. */
export function rejectTooMany(context: Context<RouteVariables>, spent: RateLimiterRes, limit: number): Response {
  const response = reject(context, {
    status: 429,
    code: 'RATE_LIMITED',
    message: `Too many requests: at most ${limit} a minute. Try again in ${secondsOf(spent)} s.`,
  });
  response.headers.set('Retry-After', String(secondsOf(spent)));
  for (const [name, value] of limitHeaders(limit, spent)) response.headers.set(name, value);
  return response;
}

/** Exposes the limit with the fewest remaining requests. */
function exposeLimit(context: Context<RouteVariables>, limit: number, spent: RateLimiterRes): void {
  const exposed = defaultHeader(context, 'RateLimit-Remaining');
  if (exposed !== null && Number(exposed) <= spent.remainingPoints) return;
  for (const [name, value] of limitHeaders(limit, spent)) setDefaultHeader(context, name, value);
}

function limitHeaders(limit: number, spent: RateLimiterRes): [string, string][] {
  return [
    ['RateLimit-Limit', String(limit)],
    ['RateLimit-Remaining', String(Math.max(0, spent.remainingPoints))],
    ['RateLimit-Reset', String(secondsOf(spent))],
  ];
}

function secondsOf({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1_000));
}

function credentialOf({ kind, id }: Viewer): string | null {
  return kind === 'nobody' ? null : id;
}

function networkOf(context: Context<RouteVariables>): string {
  const address = context.get('address');
  return address === null ? 'unknown' : clientNetwork(address);
}
