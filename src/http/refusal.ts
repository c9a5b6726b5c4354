import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ErrorCode } from '#src/core/errors.ts';
import { problem } from './problem.ts';
import type { RouteVariables } from './route-variables.ts';

/** Why a request is refused before it is handled. */
export interface Refusal {
  readonly status: ContentfulStatusCode;
  readonly code: ErrorCode;
  readonly message: string;
}

/** The answer to a refused request: the one envelope, which to GraphQL's clients also is an answer of errors. */
export function refuse(context: Context<RouteVariables>, { status, code, message }: Refusal): Response {
  const { requestId } = context.var;
  const envelope = problem({ code, message, status, requestId });
  if (context.req.path !== '/graphql') return context.json(envelope, status);
  return context.json({ ...envelope, errors: [{ message, extensions: { code, requestId } }] }, status);
}
