import { z } from 'zod';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import type { ConfiguredAccess, ConfiguredUsers } from '#src/core/role.ts';
import { ROLES, type Role } from '#src/core/role.ts';
import { json, listOf, text, variable, whole, yesOrNo } from './variable.ts';

const origin = z
  .url({ protocol: /^https?$/, error: 'is not an http(s) origin' })
  .refine(
    (url) => URL.canParse(url) && new URL(url).origin === url,
    'is not an origin: scheme, host and port, without a path',
  );
const addressOrNetwork = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: 'contains a value that is neither an IP address nor a network such as 10.0.0.0/8',
});
const installationRole = z.enum([...ROLES, 'operator']);
/** `"admin"` in organization 1, `"operator"`, or `{"1": "admin", "7": "viewer", "operator": true}`. */
const configuredAccess = z.union([
  installationRole.transform((role): ConfiguredAccess => {
    if (role === 'operator') return { memberships: new Map(), isOperator: true };
    return { memberships: new Map([[FIRST_ORGANIZATION, role]]), isOperator: false };
  }),
  z
    .object({ operator: z.boolean().default(false) })
    .catchall(z.enum(ROLES))
    .refine(({ operator: _operator, ...roles }) => Object.keys(roles).every((id) => /^[1-9]\d{0,8}$/.test(id)))
    .transform(({ operator: isOperator, ...roles }): ConfiguredAccess => {
      const memberships = Object.entries(roles).map(([id, role]) => [Number(id), role as Role] as const);
      return { memberships: new Map(memberships.sort(([a], [b]) => a - b)), isOperator };
    }),
]);
const usersByEmail = json.pipe(
  z
    .record(z.string().trim().toLowerCase().pipe(z.email()), configuredAccess, {
      error:
        'is not a JSON object of e-mail addresses and the roles viewer, editor, admin or operator, or an object of organization ids and roles',
    })
    .transform((users): ConfiguredUsers => new Map(Object.entries(users))),
);
/** Requests per minute; 0 becomes null, no limit. */
const requestsPerMinute = whole(0, 1_000_000).transform((limit) => limit || null);

/** Authentication, origins, proxies and rate limits. */
export const ACCESS_VARIABLES = {
  QBR_AUTH: variable({
    meaning:
      '`local`: loopback only, without sign-in, full access; `required`: API keys, and sign-in if `OIDC_ISSUER` is set; default `required` if `OIDC_ISSUER` is set, else `local`',
    default: null,
    example: 'required',
    schema: z.enum(['local', 'required'], { error: 'is neither local nor required' }),
  }),
  OIDC_ISSUER: variable({
    meaning:
      'OpenID Connect provider for sign-in, for Entra ID `https://login.microsoftonline.com/TENANT/v2.0`; set all three `OIDC_` credentials or none',
    default: null,
    example: 'https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0',
    schema: z.url({ protocol: /^https?$/, error: 'is not an https URL' }),
  }),
  OIDC_CLIENT_ID: variable({
    meaning: 'Client (application) id registered with the provider',
    default: null,
    example: '00000000-0000-0000-0000-000000000000',
    schema: text,
  }),
  OIDC_CLIENT_SECRET: variable({
    meaning: 'Client secret',
    default: null,
    example: 'client-secret',
    secret: true,
    schema: text,
  }),
  OIDC_TENANTS: variable({
    meaning: 'Tenants (`tid`) whose users may sign in, if the issuer serves several; comma-separated',
    default: null,
    example: '00000000-0000-0000-0000-000000000000',
    schema: listOf(z.string().max(100)).refine((tenants) => tenants.length > 0, 'does not name a tenant'),
  }),
  QBR_PUBLIC_METRIC_VALUES: variable({
    meaning:
      'Whether `/api/qbr/metric-definitions` exposes metric values without authentication; this publishes the company’s figures',
    default: 'false',
    example: 'true',
    schema: yesOrNo,
  }),
  QBR_CORS_ORIGINS: variable({
    meaning: 'Origins of other web sites whose pages may call `/api/qbr` with the user’s credentials; comma-separated',
    default: null,
    example: 'https://dashboard.example.com',
    schema: listOf(origin),
  }),
  QBR_USERS: variable({
    meaning:
      'Users who may sign in: JSON object, e-mail address → `viewer`, `editor` or `admin` of organization 1, `operator`, or an object of organization ids and roles: `{"1":"admin","7":"viewer"}`',
    default: '{}',
    example: '{"ann@example.com":"admin"}',
    schema: usersByEmail,
  }),
  QBR_CLOSING_APPROVALS: variable({
    meaning:
      'Admins that closing or reopening a month needs: `1`, or `2` for a proposal by one and the approval by another; always 1 in local mode',
    default: '1',
    example: '2',
    schema: z.enum(['1', '2'], { error: 'is neither 1 nor 2' }).transform((number): 1 | 2 => (number === '2' ? 2 : 1)),
  }),
  QBR_SESSION_HOURS: variable({
    meaning: 'Hours until a session expires',
    default: '8',
    example: '12',
    schema: whole(1, 168),
  }),
  QBR_TRUSTED_PROXIES: variable({
    meaning: 'Reverse proxies whose `X-Forwarded-For` is trusted: IP addresses and networks, comma-separated',
    default: null,
    example: '127.0.0.1,10.0.0.0/8',
    schema: listOf(addressOrNetwork),
  }),
  QBR_RATE_LIMIT_CLIENT: variable({
    meaning:
      'Requests per minute from one client address, outside local mode; requests with a valid credential are counted separately; 0 disables the limit',
    default: '3000',
    example: '600',
    schema: requestsPerMinute,
  }),
  QBR_RATE_LIMIT_CREDENTIAL: variable({
    meaning: 'Requests per minute with one API key or by one person; 0 disables the limit',
    default: '3000',
    example: '600',
    schema: requestsPerMinute,
  }),
  QBR_RATE_LIMIT_SIGN_IN: variable({
    meaning: 'Sign-in requests per minute from one client address, starts and callbacks; 0 disables the limit',
    default: '30',
    example: '10',
    schema: requestsPerMinute,
  }),
  QBR_RATE_LIMIT_WRONG_KEY: variable({
    meaning:
      'Wrong API keys per minute from one client address; further wrong ones are delayed and get 429, a valid key always passes; 0 disables the limit',
    default: '10',
    example: '5',
    schema: requestsPerMinute,
  }),
} as const;
