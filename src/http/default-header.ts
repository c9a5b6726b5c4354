import type { Context } from 'hono';
import type { RouteVariables } from './route-variables.ts';

/**
 * Adds a header to the answer, unless the handler's own answer has it. It is given to Node, which puts the answer's own
 * over it: added to the answer itself, a dozen of them would cost as much as all the rest of a kept answer.
 */
export function setDefaultHeader(context: Context<RouteVariables>, name: string, value: string): void {
  context.env.outgoing.setHeader(name, value);
}

/** What has been set by `setDefaultHeader`. */
export function defaultHeader(context: Context<RouteVariables>, name: string): string | null {
  const value = context.env.outgoing.getHeader(name);
  return value === undefined ? null : String(value);
}
