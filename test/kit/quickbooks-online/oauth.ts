import { randomBytes } from 'node:crypto';

/** What the token endpoint, the consent page and the revocation answer. */
export interface OAuthReply {
  readonly status: number;
  readonly json: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface OAuthOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Registered redirect URIs; any by default. */
  readonly redirectUris?: readonly string[];
  /** 3600 as in practice. */
  readonly accessSeconds: number;
  /** 100 days as in practice. */
  readonly idleSeconds: number;
}

interface Grant {
  /** The company that the person chose. */
  readonly realmId: string;
  isRevoked: boolean;
  /** The one refresh token that is good now. */
  refreshToken: string;
  /** Epoch milliseconds. */
  idleUntil: number;
}

/** Intuit's authorization server: codes good once, refresh tokens good once, consents that end. */
export interface IntuitTokens {
  /** A person gives consent on Intuit's page. @returns where the browser goes then */
  consent(page: URL, realmId: string, answer?: 'allow' | 'deny'): URL;
  /** Answers a form sent to the token endpoint. */
  token(
    request: { readonly authorization: string; readonly contentType: string; readonly body: string },
    now: Date,
  ): OAuthReply;
  /** Answers a request to end a consent. */
  revoke(request: { readonly authorization: string; readonly contentType: string; readonly body: string }): OAuthReply;
  /** The company whose data an access token may read; null for a token that is not valid. */
  realmOf(authorization: string | undefined, now: Date): string | null;
  /** Ends all access tokens, as an hour does. */
  endAccessTokens(): void;
  /** A person ends all consents on Intuit's page. */
  endConsents(): void;
  /** Every secret that was given out: codes, access and refresh tokens. */
  readonly secrets: readonly string[];
  /** Refresh tokens that were sent a second time. */
  readonly reused: readonly string[];
  /** The refresh tokens that are good now. */
  readonly good: readonly string[];
}

export function createIntuitTokens(options: OAuthOptions): IntuitTokens {
  const codes = new Map<string, { readonly realmId: string; readonly redirectUri: string }>();
  const grants: Grant[] = [];
  const access = new Map<string, { readonly grant: Grant; readonly expiresAt: number }>();
  const secrets: string[] = [];
  const reused: string[] = [];
  const used = new Set<string>();
  const newSecret = (prefix: string): string => {
    const secret = `${prefix}-${randomBytes(24).toString('base64url')}`;
    secrets.push(secret);
    return secret;
  };
  const isClient = (authorization: string) => {
    const expected = Buffer.from(`${options.clientId}:${options.clientSecret}`).toString('base64');
    return authorization === `Basic ${expected}`;
  };

  const issue = (grant: Grant, now: Date): OAuthReply => {
    grant.refreshToken = newSecret('refresh');
    grant.idleUntil = now.getTime() + options.idleSeconds * 1_000;
    const token = newSecret('access');
    access.set(token, { grant, expiresAt: now.getTime() + options.accessSeconds * 1_000 });
    const json = {
      token_type: 'bearer',
      access_token: token,
      expires_in: options.accessSeconds,
      refresh_token: grant.refreshToken,
      x_refresh_token_expires_in: options.idleSeconds,
    };
    return { status: 200, json };
  };

  const byCode = (form: URLSearchParams, now: Date): OAuthReply => {
    const code = form.get('code') ?? '';
    const known = codes.get(code);
    codes.delete(code);
    if (!known || form.get('redirect_uri') !== known.redirectUri) return oauthError(400, 'invalid_grant');
    const grant: Grant = { realmId: known.realmId, isRevoked: false, refreshToken: '', idleUntil: 0 };
    grants.push(grant);
    return issue(grant, now);
  };

  const byRefreshToken = (form: URLSearchParams, now: Date): OAuthReply => {
    const token = form.get('refresh_token') ?? '';
    const grant = grants.find((each) => each.refreshToken === token);
    if (used.has(token)) reused.push(token);
    if (!grant || grant.isRevoked || grant.idleUntil <= now.getTime()) return oauthError(400, 'invalid_grant');
    used.add(token);
    return issue(grant, now);
  };

  return {
    consent(page, realmId, answer = 'allow') {
      const asked = page.searchParams;
      const problem = consentProblem(asked, options);
      if (problem !== null) throw new Error(`Intuit's page shows an error: ${problem}`);
      const redirectUri = asked.get('redirect_uri') ?? '';
      const back = new URL(redirectUri);
      back.searchParams.set('state', asked.get('state') ?? '');
      if (answer === 'deny') back.searchParams.set('error', 'access_denied');
      else {
        const code = newSecret('code');
        codes.set(code, { realmId, redirectUri });
        back.searchParams.set('code', code);
        back.searchParams.set('realmId', realmId);
      }
      return back;
    },
    token({ authorization, contentType, body }, now) {
      if (!contentType.startsWith('application/x-www-form-urlencoded')) return oauthError(400, 'invalid_request');
      if (!isClient(authorization)) return oauthError(401, 'invalid_client');
      const form = new URLSearchParams(body);
      if (form.get('grant_type') === 'authorization_code') return byCode(form, now);
      if (form.get('grant_type') === 'refresh_token') return byRefreshToken(form, now);
      return oauthError(400, 'unsupported_grant_type');
    },
    revoke({ authorization, contentType, body }) {
      if (!isClient(authorization)) return oauthError(401, 'invalid_client');
      if (!contentType.startsWith('application/json')) return oauthError(400, 'invalid_request');
      const { token } = JSON.parse(body) as { token?: string };
      const grant = grants.find((each) => each.refreshToken === token);
      if (!grant || grant.isRevoked) return oauthError(400, 'invalid_request');
      grant.isRevoked = true;
      return { status: 200, json: null };
    },
    realmOf(authorization, now) {
      const found = access.get(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '');
      const isValid = found && !found.grant.isRevoked && found.expiresAt > now.getTime();
      return isValid ? found.grant.realmId : null;
    },
    endAccessTokens: () => access.clear(),
    endConsents() {
      for (const grant of grants) grant.isRevoked = true;
    },
    secrets,
    reused,
    get good() {
      return grants.filter(({ isRevoked }) => !isRevoked).map(({ refreshToken }) => refreshToken);
    },
  };
}

function consentProblem(asked: URLSearchParams, { clientId, redirectUris }: OAuthOptions): string | null {
  if (asked.get('client_id') !== clientId) return 'unknown client_id';
  if (asked.get('response_type') !== 'code') return 'response_type is not code';
  if (asked.get('scope') !== 'com.intuit.quickbooks.accounting') return 'unknown scope';
  if ((asked.get('state') ?? '').length < 20) return 'state is missing';
  const redirectUri = asked.get('redirect_uri') ?? '';
  return redirectUris && !redirectUris.includes(redirectUri) ? 'redirect_uri is not registered' : null;
}

function oauthError(status: number, error: string): OAuthReply {
  // The description repeats a text of the other side, as careless servers do.
  return { status, json: { error, error_description: 'Incorrect or expired token or client' } };
}
