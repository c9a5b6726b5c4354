import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ErrorCode } from '#src/core/errors.ts';
import type { RouteVariables } from './route-variables.ts';

/** The data of an error response. */
export interface ProblemParts {
  readonly code: ErrorCode;
  readonly message: string;
  readonly status: ContentfulStatusCode;
  readonly requestId: string;
}

/** The envelope of every HTTP error (docs/rest-contract.md, Envelope). `request_id` is also in the log. */
export interface Problem {
  readonly success: false;
  readonly error: Omit<ProblemParts, 'requestId'> & { readonly request_id: string };
}

export function problem({ requestId, ...error }: ProblemParts): Problem {
  return { success: false, error: { ...error, request_id: requestId } };
}

/** Why a request is rejected before it is handled. */
export interface Rejection {
  readonly status: ContentfulStatusCode;
  readonly code: ErrorCode;
  readonly message: string;
}

/** The response to a rejected request: the envelope, on `/graphql` with GraphQL `errors` as well. */
export function reject(context: Context<RouteVariables>, { status, code, message }: Rejection): Response {
  const { requestId } = context.var;
  const envelope = problem({ code, message, status, requestId });
  if (context.req.path !== '/graphql') return context.json(envelope, status);
  return context.json({ ...envelope, errors: [{ message, extensions: { code, requestId } }] }, status);
}
