import * as client from 'openid-client';
import { discoveryError, refusedByProvider, signInError } from './provider-error.ts';

/** What a provider says of somebody, in a token that it has signed. */
export type Claims = client.IDToken;

export interface OpenIdSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: () => Date;
  /** In place of the platform's `fetch`, for providers that a test cannot reach. */
  readonly fetch?: client.CustomFetch;
}

/** What one sign-in keeps to itself between its beginning and its end. */
export interface SignInSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** A provider that people sign in with: authorization code with PKCE, state and nonce. */
export interface OpenIdProvider {
  newSecrets(): SignInSecrets;
  /**
   * Where to send the browser.
   * @throws SignInUnavailableError, SignInMisconfiguredError
   */
  authorizationUrl(secrets: SignInSecrets, redirectUri: string): Promise<URL>;
  /**
   * Who came back with `currentUrl`.
   * @throws SignInRefusedError where the provider did not confirm it, SignInMisconfiguredError where it refuses the program
   *   or the clocks differ by more than 5 minutes, SignInUnavailableError
   */
  claims(secrets: SignInSecrets, currentUrl: URL): Promise<Claims>;
  /** Where to send the browser so that the provider's session ends too; null where it has no such place, or is away. */
  endSessionUrl(returnTo: string): Promise<URL | null>;
}

const TIMEOUT_SECONDS = 10;
/** What the provider's clock may be ahead of or behind ours by. */
export const CLOCK_TOLERANCE_SECONDS = 300;
/** Endpoints and keys are read again after a day; where that fails, the known ones still serve. */
const DISCOVERED_FOR_MS = 24 * 3_600_000;

/** Nothing is asked of the provider before somebody signs in: the program starts while it is away. */
export function createOpenIdProvider(settings: OpenIdSettings): OpenIdProvider {
  const discovered = createDiscovery(settings);
  return {
    newSecrets: () => ({
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
      throw refusedByProvider(new Error('There is no ID token'));
    },
    async endSessionUrl(returnTo) {
      const configuration = await discovered().catch(() => null);
      if (!configuration?.serverMetadata().end_session_endpoint) return null;
      return client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: returnTo });
    },
  };
}

/** The provider's endpoints, asked for when they are needed first, and again where that has failed. */
function createDiscovery(settings: OpenIdSettings): () => Promise<client.Configuration> {
  const { clock } = settings;
  let known: { readonly configuration: client.Configuration; readonly since: number } | undefined;
  let asking: Promise<client.Configuration> | undefined;
  const ask = async (): Promise<client.Configuration> => {
    try {
      const configuration = await discover(settings);
      known = { configuration, since: clock().getTime() };
      return configuration;
    } catch (error) {
      if (known) return known.configuration;
      throw discoveryError(error);
    } finally {
      asking = undefined;
    }
  };
  return () => {
    if (known && clock().getTime() - known.since < DISCOVERED_FOR_MS) return Promise.resolve(known.configuration);
    asking ??= ask();
    return asking;
  };
}

/** Asks for the provider's endpoints. */
export function discover({
  issuer,
  clientId,
  clientSecret,
  fetch,
}: Omit<OpenIdSettings, 'clock'>): Promise<client.Configuration> {
  const server = new URL(issuer);
  // Configuration accepts http on this machine only. The signature of tokens is checked, although they come over TLS.
  const isInsecure = server.protocol === 'http:';
  const execute = [client.enableNonRepudiationChecks, ...(isInsecure ? [client.allowInsecureRequests] : [])];
  const options = { timeout: TIMEOUT_SECONDS, execute, ...(fetch && { [client.customFetch]: fetch }) };
  const metadata = { client_secret: clientSecret, [client.clockTolerance]: CLOCK_TOLERANCE_SECONDS };
  return client.discovery(server, clientId, metadata, client.ClientSecretPost(clientSecret), options);
}
