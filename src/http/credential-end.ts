import type { Context } from 'hono';
import type { RouteVariables } from './route-variables.ts';

/** How often an open stream re-checks its credential. A cached credential costs no SQL statement. */
const POLL_INTERVAL_MS = 5_000;

/**
 * A signal that aborts when the credential of a stream ends: the session or key has expired or was revoked, or the viewer's
 * roles have changed. A request is authenticated once, but a stream may outlive its credential.
 */
export function untilRevoked(context: Context<RouteVariables>): AbortSignal {
  const { viewer, reauthenticate } = context.var;
  const ended = new AbortController();
  const check = async (): Promise<void> => {
    const now = await reauthenticate().catch(() => null);
    if (now?.id !== viewer.id || now.roles.join() !== viewer.roles.join()) ended.abort();
  };
  const timer = setInterval(() => void check(), POLL_INTERVAL_MS).unref();
  for (const signal of [ended.signal, context.req.raw.signal]) {
    signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  }
  return ended.signal;
}
