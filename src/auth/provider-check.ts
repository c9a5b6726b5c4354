import * as client from 'openid-client';
import { discover, type OpenIdSettings } from './openid.ts';
import { isProgramRefused, providerSaid } from './provider-error.ts';
import type { ProviderSaid } from './sign-in-errors.ts';

/** What can be found out of a provider without anybody who signs in. */
export interface ProviderCheck {
  readonly discovery: { readonly ok: boolean; readonly message: string };
  /** Null where discovery gave none. */
  readonly issuer: { readonly ok: boolean; readonly named: string } | null;
  /** Null where there was nowhere to ask. */
  readonly client: { readonly verdict: 'accepted' | 'refused' | 'unknown'; readonly said: ProviderSaid } | null;
  /** What our clock is ahead of the provider's by; null where it has not told the time. */
  readonly clockOffsetSeconds: number | null;
}

export interface ProviderCheckSettings extends Omit<OpenIdSettings, 'clock'> {
  readonly clock: () => Date;
  readonly redirectUri: string;
}

const ISSUER_CODE = 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED';
const DISCOVERY_PATH = '/.well-known/openid-configuration';

/** Asks the provider for its endpoints and, with credentials and a code that nobody has, for a token. Rejects never. */
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

/** `fetch` that keeps what the provider says of the time, and which issuer it names. */
function watchedFetch({ fetch: given, clock }: ProviderCheckSettings) {
  const ask: client.CustomFetch = given ?? ((url, options) => fetch(url, options as RequestInit));
  let clockOffsetSeconds: number | null = null;
  let issuer: string | null = null;
  const watched: client.CustomFetch = async (url, options) => {
    const begun = clock().getTime();
    const response = await ask(url, options);
    const told = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(told)) clockOffsetSeconds = Math.round(((begun + clock().getTime()) / 2 - told) / 1_000);
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
 * A provider authenticates the program before it looks at the code, and refuses the code after that. Entra ID, told by its
 * `error_codes`, may do it the other way round; there the program asks for a token of its own, which nobody uses.
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

/** What was said when a token was refused; null where it was given. */
async function refusalOf(asked: Promise<unknown>): Promise<ProviderSaid | null> {
  try {
    await asked;
    return null;
  } catch (error) {
    const said = await providerSaid(error);
    return said.error === null && said.description === null ? { ...said, description: reasonOf(error) } : said;
  }
}

/** An error and what caused it, such as a connection that was refused. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  return cause instanceof Error && cause.message !== message ? `${message}: ${reasonOf(cause)}` : message;
}
