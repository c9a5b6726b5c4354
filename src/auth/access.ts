import type { ConfiguredUsers } from '#src/core/role.ts';
import type { Database } from '#src/store/engine/database.ts';
import { type Authenticator, createAuthenticator, LOCAL_AUTHENTICATOR } from './authenticator.ts';
import type { OpenIdSettings } from './openid.ts';
import { openIdProviderOnDemand } from './openid-on-demand.ts';
import type { Refusals } from './refusals.ts';
import { createSignIn, type SignIn } from './sign-in.ts';

/** Requests per minute; null for no limit. */
export interface RateLimits {
  /** From one client address. */
  readonly client: number | null;
  /** With one API key, or by one person. */
  readonly credential: number | null;
  /** To the sign-in routes, from one client address. */
  readonly signIn: number | null;
  /** With a wrong API key, from one client address: further wrong ones are delayed and get 429, a valid key never. */
  readonly wrongKey: number | null;
}

/** The access configuration. */
export interface AccessConfig {
  readonly mode: 'local' | 'required';
  readonly openid:
    | (Pick<OpenIdSettings, 'issuer' | 'clientId' | 'clientSecret'> & { readonly tenants: readonly string[] | null })
    | null;
  readonly users: ConfiguredUsers;
  readonly sessionHours: number;
  /** IP addresses and networks. */
  readonly trustedProxies: readonly string[];
  readonly rateLimits: RateLimits;
}

export interface AccessSettings extends Pick<OpenIdSettings, 'fetch'> {
  readonly config: AccessConfig;
  /** The origin as browsers see it: `https://qbr.example.com`. */
  readonly publicOrigin: string;
  /** The base path as browsers see it, `/qbr`; empty for `/`. */
  readonly basePath?: string;
  readonly database: Database;
  readonly clock: () => Date;
  readonly refusals: Refusals;
}

/** How requests are authenticated and limited. */
export interface Access {
  readonly mode: 'local' | 'required';
  readonly authenticator: Authenticator;
  /** Null without a provider, and in local mode. */
  readonly signIn: SignIn | null;
  readonly publicOrigin: string;
  /** The base path as browsers see it, `/qbr`; empty for `/`. */
  readonly basePath: string;
  /** The sign-in provider; null for none. */
  readonly provider: { readonly issuer: string; readonly origin: string } | null;
  /** IP addresses and networks whose `X-Forwarded-For` is trusted. */
  readonly trustedProxies: readonly string[];
  readonly rateLimits: RateLimits;
}

const UNLIMITED: RateLimits = { client: null, credential: null, signIn: null, wrongKey: null };

/** Local mode: every client of the listener has full access, without limits. */
export const LOCAL_ACCESS: Access = {
  mode: 'local',
  authenticator: LOCAL_AUTHENTICATOR,
  signIn: null,
  publicOrigin: 'http://localhost',
  basePath: '',
  provider: null,
  trustedProxies: [],
  rateLimits: UNLIMITED,
};

/** Redirect paths that are registered with the provider. */
export const CALLBACK_PATH = '/auth/callback';
export const SIGNED_OUT_PATH = '/auth/signed-out';

export function createAccess(settings: AccessSettings): Access {
  const { config, publicOrigin, basePath = '', database, clock } = settings;
  if (config.mode === 'local') {
    return { ...LOCAL_ACCESS, publicOrigin, basePath };
  }
  const { users } = config;
  const { refusals } = settings;
  const authenticator = createAuthenticator({ database, clock, users, refusals });
  const { openid, trustedProxies, rateLimits } = config;
  const common = { mode: 'required', authenticator, publicOrigin, basePath, trustedProxies, rateLimits } as const;
  if (!openid) return { ...common, signIn: null, provider: null };
  const signIn = createSignIn({
    ...{ database, clock, users, refusals },
    provider: openIdProviderOnDemand({ ...openid, clock, ...(settings.fetch && { fetch: settings.fetch }) }),
    tenants: openid.tenants,
    sessionHours: config.sessionHours,
    redirectUri: `${publicOrigin}${basePath}${CALLBACK_PATH}`,
  });
  const provider = { issuer: openid.issuer, origin: new URL(openid.issuer).origin };
  return { ...common, signIn, provider };
}
