import { shortened } from './words.ts';

/**
 * Codes of the expected errors, which callers can cause and whose messages they see. The list is also the code table of
 * docs/rest-contract.md and the GraphQL enum `ErrorCode`. Any other error is a defect or an outage and is masked at the edge.
 */
export const ERROR_CODES = [
  'INVALID_PERIOD',
  'MISSING_PERIOD',
  'INVALID_PARAMETER',
  'INVALID_PARAMETERS',
  'INVALID_PERIOD_RANGE',
  'RANGE_TOO_LARGE',
  'MISSING_QB_DATA',
  'MISSING_FIELD',
  'MISSING_DATA',
  'INVALID_VALUE',
  'INVALID_JSON',
  'INVALID_THRESHOLD',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'PERIOD_CLOSED',
  'PERIOD_NOT_FOUND',
  'ORGANIZATION_NOT_FOUND',
  'VENDOR_NOT_FOUND',
  'METRIC_NOT_FOUND',
  'CONFLICT',
  'RUN_IN_PROGRESS',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'GONE',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'RATE_LIMITED',
  'SERVER_ERROR',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Base of all expected errors. `field` is the path of the invalid input (`period`, `entries[2].value`), if there is one. */
export abstract class QbrError extends Error {
  abstract readonly code: ErrorCode;
  readonly field: string | undefined;

  constructor(message: string, options: { field?: string | undefined; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.field = options.field;
  }
}

/** A period that is malformed or not allowed here: a future month accepts no values. */
export class InvalidPeriodError extends QbrError {
  readonly code = 'INVALID_PERIOD';
}

/** A range whose start lies after its end. */
export class InvalidPeriodRangeError extends QbrError {
  readonly code = 'INVALID_PERIOD_RANGE';
}

/** A range of more periods than one response may have. */
export class RangeTooLargeError extends QbrError {
  readonly code = 'RANGE_TOO_LARGE';
}

/** A number that is not finite or out of range, or a text that is too long. */
export class InvalidValueError extends QbrError {
  readonly code = 'INVALID_VALUE';
}

/** A warning on the wrong side of its critical, or a required bound that is missing. */
export class InvalidThresholdError extends QbrError {
  readonly code = 'INVALID_THRESHOLD';
}

/** An option or parameter of the wrong type or out of its range. */
export class InvalidParameterError extends QbrError {
  readonly code = 'INVALID_PARAMETER';
}

/** A required input that is missing. */
export class MissingFieldError extends QbrError {
  readonly code = 'MISSING_FIELD';
}

/** A name that is neither a metric's key nor one of its aliases. */
export class MetricNotFoundError extends QbrError {
  readonly code = 'METRIC_NOT_FOUND';
  readonly key: string;

  constructor(key: string, options: { field?: string } = {}) {
    super(`Unknown metric: ${key}`, options);
    this.key = key;
  }
}

/** A period without stored values, or without any that match a filter. */
export class PeriodNotFoundError extends QbrError {
  readonly code = 'PERIOD_NOT_FOUND';
}

/** A vendor id that does not exist. */
export class VendorNotFoundError extends QbrError {
  readonly code = 'VENDOR_NOT_FOUND';
}

/** Expenses that cannot be calculated because the month lacks its QuickBooks figures. */
export class MissingQuickBooksDataError extends QbrError {
  readonly code = 'MISSING_QB_DATA';
}

/** An organization id that does not exist. */
export class OrganizationNotFoundError extends QbrError {
  readonly code = 'ORGANIZATION_NOT_FOUND';
}

/** The request has no credential, or one that is invalid, expired or revoked. */
export class UnauthenticatedError extends QbrError {
  readonly code = 'UNAUTHENTICATED';
}

/** The viewer lacks the required permission. */
export class ForbiddenError extends QbrError {
  readonly code = 'FORBIDDEN';
}

/** A write to a month that an admin has closed. */
export class PeriodClosedError extends QbrError {
  readonly code = 'PERIOD_CLOSED';
  readonly period: string;
  readonly organizationId: number;

  constructor(period: string, organizationId: number) {
    super(`${period} is closed; reopen it before changing its values`, { field: 'period' });
    this.period = period;
    this.organizationId = organizationId;
  }
}

/** A value that changed since it was read. */
export class ConflictError extends QbrError {
  readonly code = 'CONFLICT';
  /** When the value last changed; null if it is absent. */
  readonly currentUpdatedAt: Date | null;

  constructor(message: string, options: { field: string; currentUpdatedAt: Date | null }) {
    super(message, options);
    this.currentUpdatedAt = options.currentUpdatedAt;
  }
}

/** An id that does not exist. */
export class NotFoundError extends QbrError {
  readonly code = 'NOT_FOUND';
}

/** A collection is already running on this database. */
export class RunInProgressError extends QbrError {
  readonly code = 'RUN_IN_PROGRESS';
  /** The running collection; null if it is not recorded yet. */
  readonly runId: number | null;

  constructor(message: string, options: { runId: number | null }) {
    super(message);
    this.runId = options.runId;
  }
}

/** A change of an organization that is archived. */
export class OrganizationArchivedError extends QbrError {
  readonly code = 'CONFLICT';
}

/** A slug that another organization has. */
export class ConflictingSlugError extends QbrError {
  readonly code = 'CONFLICT';
}

/** An address that has already been invited. */
export class AlreadyInvitedError extends QbrError {
  readonly code = 'CONFLICT';
}

/** A change that would leave no admin. */
export class LastAdminError extends QbrError {
  readonly code = 'CONFLICT';
}

/** A change that would leave no operator who can sign in. */
export class LastOperatorError extends QbrError {
  readonly code = 'CONFLICT';
}

/** The approval of a proposal by the same person who proposed it. */
export class SecondAdminRequiredError extends QbrError {
  readonly code = 'FORBIDDEN';
}

/** A decision on a proposal that does not wait for one any more. */
export class ProposalEndedError extends QbrError {
  readonly code = 'CONFLICT';
}

/** A secret that cannot be stored, because the installation has no key to seal it with. */
export class SecretKeyMissingError extends QbrError {
  readonly code = 'CONFLICT';
}

/** A secret that cannot be stored beside others of its organization, because no configured key opens those. */
export class SecretNotOpenedError extends QbrError {
  readonly code = 'CONFLICT';
}

/** Something that may be done only so many times a minute. */
export class RateLimitedError extends QbrError {
  readonly code = 'RATE_LIMITED';
}

/** A file that was not stored, because something in it was refused. */
export class RefusedFileError extends QbrError {
  readonly code = 'INVALID_VALUE';
  /** `where` is a line, a cell such as `Sheet1!H14`, or `file`. */
  readonly problems: readonly { readonly where: string; readonly message: string }[];

  constructor(problems: RefusedFileError['problems']) {
    const [first] = problems;
    super(`Nothing of the file was stored. ${first?.where}: ${first?.message}`, { field: 'file' });
    this.problems = problems;
  }
}

/** An import that would do something else than its preview showed, or whose undoing would lose a later change. */
export class ImportChangedError extends QbrError {
  readonly code = 'CONFLICT';
  /** What changed since, each a part of a sentence; empty where it is not known. */
  readonly laterChanges: readonly string[];

  constructor(message: string, laterChanges: readonly string[]) {
    super(laterChanges.length === 0 ? message : `${message}: ${shortened(laterChanges, '; ')}`);
    this.laterChanges = laterChanges;
  }
}

/** The nightly collection is to be enabled although its validation has not passed, which must be confirmed. */
export class ValidationNotPassedError extends QbrError {
  readonly code = 'CONFLICT';
  /** Why it has not passed, in sentences. */
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(
      `The validation has not passed; confirm to enable the nightly collection anyway. ${shortened(reasons, ' ', 3)}`,
      {
        field: 'acceptUnvalidated',
      },
    );
    this.reasons = reasons;
  }
}

/** What a person should know before a period is presented. */
export interface PresentationGap {
  readonly kind: 'missing_input' | 'open_finding';
  /** The month. */
  readonly period: string;
  /** Key of the metric. */
  readonly metric: string;
  /** In words: `Owner Compensation of January 2026`, or the finding’s message. */
  readonly message: string;
}

/** A period with missing inputs or findings that nobody has acknowledged is to be presented, which must be confirmed. */
export class PresentationGapsError extends QbrError {
  readonly code = 'CONFLICT';
  readonly gaps: readonly PresentationGap[];

  constructor(label: string, gaps: readonly PresentationGap[]) {
    const told = (kind: PresentationGap['kind'], words: string): string[] => {
      const messages = gaps.filter((gap) => gap.kind === kind).map(({ message }) => message);
      return messages.length === 0 ? [] : [`${messages.length} ${words}: ${shortened(messages, '; ', 3)}`];
    };
    const all = [...told('missing_input', 'missing'), ...told('open_finding', 'not acknowledged')];
    super(`${label} has gaps; accept them to present it nevertheless. ${all.join('. ')}`, { field: 'acceptGaps' });
    this.gaps = gaps;
  }
}

/** Several problems of one input, reported together. */
export class InvalidInputError extends QbrError {
  readonly code = 'INVALID_VALUE';
  readonly errors: readonly QbrError[];

  constructor(errors: readonly QbrError[]) {
    super(errors.map((error) => error.message).join('; '));
    this.errors = errors;
  }
}
