import type { Context, MiddlewareHandler } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimits } from '#src/auth/access.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import { clientNetwork } from './client-address.ts';
import { defaultHeader, setDefaultHeader } from './default-header.ts';
import { refuse } from './refusal.ts';
import type { RouteVariables } from './route-variables.ts';

/** What is done with a request because of how many came before it. */
export interface RateLimiting {
  readonly perClient: MiddlewareHandler<RouteVariables>;
  /** For a request whose viewer is known. */
  readonly perCredential: MiddlewareHandler<RouteVariables>;
  readonly signIn: MiddlewareHandler<RouteVariables>;
  /** What a client has spent on wrong keys, where that is so much that none is looked at any more. */
  spentOnWrongKeys(address: string | null): Promise<RateLimiterRes | null>;
  noteWrongKey(address: string | null): Promise<void>;
}

const MINUTE_SECONDS = 60;
const NEVER_LIMITED = /^\/health\//;

/** Counts in memory: each instance of the program counts what it serves. */
export function createRateLimiting(limits: RateLimits): RateLimiting {
  const wrongKeys = limiterOf(limits.wrongKey);
  return {
    perClient: limiting(limits.client, (context) => networkOf(context.get('address'))),
    perCredential: limiting(limits.credential, (context) => credentialOf(context.get('viewer'))),
    signIn: limiting(limits.signIn, (context) => networkOf(context.get('address'))),
    async spentOnWrongKeys(address) {
      const spent = await wrongKeys?.get(networkOf(address));
      return spent && spent.consumedPoints >= (limits.wrongKey ?? 0) ? spent : null;
    },
    async noteWrongKey(address) {
      await wrongKeys?.penalty(networkOf(address));
    },
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
    const who = limiter && !NEVER_LIMITED.test(context.req.path) ? whoOf(context) : null;
    if (!limiter || who === null) return next();
    const { spent, isRefused } = await consume(limiter, who);
    if (isRefused) return refuseTooMany(context, spent, limiter.points);
    await next();
    tellLimit(context, limiter.points, spent);
  };
}

async function consume(limiter: RateLimiterMemory, who: string) {
  try {
    return { spent: await limiter.consume(who), isRefused: false };
  } catch (error) {
    if (error instanceof RateLimiterRes) return { spent: error, isRefused: true };
    throw error;
  }
}

/** The answer to one request too many: when to come again. */
export function refuseTooMany(context: Context<RouteVariables>, spent: RateLimiterRes, limit: number): Response {
  const response = refuse(context, {
    status: 429,
    code: 'RATE_LIMITED',
    message: `Too many requests: at most ${limit} a minute. Try again in ${secondsOf(spent)} s.`,
  });
  response.headers.set('Retry-After', String(secondsOf(spent)));
  for (const [name, value] of limitHeaders(limit, spent)) response.headers.set(name, value);
  return response;
}

/** Of several limits the one that is nearest is told. */
function tellLimit(context: Context<RouteVariables>, limit: number, spent: RateLimiterRes): void {
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

function networkOf(address: string | null): string {
  return address === null ? 'unknown' : clientNetwork(address);
}
