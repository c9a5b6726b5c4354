import { setTimeout } from 'node:timers/promises';
import type { Context, MiddlewareHandler } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimits } from '#src/auth/access.ts';
import { clientNetwork } from '#src/auth/client-network.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import { reject } from './problem.ts';
import type { RouteVariables } from './route-variables.ts';
import { defaultHeader, setDefaultHeader } from './security-headers.ts';

/** What is done with a request because of how many came before it. */
export interface RateLimiting {
  /** For a request whose viewer is known. */
  readonly perClient: MiddlewareHandler<RouteVariables>;
  /** For a request whose viewer is known. */
  readonly perCredential: MiddlewareHandler<RouteVariables>;
  readonly signIn: MiddlewareHandler<RouteVariables>;
  /** Counts a request with a wrong key. The answer, after a pause, where its client has sent too many; null otherwise. */
  limitWrongKey(context: Context<RouteVariables>): Promise<Response | null>;
}

const MINUTE_SECONDS = 60;
const NEVER_LIMITED = /^\/health\//;
/** How long a client with too many wrong keys waits for each answer, and how many of one network may wait at once. */
const WRONG_KEY_PAUSE_MS = 1_000;
const MAX_PAUSED = 20;

/** Counts in memory: each instance of the program counts what it serves. */
export function createRateLimiting(limits: RateLimits): RateLimiting {
  const perClient = createClientLimit(limits.client);
  return {
    perClient: perClient.limit,
    perCredential: limiting(limits.credential, (context) => credentialOf(context.get('viewer'))),
    signIn: limiting(limits.signIn, networkOf),
    limitWrongKey: createWrongKeyLimit(limits.wrongKey, perClient),
  };
}

/**
 * Many people and programs may share one address (a proxy, an office behind NAT), so requests with a valid credential are
 * refused for their own number only; all others for the number of all that came from there.
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

/** Makes the clients of a network wait, but only so many at once: whoever waits costs memory. */
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
  whoOf: (context: Context<RouteVariables>) => string | null,
): MiddlewareHandler<RouteVariables> {
  const limiter = limiterOf(points);
  return async (context, next) => {
    const who = limiter && isLimited(context) ? whoOf(context) : null;
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

/** What somebody has spent, and whether that was more than they may. */
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

/** The answer to one request too many: when to come again. */
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

/** Of several limits the one that is nearest is told. */
function exposeLimit(context: Context<RouteVariables>, limit: number, spent: RateLimiterRes): void {
  const told = defaultHeader(context, 'RateLimit-Remaining');
  if (told !== null && Number(told) <= spent.remainingPoints) return;
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
