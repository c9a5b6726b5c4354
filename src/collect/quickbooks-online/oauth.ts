import type { ClientAuth, Configuration } from 'openid-client';
import { describeNetworkError } from '#src/collect/http-failure.ts';
import { VendorError, VendorHttpError } from '#src/collect/vendor-error.ts';
import { createRedactor } from '#src/log/redaction.ts';
import { QUICKBOOKS_ONLINE } from './api.ts';
import type { IntuitEndpoints } from './endpoints.ts';
import { tokenSchema } from './types.ts';

/** The tokens of a consent. A refresh token is good for one use, which gives the next one. */
export interface IntuitTokens {
  readonly accessToken: string;
  /** Seconds. */
  readonly accessTokenLifetime: number;
  readonly refreshToken: string;
  /** Seconds without a use after which the refresh token expires. */
  readonly refreshTokenLifetime: number;
}

/** A person's consent was refused, withdrawn or has expired; only a new one helps. */
export class ConsentEndedError extends VendorError {
  constructor(message: string, cause?: unknown) {
    super(QUICKBOOKS_ONLINE, 'credentials', message, { cause });
    this.name = 'ConsentEndedError';
  }
}

/** Intuit's OAuth 2.0: authorization code, rotating refresh tokens. Errors are `VendorError` without secrets. */
export interface IntuitOAuth {
  newState(): Promise<string>;
  /** The page on which a person gives consent, and from which the browser comes back to `redirectUri`. */
  authorizationUrl(state: string, redirectUri: string): Promise<URL>;
  /**
   * The tokens of the consent with which the browser came back.
   * @param currentUrl the redirect URI with what Intuit has added
   * @throws ConsentEndedError where consent was refused, or the code is not valid any more; VendorError
   */
  exchange(currentUrl: URL, state: string, signal: AbortSignal): Promise<IntuitTokens>;
  /**
   * Uses a refresh token, which is then no longer good.
   * @throws ConsentEndedError where it is not valid any more; VendorError
   */
  refresh(refreshToken: string, signal: AbortSignal): Promise<IntuitTokens>;
  /** Ends a consent. @throws VendorError */
  revoke(refreshToken: string, signal: AbortSignal): Promise<void>;
}

export interface IntuitClient {
  readonly endpoints: IntuitEndpoints;
  readonly clientId: string;
  readonly clientSecret: string;
}

const ISSUER = 'https://oauth.platform.intuit.com/op/v1';
const SCOPE = 'com.intuit.quickbooks.accounting';
const TIMEOUT_SECONDS = 20;
/** In seconds, used where a response does not say. */
const USUAL_ACCESS_LIFETIME = 3_600;
const USUAL_REFRESH_LIFETIME = 100 * 24 * 3_600;
/** The client library is loaded by the first use. */
const library = () => import('openid-client');

export function createIntuitOAuth(client: IntuitClient): IntuitOAuth {
  const { endpoints } = client;
  return {
    newState: async () => (await library()).randomState(),
    async authorizationUrl(state, redirectUri) {
      // Intuit's metadata names no PKCE. The code is useless without the client secret, and the state is bound to the browser.
      const parameters = { redirect_uri: redirectUri, scope: SCOPE, state };
      return (await library()).buildAuthorizationUrl(await configurationOf(client), parameters);
    },
    exchange: (currentUrl, state, signal) =>
      explained(client, 'getting the consent', async () => {
        const { authorizationCodeGrant } = await library();
        const configuration = await configurationOf(client, signal);
        return tokensOf(await authorizationCodeGrant(configuration, currentUrl, { expectedState: state }));
      }),
    refresh: (refreshToken, signal) =>
      explained(client, 'getting an access token', async () => {
        const { refreshTokenGrant } = await library();
        return tokensOf(await refreshTokenGrant(await configurationOf(client, signal), refreshToken));
      }),
    revoke: (refreshToken, signal) =>
      explained(client, 'ending the consent', async () => {
        // Intuit takes JSON here, where RFC 7009 has a form.
        const response = await fetch(endpoints.revocation, {
          method: 'POST',
          redirect: 'error',
          headers: { 'Content-Type': 'application/json', Accept: 'application/json', Authorization: basicOf(client) },
          body: JSON.stringify({ token: refreshToken }),
          signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_SECONDS * 1_000)]),
        });
        await response.body?.cancel();
        if (!response.ok) throw refusalOf(response, null, 'ending the consent');
      }),
  };
}

async function configurationOf(intuit: IntuitClient, signal?: AbortSignal): Promise<Configuration> {
  const { endpoints, clientId } = intuit;
  const client = await library();
  const metadata = {
    issuer: ISSUER,
    authorization_endpoint: endpoints.authorization,
    token_endpoint: endpoints.token,
  };
  const authentication: ClientAuth = (_server, _client, _body, headers) => {
    headers.set('authorization', basicOf(intuit));
  };
  const configuration = new client.Configuration(metadata, clientId, undefined, authentication);
  configuration.timeout = TIMEOUT_SECONDS;
  // The settings allow http for loopback only.
  if (endpoints.token.startsWith('http:')) client.allowInsecureRequests(configuration);
  if (signal) {
    configuration[client.customFetch] = (url, options) => {
      const signals = [signal, ...(options.signal ? [options.signal] : [])];
      return fetch(url, { ...(options as RequestInit), signal: AbortSignal.any(signals) });
    };
  }
  return configuration;
}

/** As Intuit's own libraries send it: without the encoding of RFC 6749, 2.3.1, which some servers do not undo. */
function basicOf({ clientId, clientSecret }: IntuitClient): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
}

function tokensOf(response: unknown): IntuitTokens {
  const { success, data } = tokenSchema.safeParse(response);
  // A quote from the response could contain a token.
  if (!success) throw new VendorError(QUICKBOOKS_ONLINE, 'response', 'the response has no access and refresh token');
  return {
    accessToken: data.access_token,
    accessTokenLifetime: data.expires_in ?? USUAL_ACCESS_LIFETIME,
    refreshToken: data.refresh_token,
    refreshTokenLifetime: data.x_refresh_token_expires_in ?? USUAL_REFRESH_LIFETIME,
  };
}

/** Translates errors of openid-client and `fetch`. Their messages and causes, which could quote a token, are not kept. */
async function explained<T>(client: IntuitClient, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof VendorError ? error : await vendorError(error, what, client);
  }
}

async function vendorError(error: unknown, what: string, { clientSecret }: IntuitClient): Promise<VendorError> {
  const { AuthorizationResponseError, ClientError, ResponseBodyError, WWWAuthenticateChallengeError } = await library();
  if (error instanceof AuthorizationResponseError) {
    return new ConsentEndedError(`consent was not given (${codeOf(error.error)})`);
  }
  if (error instanceof ResponseBodyError) return refusalOf(error.response, error.error, what);
  if (error instanceof WWWAuthenticateChallengeError) return refusalOf(error.response, null, what);
  const response = error instanceof ClientError ? responseOf(error.cause) : null;
  if (response && response.status !== 200) return refusalOf(response, null, what);
  if (isAborted(error)) {
    return new VendorError(QUICKBOOKS_ONLINE, 'unavailable', `no answer while ${what}`, { isTransient: true });
  }
  const network = networkCause(error);
  if (network) {
    const redactor = createRedactor([clientSecret]);
    const { reason } = describeNetworkError(network, { timeoutMs: TIMEOUT_SECONDS * 1_000, redactor });
    return new VendorError(QUICKBOOKS_ONLINE, 'unavailable', `${reason} while ${what}`, { isTransient: true });
  }
  return new VendorError(QUICKBOOKS_ONLINE, 'response', `unexpected response while ${what}`);
}

/** For an unexpected status, openid-client gives the response as the cause. */
function responseOf(cause: unknown): Answered | null {
  const isResponse = typeof cause === 'object' && cause !== null && 'status' in cause && 'headers' in cause;
  return isResponse ? (cause as Answered) : null;
}

type Answered = Pick<Response, 'status' | 'headers'>;

/** RFC 6749, 5.2: `invalid_grant` is the end of a consent, `invalid_client` is about the program. */
function refusalOf({ status, headers }: Answered, error: string | null, what: string): VendorError {
  const reason = `HTTP ${status}${error === null ? '' : ` ${codeOf(error)}`} while ${what}`;
  if (error === 'invalid_grant') return new ConsentEndedError(`the consent has ended: ${reason}`);
  const failure = { status, body: null };
  if (status === 429 || status >= 500) {
    const kept = { 'retry-after': headers.get('retry-after') ?? undefined, date: headers.get('date') ?? undefined };
    const outage = { ...failure, kind: 'unavailable', isTransient: true, headers: kept } as const;
    return new VendorHttpError(QUICKBOOKS_ONLINE, outage, reason);
  }
  const advice = status === 401 || error === 'invalid_client' ? '; check QBO_CLIENT_ID and QBO_CLIENT_SECRET' : '';
  return new VendorHttpError(QUICKBOOKS_ONLINE, { ...failure, kind: 'credentials' }, `${reason}${advice}`);
}

/** An OAuth error code; anything else could be text of the other side. */
function codeOf(error: string): string {
  return /^[a-z_]{1,40}$/.test(error) ? error : 'unknown error';
}

function isAborted(error: unknown): boolean {
  const names = ['AbortError', 'TimeoutError'];
  const cause = error instanceof Error ? error.cause : null;
  return [error, cause].some((each) => each instanceof Error && names.includes(each.name));
}

/** `fetch` hides the system's error in the cause of its own. */
function networkCause(error: unknown): Error | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string' && /^(E[A-Z]|UND_|CERT)/.test(error.code)) return error;
  return networkCause(error.cause);
}
