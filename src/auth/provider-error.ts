import * as client from 'openid-client';
import {
  type ProviderSaid,
  SignInMisconfiguredError,
  SignInRefusedError,
  SignInUnavailableError,
} from './sign-in-errors.ts';

/** OAuth 2.0 errors that concern the client and not the user (RFC 6749, 5.2), and two of Google's own. */
const PROGRAM_ERRORS: readonly string[] = [
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_response_type',
  'invalid_scope',
  'deleted_client',
  'disabled_client',
];
/** Entra ID's codes for the same, with any `error`: secret wrong, expired or missing, application unknown or disabled. */
const PROGRAM_CODES: readonly number[] = [7000215, 7000222, 7000216, 7000218, 7000229, 700016, 7000112];
const AWAY_ERRORS: readonly string[] = ['server_error', 'temporarily_unavailable'];
/** The token does not match the request. */
const REFUSAL_CODES: readonly unknown[] = ['OAUTH_INVALID_RESPONSE', 'OAUTH_JWT_CLAIM_COMPARISON_FAILED'];
const ISSUER_CODE = 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED';
const CLOCK_CODE = 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED';
const UNAUTHORIZED = 401;
const MAX_CHARACTERS = 500;

const NOTHING_SAID: ProviderSaid = { status: null, error: null, description: null, codes: [] };

/** Translates an error of openid-client into a sign-in error. */
export async function signInError(
  error: unknown,
): Promise<SignInRefusedError | SignInMisconfiguredError | SignInUnavailableError> {
  const said = await providerSaid(error);
  if (error instanceof client.AuthorizationResponseError) return answerError(error, said);
  if (isProgramRefused(said))
    return new SignInMisconfiguredError({ kind: 'client' }, { cause: error, said, isProven: true });
  if (error instanceof client.ResponseBodyError) {
    return error.status < 500 ? refusedByProvider(error, said) : new SignInUnavailableError(error, said);
  }
  if (!(error instanceof client.ClientError)) return new SignInUnavailableError(error, said);
  const clock = { kind: 'clock', offsetSeconds: clockOffset(error) } as const;
  if (error.code === CLOCK_CODE) return new SignInMisconfiguredError(clock, { cause: error, said, isProven: true });
  return REFUSAL_CODES.includes(error.code) ? refusedByProvider(error, said) : new SignInUnavailableError(error, said);
}

/** Translates an error of discovery: another issuer is a configuration problem, any other error an outage. */
export function discoveryError(error: unknown): SignInMisconfiguredError | SignInUnavailableError {
  if (!(error instanceof client.ClientError) || error.code !== ISSUER_CODE) return new SignInUnavailableError(error);
  return new SignInMisconfiguredError({ kind: 'issuer' }, { cause: error, said: NOTHING_SAID, isProven: true });
}

/** Whether the provider rejected the client in a token request. */
export function isProgramRefused({ status, error, codes }: ProviderSaid): boolean {
  if (status === null || status >= 500) return false;
  return (
    status === UNAUTHORIZED ||
    PROGRAM_ERRORS.includes(error ?? '') ||
    codes.some((code) => PROGRAM_CODES.includes(Number(code)))
  );
}

export function refusedByProvider(cause: unknown, said: ProviderSaid = NOTHING_SAID): SignInRefusedError {
  const message = 'The sign-in provider did not confirm who you are. Sign in again.';
  return new SignInRefusedError('provider_refused', message, { cause, said });
}

/** An error that came through the browser, which may have forged it: it proves nothing about the configuration. */
function answerError(error: client.AuthorizationResponseError, said: ProviderSaid) {
  if (PROGRAM_ERRORS.includes(error.error)) {
    return new SignInMisconfiguredError({ kind: 'client' }, { cause: error, said, isProven: false });
  }
  return AWAY_ERRORS.includes(error.error) ? new SignInUnavailableError(error, said) : refusedByProvider(error, said);
}

/** The provider's error response, with Entra ID's `error_codes`. */
export async function providerSaid(error: unknown): Promise<ProviderSaid> {
  if (error instanceof client.AuthorizationResponseError) {
    return saidOf(null, { error: error.error, error_description: error.error_description });
  }
  if (error instanceof client.ResponseBodyError) return saidOf(error.status, error.cause);
  if (error instanceof client.WWWAuthenticateChallengeError) {
    return saidOf(error.status, await error.response.json().catch(() => null));
  }
  // For an unexpected status, openid-client gives the response as the cause.
  const { cause } = error instanceof client.ClientError ? error : { cause: null };
  return saidOf(isRecord(cause) && typeof cause['status'] === 'number' ? cause['status'] : null, null);
}

function saidOf(status: number | null, body: unknown): ProviderSaid {
  if (!isRecord(body)) return { ...NOTHING_SAID, status };
  const codes = Array.isArray(body['error_codes']) ? body['error_codes'] : [];
  return {
    status,
    error: line(body['error']),
    description: line(body['error_description']),
    codes: codes.filter((code): code is number => Number.isSafeInteger(code)).slice(0, 10),
  };
}

function line(text: unknown): string | null {
  return typeof text === 'string'
    ? text
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim()
        .slice(0, MAX_CHARACTERS)
    : null;
}

/** Seconds that this machine's clock is ahead of the provider's, from a token that was just issued; null if unknown. */
function clockOffset({ cause }: client.ClientError): number | null {
  const details = cause instanceof Error ? cause.cause : null;
  if (!isRecord(details) || !isRecord(details['claims'])) return null;
  const { now, claims } = details;
  return typeof now === 'number' && typeof claims['iat'] === 'number' ? now - claims['iat'] : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
