import type { AccessConfig } from '#src/auth/access.ts';
import { isLoopbackHost } from '#src/core/loopback.ts';
import type { ParsedVariables } from './variables.ts';

const ENTRA_HOSTS: readonly string[] = [
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
];
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type OpenIdCredentials = Record<'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'OIDC_CLIENT_SECRET', string>;

/** The access configuration; contradictions between variables are added to `problems`. */
export function accessOf(
  parsed: ParsedVariables,
  credentials: OpenIdCredentials | null,
  problems: string[],
): AccessConfig {
  const mode = parsed.QBR_AUTH ?? (credentials ? 'required' : 'local');
  if (mode === 'local' && !isLoopbackHost(parsed.QBR_HOST)) {
    problems.push(
      'QBR_HOST is not a loopback address, and without sign-in the program listens on loopback only. Set OIDC_ISSUER and its credentials, or QBR_AUTH=required for API keys alone; for example QBR_HOST=127.0.0.1',
    );
  }
  if (credentials && mode === 'required') checkAddresses(parsed, credentials.OIDC_ISSUER, problems);
  return {
    mode,
    openid: credentials && {
      issuer: credentials.OIDC_ISSUER,
      clientId: credentials.OIDC_CLIENT_ID,
      clientSecret: credentials.OIDC_CLIENT_SECRET,
      tenants: tenantsOf(credentials.OIDC_ISSUER, parsed.OIDC_TENANTS, problems),
    },
    users: parsed.QBR_USERS,
    sessionHours: parsed.QBR_SESSION_HOURS,
    trustedProxies: parsed.QBR_TRUSTED_PROXIES ?? [],
    rateLimits: {
      client: parsed.QBR_RATE_LIMIT_CLIENT,
      credential: parsed.QBR_RATE_LIMIT_CREDENTIAL,
      signIn: parsed.QBR_RATE_LIMIT_SIGN_IN,
      wrongKey: parsed.QBR_RATE_LIMIT_WRONG_KEY,
    },
  };
}

function checkAddresses({ QBR_HOST, QBR_PUBLIC_URL }: ParsedVariables, issuer: string, problems: string[]): void {
  const { protocol, hostname } = new URL(issuer);
  if (protocol === 'http:' && !isLoopbackHost(hostname)) {
    problems.push(
      'OIDC_ISSUER is not an https URL, so anyone on the network path could sign in as any user; for example OIDC_ISSUER=https://login.example.com',
    );
  }
  if (QBR_PUBLIC_URL === null && !isLoopbackHost(QBR_HOST)) {
    problems.push(
      'QBR_PUBLIC_URL is not set, and sign-in needs it for the redirect address; for example QBR_PUBLIC_URL=https://qbr.example.com',
    );
  }
}

/**
 * The tenants that may sign in: the listed ones, otherwise the one in Entra ID's issuer URL. A multi-tenant issuer without
 * a list would admit the users of every tenant.
 */
function tenantsOf(issuer: string, named: readonly string[] | null, problems: string[]): readonly string[] | null {
  if (named) return named;
  const { hostname, pathname } = new URL(issuer);
  if (!ENTRA_HOSTS.includes(hostname)) return null;
  const tenant = pathname.split('/')[1] ?? '';
  if (GUID.test(tenant)) return [tenant];
  problems.push(
    'OIDC_TENANTS is not set, and OIDC_ISSUER does not name a single tenant by its id; for example OIDC_TENANTS=00000000-0000-0000-0000-000000000000',
  );
  return null;
}
