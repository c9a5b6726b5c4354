import * as client from 'openid-client';
import { discover, type OpenIdSettings } from './openid.ts';
import { isProgramRefused, providerSaid } from './provider-error.ts';
import type { ProviderSaid } from './sign-in-errors.ts';

/** The result of a provider check, which needs no user. */
export interface ProviderCheck {
  readonly discovery: { readonly ok: boolean; readonly message: string };
  /** Null without discovery. */
  readonly issuer: { readonly ok: boolean; readonly named: string } | null;
  /** Null without discovery. */
  readonly client: { readonly verdict: 'accepted' | 'refused' | 'unknown'; readonly said: ProviderSaid } | null;
  /** Seconds that our clock is ahead of the provider's; null if its responses have no date. */
  readonly clockOffsetSeconds: number | null;
}

export interface ProviderCheckSettings extends Omit<OpenIdSettings, 'clock'> {
  readonly clock: () => Date;
  readonly redirectUri: string;
}

const ISSUER_CODE = 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED';
const DISCOVERY_PATH = '/.well-known/openid-configuration';

/** Requests the provider's endpoints and, with the client's credentials and an invalid code, a token. Never rejects. */
export async function checkProvider(settings: ProviderCheckSettings): Promise<ProviderCheck> {
  const watched = watchedFetch(settings);
  try {
    const configuration = await discover({ ...settings, fetch: watched.fetch });
    return {
      discovery: { ok: true, message: configuration.serverMetadata().token_endpoint ?? '' },
      issuer: { ok: true, named: configuration.serverMetadata().issuer },
      client: await checkClient(configuration, settings),
      clockOffsetSeconds: watched.clockOffsetSeconds(),
    };
  } catch (error) {
    const named = error instanceof client.ClientError && error.code === ISSUER_CODE ? watched.issuer() : null;
    const message = reasonOf(error);
    return {
      discovery: { ok: named !== null, message },
      issuer: named === null ? null : { ok: false, named },
      client: null,
      clockOffsetSeconds: watched.clockOffsetSeconds(),
    };
  }
}

/** `fetch` that records the provider's clock and issuer. */
function watchedFetch({ fetch: custom, clock }: ProviderCheckSettings) {
  const ask: client.CustomFetch = custom ?? ((url, options) => fetch(url, options as RequestInit));
  let clockOffsetSeconds: number | null = null;
  let issuer: string | null = null;
  const watched: client.CustomFetch = async (url, options) => {
    const begun = clock().getTime();
    const response = await ask(url, options);
    const date = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(date)) clockOffsetSeconds = Math.round(((begun + clock().getTime()) / 2 - date) / 1_000);
    if (url.endsWith(DISCOVERY_PATH)) issuer = await issuerOf(response.clone());
    return response;
  };
  return { fetch: watched, clockOffsetSeconds: () => clockOffsetSeconds, issuer: () => issuer };
}

async function issuerOf(response: Response): Promise<string | null> {
  const metadata: unknown = await response.json().catch(() => null);
  const isNamed = typeof metadata === 'object' && metadata !== null && 'issuer' in metadata;
  return isNamed && typeof metadata.issuer === 'string' ? metadata.issuer : null;
}

/**
 * A provider authenticates the client before it rejects the code. Entra ID, recognized by its `error_codes`, may check the
 * code first; there the program requests an unused token of its own by client credentials.
 */
async function checkClient(
  configuration: client.Configuration,
  { redirectUri, clientId }: ProviderCheckSettings,
): Promise<ProviderCheck['client']> {
  const code = { code: 'qbr-doctor', redirect_uri: redirectUri, code_verifier: client.randomPKCECodeVerifier() };
  const byCode = await refusalOf(client.genericGrantRequest(configuration, 'authorization_code', code));
  if (byCode === null) return { verdict: 'accepted', said: await providerSaid(null) };
  if (isProgramRefused(byCode)) return { verdict: 'refused', said: byCode };
  if (byCode.codes.length > 0) {
    const own = { scope: `${clientId}/.default` };
    const byOwn = await refusalOf(client.clientCredentialsGrant(configuration, own));
    if (byOwn === null) return { verdict: 'accepted', said: byCode };
    return { verdict: isProgramRefused(byOwn) ? 'refused' : 'unknown', said: byOwn };
  }
  return { verdict: byCode.error === 'invalid_grant' ? 'accepted' : 'unknown', said: byCode };
}

/** The error response to a token request; null if a token was issued. */
async function refusalOf(request: Promise<unknown>): Promise<ProviderSaid | null> {
  try {
    await request;
    return null;
  } catch (error) {
    const said = await providerSaid(error);
    return said.error === null && said.description === null ? { ...said, description: reasonOf(error) } : said;
  }
}

/** The messages of an error and its causes, such as a refused connection. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  return cause instanceof Error && cause.message !== message ? `${message}: ${reasonOf(cause)}` : message;
}
