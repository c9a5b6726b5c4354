import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ErrorCode } from '../core/errors.ts';

/** The envelope of every error over HTTP (rest-contract.md, Envelope). `requestId` also is in the log. */
export interface Problem {
  readonly success: false;
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly status: ContentfulStatusCode;
    readonly requestId: string;
  };
}

export function problem(error: Problem['error']): Problem {
  return { success: false, error };
}
