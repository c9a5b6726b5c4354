import { createApiKeyStrategy } from './api-key-strategy.ts';
import type { AuthenticatorSettings, Credentials } from './credentials.ts';
import { createKnownCredentials } from './known-credentials.ts';
import { createSessionStrategy } from './session-strategy.ts';
import { LOCAL_VIEWER, NOBODY, type Viewer } from './viewer.ts';

/** Tells who a request is from. */
export interface Authenticator {
  /**
   * `NOBODY` for a request without credentials, or with the cookie of a session that has ended. A key that is sent counts
   * alone: where it is wrong, no cookie helps.
   * @throws UnauthenticatedError for a wrong, expired or revoked key
   */
  authenticate(credentials: Credentials): Promise<Viewer>;
}

/** Of local mode: whoever reaches the listener may do everything. */
export const LOCAL_AUTHENTICATOR: Authenticator = {
  authenticate: async ({ address }) => ({ ...LOCAL_VIEWER, address }),
};

/** By API key and session. */
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
