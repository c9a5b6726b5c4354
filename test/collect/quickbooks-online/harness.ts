import { onTestFinished } from 'vitest';
import { createOnlineApi, type OnlineApi } from '#src/collect/quickbooks-online/api.ts';
import { intuitEndpoints } from '#src/collect/quickbooks-online/endpoints.ts';
import { createIntuitOAuth, type IntuitOAuth, type IntuitTokens } from '#src/collect/quickbooks-online/oauth.ts';
import { createTokenCache } from '#src/collect/token-cache.ts';
import {
  type QuickBooksOnlineFake,
  type QuickBooksOnlineFakeOptions,
  startQuickBooksOnlineFake,
} from '../../kit/quickbooks-online/fake.ts';

export const REDIRECT_URI = 'https://qbr.example.com/auth/quickbooks/callback';
export const NEVER = new AbortController().signal;

/** A fake, the client of its authorization server, and a reader of its company whose tokens a test can see. */
export interface OnlineUnderTest {
  readonly fake: QuickBooksOnlineFake;
  readonly oauth: IntuitOAuth;
  /** A consent given by a person. */
  consent(): Promise<IntuitTokens>;
  /** Reads the company with a consent of its own. */
  api(options?: { readonly pageSize?: number }): Promise<OnlineApi>;
}

export async function start(
  options: QuickBooksOnlineFakeOptions & { readonly wrongSecret?: string } = {},
): Promise<OnlineUnderTest> {
  const fake = await startQuickBooksOnlineFake(options);
  onTestFinished(() => fake.close());
  const endpoints = intuitEndpoints(fake.url);
  const clientSecret = options.wrongSecret ?? fake.clientSecret;
  const oauth = createIntuitOAuth({ endpoints, clientId: fake.clientId, clientSecret });
  const consent = async (): Promise<IntuitTokens> => {
    const state = await oauth.newState();
    const page = await oauth.authorizationUrl(state, REDIRECT_URI);
    return oauth.exchange(fake.tokens.consent(page, fake.company.realmId), state, NEVER);
  };
  return {
    fake,
    oauth,
    consent,
    async api({ pageSize } = {}) {
      let { accessToken, refreshToken, accessTokenLifetime } = await consent();
      let isNew = true;
      const tokens = createTokenCache(async (signal) => {
        if (!isNew) ({ accessToken, refreshToken } = await oauth.refresh(refreshToken, signal));
        isNew = false;
        return { value: accessToken, lifetimeSeconds: accessTokenLifetime };
      });
      return createOnlineApi({
        baseUrl: endpoints.api,
        realmId: fake.company.realmId,
        tokens,
        backoffMs: { baseMs: 1, maxMs: 2 },
        ...(pageSize !== undefined && { pageSize }),
      });
    },
  };
}
