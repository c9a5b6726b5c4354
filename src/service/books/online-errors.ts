import { QbrError } from '#src/core/errors.ts';

/** QuickBooks Online is not set up on this server; the message says what is missing. */
export class BooksOnlineOffError extends QbrError {
  readonly code = 'NOT_FOUND';
}

/** Why a connection was refused; recorded in the audit trail. */
export type ConsentRefusal =
  /** The callback belongs to no authorization of this browser, or to an expired one. */
  | 'unknown_authorization'
  /** The person declined, or Intuit did not confirm the consent. */
  | 'not_given'
  /** The consent is for another company than the connected one. */
  | 'other_company';

/** A connection of QuickBooks Online was refused. The message is for the admin. */
export class ConsentRefusedError extends QbrError {
  readonly code = 'FORBIDDEN';
  readonly reason: ConsentRefusal;

  constructor(reason: ConsentRefusal, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Intuit cannot be reached, or rejects this server. */
export class BooksOnlineFailedError extends QbrError {
  readonly code = 'SERVER_ERROR';
  /** Whether a retry may succeed without a fix. */
  readonly isTransient: boolean;

  constructor(message: string, { isTransient }: { readonly isTransient: boolean }) {
    super(message);
    this.isTransient = isTransient;
  }
}
