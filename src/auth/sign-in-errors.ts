import { QbrError } from '#src/core/errors.ts';

/** Why somebody was not let in; written in the audit trail. */
export type RefusalReason =
  /** The answer is to no sign-in that this browser has begun, or to one that is over. */
  | 'unknown_sign_in'
  /** The provider did not confirm who they are, or they declined. */
  | 'provider_refused'
  /** They are of a tenant that is not allowed. */
  | 'wrong_tenant'
  /** Neither configuration, directory nor an admin gave them a role. */
  | 'not_invited'
  /** The invited address was taken by somebody else, as the provider knows them. */
  | 'address_taken';

/** Somebody who was not let in. The message is for them. */
export class SignInRefusedError extends QbrError {
  readonly code = 'FORBIDDEN';
  readonly reason: RefusalReason;
  /** Their address, or how the provider knows them; null where the provider has not said who it was. */
  readonly who: string | null;

  constructor(reason: RefusalReason, message: string, options: { cause?: unknown; who?: string } = {}) {
    super(message, options);
    this.reason = reason;
    this.who = options.who ?? null;
  }
}

/** The provider does not answer, or not as a provider does. Whoever is signed in stays so. */
export class SignInUnavailableError extends Error {
  constructor(cause: unknown) {
    super('The sign-in provider does not answer. Try again in a moment; whoever is signed in stays so.', { cause });
    this.name = 'SignInUnavailableError';
  }
}
