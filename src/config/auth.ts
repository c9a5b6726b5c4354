import type { ParsedVariables } from './variables.ts';

/** Who may come in, as configured. */
export interface AuthConfig {
  /** In local mode whoever reaches the loopback listener may do everything. */
  readonly mode: 'local' | 'required';
  /** Sign-in; null where only API keys come in. */
  readonly openid: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string;
    /** The tenants whose people may sign in; null where the provider has none. */
    readonly tenants: readonly string[] | null;
  } | null;
  /** By e-mail address in lower case. */
  readonly users: Readonly<Record<string, 'viewer' | 'editor' | 'admin'>>;
  readonly sessionHours: number;
  /** IP addresses and networks. */
  readonly trustedProxies: readonly string[];
  /** Requests a minute; null for as many as come. */
  readonly rateLimits: {
    readonly client: number | null;
    readonly credential: number | null;
    readonly signIn: number | null;
    readonly wrongKey: number | null;
  };
}

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;
const ENTRA_HOSTS: readonly string[] = [
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
];
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type OpenIdCredentials = Record<'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'OIDC_CLIENT_SECRET', string>;

/** What the variables say of who may come in; what is wrong with them together is added to `problems`. */
export function authOf(parsed: ParsedVariables, credentials: OpenIdCredentials | null, problems: string[]): AuthConfig {
  const mode = parsed.QBR_AUTH ?? (credentials ? 'required' : 'local');
  const host = parsed.QBR_HOST ?? '127.0.0.1';
  if (mode === 'local' && !LOOPBACK_HOST.test(host)) {
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
    users: parsed.QBR_USERS ?? {},
    sessionHours: parsed.QBR_SESSION_HOURS ?? 8,
    trustedProxies: parsed.QBR_TRUSTED_PROXIES ?? [],
    rateLimits: {
      client: parsed.QBR_RATE_LIMIT_CLIENT || null,
      credential: parsed.QBR_RATE_LIMIT_CREDENTIAL || null,
      signIn: parsed.QBR_RATE_LIMIT_SIGN_IN || null,
      wrongKey: parsed.QBR_RATE_LIMIT_WRONG_KEY || null,
    },
  };
}

function checkAddresses({ QBR_HOST, QBR_PUBLIC_URL }: ParsedVariables, issuer: string, problems: string[]): void {
  const { protocol, hostname } = new URL(issuer);
  if (protocol === 'http:' && !LOOPBACK_HOST.test(hostname)) {
    problems.push(
      'OIDC_ISSUER is no https URL, so that whoever is in between could sign in as anybody; for example OIDC_ISSUER=https://login.example.com',
    );
  }
  if (QBR_PUBLIC_URL === null && !LOOPBACK_HOST.test(QBR_HOST ?? '127.0.0.1')) {
    problems.push(
      'QBR_PUBLIC_URL is not set, and sign-in must tell the provider where to come back to; for example QBR_PUBLIC_URL=https://qbr.example.com',
    );
  }
}

/**
 * The tenants that may sign in: those named; else the one that Entra ID's issuer names. An issuer for everybody's tenants
 * without a list would let anybody's people in.
 */
function tenantsOf(issuer: string, named: readonly string[] | null, problems: string[]): readonly string[] | null {
  if (named) return named;
  const { hostname, pathname } = new URL(issuer);
  if (!ENTRA_HOSTS.includes(hostname)) return null;
  const tenant = pathname.split('/')[1] ?? '';
  if (GUID.test(tenant)) return [tenant];
  problems.push(
    'OIDC_TENANTS is not set, though OIDC_ISSUER names no single tenant by its id; for example OIDC_TENANTS=00000000-0000-0000-0000-000000000000',
  );
  return null;
}
