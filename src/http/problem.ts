import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ErrorCode } from '#src/core/errors.ts';

/** What is wrong with a request. */
export interface ProblemParts {
  readonly code: ErrorCode;
  readonly message: string;
  readonly status: ContentfulStatusCode;
  readonly requestId: string;
}

/** The envelope of every error over HTTP (docs/rest-contract.md, Envelope). `request_id` also is in the log. */
export interface Problem {
  readonly success: false;
  readonly error: Omit<ProblemParts, 'requestId'> & { readonly request_id: string };
}

export function problem({ requestId, ...error }: ProblemParts): Problem {
  return { success: false, error: { ...error, request_id: requestId } };
}
