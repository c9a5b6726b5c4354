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

/** What the provider has said when it refused something; for the log, and for whoever sets the program up. */
export interface ProviderSaid {
  /** HTTP status of its answer to this server; null where there was none, or where the browser brought the answer. */
  readonly status: number | null;
  /** As OAuth 2.0 names it: `invalid_client`. */
  readonly error: string | null;
  /** One line. */
  readonly description: string | null;
  /** Entra ID's numbers: 7000222 is an expired secret. */
  readonly codes: readonly number[];
}

/** What about the set-up keeps everybody from signing in. */
export type SignInSetUpProblem =
  /** The provider refuses the program: id or secret are wrong, have expired, or may not do this. */
  | { readonly kind: 'client' }
  /** The provider calls itself by another issuer than the configured one. */
  | { readonly kind: 'issuer' }
  /** The clocks differ by more than is tolerated; seconds that ours is ahead, null where that is not known. */
  | { readonly kind: 'clock'; readonly offsetSeconds: number | null };

/** Somebody who was not let in. The message is for them. */
export class SignInRefusedError extends QbrError {
  readonly code = 'FORBIDDEN';
  readonly reason: RefusalReason;
  /** Their address, or how the provider knows them; null where the provider has not said who it was. */
  readonly who: string | null;
  /** Null where it was not the provider that refused. */
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

/** Nobody can sign in before an admin has mended the set-up. The message is for whoever tried. */
export class SignInMisconfiguredError extends Error {
  readonly problem: SignInSetUpProblem;
  readonly said: ProviderSaid;
  /** Whether the provider itself has told this server so, and not a browser that came back. */
  readonly isProven: boolean;

  constructor(
    problem: SignInSetUpProblem,
    { cause, said, isProven }: { readonly cause: unknown; readonly said: ProviderSaid; readonly isProven: boolean },
  ) {
    super(`${setUpMessage(problem)} This is no fault of yours: tell an admin of this server.`, { cause });
    this.name = 'SignInMisconfiguredError';
    this.problem = problem;
    this.said = said;
    this.isProven = isProven;
  }
}

/** What is wrong with the set-up, in a sentence. */
export function setUpMessage(problem: SignInSetUpProblem): string {
  switch (problem.kind) {
    case 'client':
      return 'The sign-in provider refuses this server: its client id or secret (OIDC_CLIENT_ID, OIDC_CLIENT_SECRET) is wrong, has expired, or does not permit sign-in.';
    case 'issuer':
      return 'The sign-in provider names another issuer than this server expects (OIDC_ISSUER).';
    case 'clock':
      return `${clockMessage(problem.offsetSeconds)} compared with the sign-in provider’s; up to 5 minutes are tolerated.`;
  }
}

function clockMessage(offsetSeconds: number | null): string {
  if (offsetSeconds === null) return 'The server’s clock is off';
  const minutes = Math.max(1, Math.round(Math.abs(offsetSeconds) / 60));
  return `The server’s clock is ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${offsetSeconds > 0 ? 'ahead' : 'behind'},`;
}

/** The provider does not answer, or not as a provider does. Whoever is signed in stays so. */
export class SignInUnavailableError extends Error {
  /** Null where nothing was said. */
  readonly said: ProviderSaid | null;

  constructor(cause: unknown, said: ProviderSaid | null = null) {
    super('The sign-in provider does not answer. Try again in a moment; whoever is signed in stays so.', { cause });
    this.name = 'SignInUnavailableError';
    this.said = said;
  }
}
