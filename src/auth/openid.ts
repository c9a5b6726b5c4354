import * as client from 'openid-client';
import { discoveryError, refusedByProvider, signInError } from './provider-error.ts';

/** The claims of a signed ID token. */
export type Claims = client.IDToken;

export interface OpenIdSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: () => Date;
  /** Replaces the global `fetch`, for tests. */
  readonly fetch?: client.CustomFetch;
}

/** Secrets of one sign-in, kept from its start to its callback. */
export interface SignInSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** An OpenID Connect provider: authorization code flow with PKCE, state and nonce. */
export interface OpenIdProvider {
  newSecrets(): Promise<SignInSecrets>;
  /**
   * The URL to redirect the browser to.
   * @throws SignInUnavailableError, SignInMisconfiguredError
   */
  authorizationUrl(secrets: SignInSecrets, redirectUri: string): Promise<URL>;
  /**
   * The claims of the user who returned with `currentUrl`.
   * @throws SignInRefusedError if the provider does not confirm the user, SignInMisconfiguredError if it rejects the program
   *   or the clocks differ by more than 5 minutes, SignInUnavailableError
   */
  claims(secrets: SignInSecrets, currentUrl: URL): Promise<Claims>;
  /** The URL that ends the provider's session; null if the provider has none or is unavailable. */
  endSessionUrl(returnTo: string): Promise<URL | null>;
}

const TIMEOUT_SECONDS = 10;
/** Tolerated difference between the provider's clock and ours. */
export const CLOCK_TOLERANCE_SECONDS = 300;
/** Endpoints and keys are refreshed after a day; if that fails, the cached ones stay in use. */
const DISCOVERED_FOR_MS = 24 * 3_600_000;

/** Contacts the provider at the first sign-in only, so that the program starts without it. */
export function createOpenIdProvider(settings: OpenIdSettings): OpenIdProvider {
  const discovered = createDiscovery(settings);
  return {
    newSecrets: async () => ({
      state: client.randomState(),
      nonce: client.randomNonce(),
      codeVerifier: client.randomPKCECodeVerifier(),
    }),
    async authorizationUrl({ state, nonce, codeVerifier }, redirectUri) {
      return client.buildAuthorizationUrl(await discovered(), {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
    },
    async claims({ state, nonce, codeVerifier }, currentUrl) {
      const configuration = await discovered();
      try {
        const checks = { pkceCodeVerifier: codeVerifier, expectedState: state, expectedNonce: nonce };
        const tokens = await client.authorizationCodeGrant(configuration, currentUrl, {
          ...checks,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims) return claims;
      } catch (error) {
        throw await signInError(error);
      }
      throw refusedByProvider(new Error('The response has no ID token'));
    },
    async endSessionUrl(returnTo) {
      const configuration = await discovered().catch(() => null);
      if (!configuration?.serverMetadata().end_session_endpoint) return null;
      return client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: returnTo });
    },
  };
}

/** The provider's endpoints, requested at the first use and retried after a failure. */
function createDiscovery(settings: OpenIdSettings): () => Promise<client.Configuration> {
  const { clock } = settings;
  let known: { readonly configuration: client.Configuration; readonly since: number } | undefined;
  let pending: Promise<client.Configuration> | undefined;
  const request = async (): Promise<client.Configuration> => {
    try {
      const configuration = await discover(settings);
      known = { configuration, since: clock().getTime() };
      return configuration;
    } catch (error) {
      if (known) return known.configuration;
      throw discoveryError(error);
    } finally {
      pending = undefined;
    }
  };
  return () => {
    if (known && clock().getTime() - known.since < DISCOVERED_FOR_MS) return Promise.resolve(known.configuration);
    pending ??= request();
    return pending;
  };
}

/** Requests the provider's endpoints. */
export function discover({
  issuer,
  clientId,
  clientSecret,
  fetch,
}: Omit<OpenIdSettings, 'clock'>): Promise<client.Configuration> {
  const server = new URL(issuer);
  // The configuration allows http for loopback only. Token signatures are checked even over TLS.
  const isInsecure = server.protocol === 'http:';
  const execute = [client.enableNonRepudiationChecks, ...(isInsecure ? [client.allowInsecureRequests] : [])];
  const options = { timeout: TIMEOUT_SECONDS, execute, ...(fetch && { [client.customFetch]: fetch }) };
  const metadata = { client_secret: clientSecret, [client.clockTolerance]: CLOCK_TOLERANCE_SECONDS };
  return client.discovery(server, clientId, metadata, client.ClientSecretPost(clientSecret), options);
}
