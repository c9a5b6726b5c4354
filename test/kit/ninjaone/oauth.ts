import { randomBytes } from 'node:crypto';
import type { NinjaOneReply } from './reply.ts';

/** Scopes that a NinjaOne application can hold; reading needs `monitoring`. */
const SCOPES = ['monitoring', 'management', 'control', 'offline_access'];

interface IssuedToken {
  readonly scopes: readonly string[];
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The authorization server of the fake: one application, tokens that expire and can be revoked. */
export interface NinjaOneTokens {
  /** Answers a form sent to the token endpoint. */
  issue(request: { contentType: string; body: string }, now: Date): NinjaOneReply;
  /** The refusal of a call with that `Authorization` header, or null where it may read. */
  refusal(authorization: string | undefined, now: Date): NinjaOneReply | null;
  /** Ends all tokens issued so far, as an administrator of NinjaOne can. */
  revokeAll(): void;
  /** All tokens issued, oldest first. */
  readonly issued: readonly string[];
}

export function createNinjaOneTokens(options: {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly lifetimeSeconds: number;
  /** Status of a refused client: 400, 401 and 403 have all been seen. */
  readonly refusalStatus: 400 | 401 | 403;
}): NinjaOneTokens {
  const tokens = new Map<string, IssuedToken>();
  const issued: string[] = [];
  return {
    issue({ contentType, body }, now) {
      const form = new URLSearchParams(body);
      const problem = formProblem(contentType, form);
      if (problem !== null) return { status: 400, json: problem };
      if (form.get('client_id') !== options.clientId || form.get('client_secret') !== options.clientSecret) {
        return { status: options.refusalStatus, json: oauthError('invalid_client', 'Client authentication failed') };
      }
      const scope = form.get('scope') ?? '';
      const token = randomBytes(24).toString('base64url');
      tokens.set(token, { scopes: scope.split(' '), expiresAt: now.getTime() + options.lifetimeSeconds * 1000 });
      issued.push(token);
      return {
        status: 200,
        json: { access_token: token, token_type: 'Bearer', expires_in: options.lifetimeSeconds, scope },
      };
    },
    refusal(authorization, now) {
      const token = tokens.get(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '');
      if (token === undefined || token.expiresAt <= now.getTime()) {
        return { status: 401, json: { error: 'invalid_token', error_description: 'The access token is not valid' } };
      }
      return token.scopes.includes('monitoring') ? null : { status: 403, json: oauthError('insufficient_scope', '') };
    },
    revokeAll: () => tokens.clear(),
    issued,
  };
}

function formProblem(contentType: string, form: URLSearchParams): object | null {
  if (!contentType.startsWith('application/x-www-form-urlencoded')) {
    return oauthError('invalid_request', 'The request must be form-encoded');
  }
  if (form.get('grant_type') !== 'client_credentials') {
    return oauthError('unsupported_grant_type', 'Only client_credentials is supported');
  }
  const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (scopes.length === 0 || scopes.some((scope) => !SCOPES.includes(scope))) {
    return oauthError('invalid_scope', 'The requested scope is not valid');
  }
  return null;
}

function oauthError(error: string, description: string): object {
  return { error, error_description: description };
}
