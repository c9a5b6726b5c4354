import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type ErrorCode, InvalidInputError, type QbrError, RefusedFileError } from '#src/core/errors.ts';
import { RequestError } from './request-error.ts';

/** The HTTP status of each code (docs/rest-contract.md, Envelope). */
export const STATUS_OF_CODE: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
  INVALID_PERIOD: 400,
  MISSING_PERIOD: 400,
  INVALID_PARAMETER: 400,
  INVALID_PARAMETERS: 400,
  INVALID_PERIOD_RANGE: 400,
  RANGE_TOO_LARGE: 400,
  MISSING_QB_DATA: 400,
  MISSING_FIELD: 400,
  MISSING_DATA: 400,
  INVALID_VALUE: 400,
  INVALID_JSON: 400,
  INVALID_THRESHOLD: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  PERIOD_NOT_FOUND: 404,
  ORGANIZATION_NOT_FOUND: 404,
  VENDOR_NOT_FOUND: 404,
  METRIC_NOT_FOUND: 404,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  PERIOD_CLOSED: 409,
  CONFLICT: 409,
  RUN_IN_PROGRESS: 409,
  GONE: 410,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RATE_LIMITED: 429,
  SERVER_ERROR: 500,
};

/** One fault of a request. */
export interface Fault {
  readonly field: string | null;
  readonly message: string;
}

/** The envelope of an error. `errors` lists every fault of an invalid request. */
export interface Failure {
  readonly success: false;
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly status: ContentfulStatusCode;
    readonly errors?: readonly Fault[];
  };
}

/** Messages that are joined in `message`; `errors` has all. */
const MAX_MESSAGES = 3;

/**
 * An expected error in its envelope.
 * @param fieldName maps a service's name of an input to its name in the request
 */
export function failureOf(error: QbrError, fieldName: (field: string) => string): Failure {
  const errors = faultsOf(error);
  const code = codeOf(errors) ?? error.code;
  const status = STATUS_OF_CODE[code];
  const faults = errors.map((each) => ({ field: fieldOf(each, fieldName), message: each.message }));
  const isNamed = status === 400 && faults.some(({ field }) => field !== null);
  const isListed = isNamed || faults.length > 1;
  return { success: false, error: { code, message: messageOf(errors), status, ...(isListed && { errors: faults }) } };
}

/** The field in the request. A RequestError already has the request's names. */
export function fieldOf(error: QbrError, fieldName: (field: string) => string): string | null {
  if (error.field === undefined) return null;
  return error instanceof RequestError ? error.field : fieldName(error.field);
}

/** For an unknown organization, other faults (such as absent figures) are meaningless and left out. */
function faultsOf(error: QbrError): readonly QbrError[] {
  if (error instanceof RefusedFileError) {
    return error.problems.map(({ where, message }) => new RequestError(error.code, message, { field: where }));
  }
  if (!(error instanceof InvalidInputError)) return [error];
  const unknown = error.errors.find((each) => each.code === 'ORGANIZATION_NOT_FOUND');
  return unknown ? [unknown] : error.errors;
}

/** The common code of all faults; if they differ, that of the first fault with status 400. */
function codeOf(errors: readonly QbrError[]): ErrorCode | undefined {
  const codes = new Set(errors.map(({ code }) => code));
  if (codes.size === 1) return errors[0]?.code;
  return errors.find(({ code }) => STATUS_OF_CODE[code] === 400)?.code ?? errors[0]?.code;
}

function messageOf(errors: readonly QbrError[]): string {
  const more = errors.length - MAX_MESSAGES;
  const shown = errors.slice(0, MAX_MESSAGES).map(({ message }) => message);
  return `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
