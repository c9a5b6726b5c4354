import type { Context } from 'hono';
import type { RouteVariables } from './route-variables.ts';

/** How often it is looked whether whoever opened a stream may still come in; what is remembered of them costs no statement. */
const POLL_INTERVAL_MS = 5_000;

/**
 * Aborted as soon as whoever opened a stream could not open it any more: their session or key has ended or been revoked, or
 * they may do something else now. A request is let in once, but a stream may stay open for longer than that is true.
 */
export function untilRevoked(context: Context<RouteVariables>): AbortSignal {
  const { viewer, reauthenticate } = context.var;
  const ended = new AbortController();
  const look = async (): Promise<void> => {
    const now = await reauthenticate().catch(() => null);
    if (now?.id !== viewer.id || now.roles.join() !== viewer.roles.join()) ended.abort();
  };
  const timer = setInterval(() => void look(), POLL_INTERVAL_MS).unref();
  for (const signal of [ended.signal, context.req.raw.signal]) {
    signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  }
  return ended.signal;
}
