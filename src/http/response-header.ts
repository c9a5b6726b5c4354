import type { Context } from 'hono';

/**
 * Adds a header to an answer that a handler has made. Hono makes a new Response for each header that is set so late, of
 * which a request would cost a dozen; nearly every answer's own headers can be set.
 */
export function setResponseHeader(context: Context, name: string, value: string): void {
  try {
    context.res.headers.set(name, value);
  } catch {
    // The headers of some answers, such as Response.redirect's, are not to be changed.
    context.header(name, value);
  }
}
