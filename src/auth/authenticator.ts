import { createApiKeyStrategy } from './api-key-strategy.ts';
import type { AuthenticatorSettings, Credentials } from './credentials.ts';
import { createKnownCredentials } from './known-credentials.ts';
import { createSessionStrategy } from './session-strategy.ts';
import { LOCAL_VIEWER, NOBODY, type Viewer } from './viewer.ts';

/** Identifies the sender of a request. */
export interface Authenticator {
  /**
   * Returns `NOBODY` without credentials, or with the cookie of an ended session. An API key takes precedence over a cookie,
   * even if it is wrong.
   * @throws UnauthenticatedError for a wrong, expired or revoked key
   */
  authenticate(credentials: Credentials): Promise<Viewer>;
}

/** Local mode: every client of the listener is an admin. */
export const LOCAL_AUTHENTICATOR: Authenticator = {
  authenticate: async ({ address }) => ({ ...LOCAL_VIEWER, address }),
};

/** Authenticates by API key and session cookie. */
export function createAuthenticator(settings: AuthenticatorSettings): Authenticator {
  const known = createKnownCredentials(settings.database);
  const byKey = createApiKeyStrategy(settings, known);
  const bySession = createSessionStrategy(settings, known);
  const find = async ({ apiKey, sessionSecret, address }: Credentials): Promise<Viewer> => {
    if (apiKey !== null) return byKey(apiKey, address);
    if (sessionSecret !== null) return (await bySession(sessionSecret)) ?? NOBODY;
    return NOBODY;
  };
  return {
    async authenticate(credentials) {
      return { ...(await find(credentials)), address: credentials.address };
    },
  };
}
