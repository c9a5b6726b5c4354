import type { Context } from 'hono';
import { accessKey } from '#src/auth/viewer.ts';
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
    if (now?.id !== viewer.id || accessKey(now) !== accessKey(viewer)) ended.abort();
  };
  const timer = setInterval(() => void check(), POLL_INTERVAL_MS).unref();
  const stop = (): void => clearInterval(timer);
  ended.signal.addEventListener('abort', stop, { once: true });
  // Not the request's signal: with it the listener makes the platform's request, which begins to read the body.
  context.env.outgoing.once('close', stop);
  return ended.signal;
}
