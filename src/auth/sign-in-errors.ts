import { QbrError } from '#src/core/errors.ts';

/** Why a sign-in was refused; recorded in the audit trail. */
export type RefusalReason =
  /** The callback belongs to no sign-in of this browser, or to an expired one. */
  | 'unknown_sign_in'
  /** The provider did not confirm the user, or the user declined. */
  | 'provider_refused'
  /** The user's tenant is not allowed. */
  | 'wrong_tenant'
  /** No role from configuration, directory or an admin. */
  | 'not_invited'
  /** Another account has already accepted the invitation to this address. */
  | 'address_taken';

/** The provider's error response; for the log and for admins. */
export interface ProviderSaid {
  /** HTTP status; null if there was no response, or if it came through the browser. */
  readonly status: number | null;
  /** The OAuth 2.0 error code: `invalid_client`. */
  readonly error: string | null;
  /** One line. */
  readonly description: string | null;
  /** Entra ID's error codes: 7000222 is an expired secret. */
  readonly codes: readonly number[];
}

/** A configuration problem that breaks sign-in for all users. */
export type SignInSetUpProblem =
  /** The provider rejects the client: its id or secret is wrong, has expired, or lacks permission. */
  | { readonly kind: 'client' }
  /** The provider's issuer differs from the configured one. */
  | { readonly kind: 'issuer' }
  /** The clocks differ by more than the tolerance; seconds that ours is ahead, null if unknown. */
  | { readonly kind: 'clock'; readonly offsetSeconds: number | null };

/** A sign-in was refused. The message is for the user. */
export class SignInRefusedError extends QbrError {
  readonly code = 'FORBIDDEN';
  readonly reason: RefusalReason;
  /** The user's address, or issuer and subject; null if unknown. */
  readonly who: string | null;
  /** Null if the refusal is not from the provider. */
  readonly said: ProviderSaid | null;

  constructor(
    reason: RefusalReason,
    message: string,
    options: { cause?: unknown; who?: string; said?: ProviderSaid } = {},
  ) {
    super(message, options);
    this.reason = reason;
    this.who = options.who ?? null;
    this.said = options.said ?? null;
  }
}

/** Sign-in fails for all users until an admin fixes the configuration. The message is for the user. */
export class SignInMisconfiguredError extends Error {
  readonly problem: SignInSetUpProblem;
  readonly said: ProviderSaid;
  /** Whether the error came from the provider directly and not through the browser. */
  readonly isProven: boolean;

  constructor(
    problem: SignInSetUpProblem,
    { cause, said, isProven }: { readonly cause: unknown; readonly said: ProviderSaid; readonly isProven: boolean },
  ) {
    super(`${setUpMessage(problem)} This is not your fault: contact an admin of this server.`, { cause });
    this.name = 'SignInMisconfiguredError';
    this.problem = problem;
    this.said = said;
    this.isProven = isProven;
  }
}

/** The configuration problem in one sentence. */
export function setUpMessage(problem: SignInSetUpProblem): string {
  switch (problem.kind) {
    case 'client':
      return 'The sign-in provider rejects this server: its client id or secret (OIDC_CLIENT_ID, OIDC_CLIENT_SECRET) is wrong, has expired, or does not permit sign-in.';
    case 'issuer':
      return 'The issuer of the sign-in provider differs from the configured one (OIDC_ISSUER).';
    case 'clock':
      return `${clockMessage(problem.offsetSeconds)} compared with the sign-in provider’s; the tolerance is 5 minutes.`;
  }
}

function clockMessage(offsetSeconds: number | null): string {
  if (offsetSeconds === null) return 'The server’s clock is off';
  const minutes = Math.max(1, Math.round(Math.abs(offsetSeconds) / 60));
  return `The server’s clock is ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${offsetSeconds > 0 ? 'ahead' : 'behind'},`;
}

/** The provider does not respond, or its response is not valid. Existing sessions continue. */
export class SignInUnavailableError extends Error {
  /** Null without an error response. */
  readonly said: ProviderSaid | null;

  constructor(cause: unknown, said: ProviderSaid | null = null) {
    super('The sign-in provider does not respond. Try again in a moment; existing sessions continue.', { cause });
    this.name = 'SignInUnavailableError';
    this.said = said;
  }
}
