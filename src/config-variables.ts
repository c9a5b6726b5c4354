import { Cron } from 'croner';
import { z } from 'zod';

/** One environment variable. The table below is also what the README and `.env.example` say; a test compares them. */
interface Variable<T> {
  /** What the README and .env.example say. */
  readonly meaning: string;
  /** The value taken where the variable is not set or empty; null where that means "absent". */
  readonly default: string | null;
  readonly example: string;
  /** Secrets are never shown by `qbr doctor`, a log or an error. */
  readonly secret?: true;
  readonly schema: z.ZodType<T, string>;
}

function variable<T>(definition: Variable<T>): Variable<T> {
  return definition;
}

const text = z.string().min(1).max(255);
const json = z.string().transform((value, context) => {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
});
const jsonStrings = json.pipe(z.array(z.string().min(1), { error: 'is not a JSON array of texts' }));
const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'is not a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `is less than ${min}`).max(max, `is more than ${max}`));
const yesOrNo = z
  .enum(['true', 'false'], { error: 'is neither true nor false' })
  .transform((value) => value === 'true');
const timeZone = text.refine((zone) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}, 'is not an IANA time zone');
const cron = text.refine((pattern) => {
  try {
    return new Cron(pattern, { paused: true, mode: '5-part' }).nextRun() !== null;
  } catch {
    return false;
  }
}, 'is not a cron pattern of five fields that ever comes due');
const listOf = <Item>(item: z.ZodType<Item, string>) =>
  z
    .string()
    .transform((value) => value.split(',').flatMap((part) => part.trim() || []))
    .pipe(z.array(item));
const origin = z
  .url({ protocol: /^https?$/, error: 'is not an http(s) origin' })
  .refine(
    (url) => URL.canParse(url) && new URL(url).origin === url,
    'is not an origin: scheme, host and port, without a path',
  );
const addressOrNetwork = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: 'names something that is neither an IP address nor a network such as 10.0.0.0/8',
});
const usersByEmail = json.pipe(
  z.record(z.string().trim().toLowerCase().pipe(z.email()), z.enum(['viewer', 'editor', 'admin']), {
    error: 'is not a JSON object of e-mail addresses and the roles viewer, editor, admin',
  }),
);
/** Requests a minute; 0 for as many as come. */
const requestsAMinute = whole(0, 1_000_000);

/** Every variable the program reads, in the order in which they are documented. */
export const VARIABLES = {
  DATABASE_URL: variable({
    meaning:
      'PostgreSQL 14 or later; else, if `PGHOST` or `PGDATABASE` is set, libpq’s variables; else embedded in `QBR_DATA_DIR`',
    default: null,
    example: 'postgresql://qbr:password@db.example.com:5432/qbr',
    secret: true,
    schema: z.string().regex(/^postgres(ql)?:\/\/./, 'is not a postgresql:// URL'),
  }),
  QBR_DATA_DIR: variable({
    meaning: 'Folder of the embedded database',
    default: './data',
    example: './data',
    schema: z.string().min(1),
  }),
  QBR_ORGANIZATION_NAME: variable({
    meaning: 'Name of the organization, used when the database is first set up',
    default: 'Enersystems, LLC',
    example: 'Example MSP, Inc.',
    schema: z.string().trim().min(1).max(100),
  }),
  QBR_HOST: variable({
    meaning: 'Address to listen on',
    default: '127.0.0.1',
    example: '127.0.0.1',
    schema: z.union([z.ipv4(), z.ipv6(), z.hostname()], { error: 'is neither an IP address nor a host name' }),
  }),
  QBR_PORT: variable({ meaning: 'Port to listen on', default: '5400', example: '5400', schema: whole(0, 65535) }),
  QBR_PUBLIC_URL: variable({
    meaning: 'The address as browsers see it; default `http://HOST:PORT`',
    default: null,
    example: 'https://qbr.example.com',
    schema: z.url({ protocol: /^https?$/, error: 'is not an http(s) URL' }),
  }),
  QBR_TIMEZONE: variable({
    meaning: 'Zone of month boundaries and schedule',
    default: 'America/Chicago',
    example: 'America/Chicago',
    schema: timeZone,
  }),
  QBR_COLLECTION_ENABLED: variable({
    meaning: 'Whether the nightly collection runs where nobody has enabled or disabled it yet',
    default: 'false',
    example: 'true',
    schema: yesOrNo,
  }),
  QBR_COLLECTION_CRON: variable({
    meaning: 'When the nightly collection runs, in `QBR_TIMEZONE`',
    default: '30 22 * * *',
    example: '30 22 * * *',
    schema: cron,
  }),
  QBR_MONTHS_TO_COLLECT: variable({
    meaning: 'Months a collection reads: the running one and completed ones',
    default: '13',
    example: '13',
    schema: whole(1, 120),
  }),
  QBR_LOG_LEVEL: variable({
    meaning: 'Least level that is logged, as JSON lines on stdout',
    default: 'info',
    example: 'debug',
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'is none of trace, debug, info, warn, error, silent',
    }),
  }),
  QBR_LOG_FILE: variable({
    meaning: 'File that gets the log too',
    default: null,
    example: './qbr.log',
    schema: z.string().min(1),
  }),
  QBR_AUDIT_RETENTION_DAYS: variable({
    meaning: 'Days for which entries of the audit trail are kept, 30 at least; for ever where not set',
    default: null,
    example: '2555',
    schema: whole(30, 36_500),
  }),
  QBR_GRAPHQL_MAX_BODY_BYTES: variable({
    meaning: 'Most bytes of a GraphQL request’s body',
    default: '1000000',
    example: '250000',
    schema: whole(1_000, 1_048_576),
  }),
  QBR_GRAPHQL_MAX_TOKENS: variable({
    meaning: 'Most tokens of a GraphQL document',
    default: '2000',
    example: '1000',
    schema: whole(10, 20_000),
  }),
  QBR_GRAPHQL_MAX_DEPTH: variable({
    meaning: 'Most levels of fields of a GraphQL operation',
    default: '20',
    example: '15',
    schema: whole(1, 100),
  }),
  QBR_GRAPHQL_MAX_ALIASES: variable({
    meaning: 'Most aliases of a GraphQL document',
    default: '100',
    example: '30',
    schema: whole(0, 10_000),
  }),
  QBR_GRAPHQL_MAX_DIRECTIVES: variable({
    meaning: 'Most directives of a GraphQL document',
    default: '50',
    example: '10',
    schema: whole(0, 10_000),
  }),
  QBR_GRAPHQL_MAX_COMPLEXITY: variable({
    meaning: 'Most fields that a GraphQL answer may have, as estimated beforehand',
    default: '500000',
    example: '100000',
    schema: whole(1, 1_000_000_000),
  }),
  QBR_GRAPHQL_TIMEOUT_SECONDS: variable({
    meaning: 'Seconds after which a GraphQL request is abandoned',
    default: '30',
    example: '10',
    schema: whole(1, 3_600),
  }),
  QBR_GRAPHQL_MAX_SUBSCRIPTIONS: variable({
    meaning: 'GraphQL subscriptions that may be open at once',
    default: '100',
    example: '20',
    schema: whole(0, 10_000),
  }),
  QBR_GRAPHQL_CACHED_DOCUMENTS: variable({
    meaning: 'Parsed GraphQL documents that are kept',
    default: '500',
    example: '100',
    schema: whole(0, 10_000),
  }),
  QBR_GRAPHQL_INTROSPECTION: variable({
    meaning: 'Whether GraphQL tells its schema, which GraphiQL needs',
    default: 'true',
    example: 'false',
    schema: yesOrNo,
  }),
  QBR_GRAPHQL_PERSISTED_OPERATIONS: variable({
    meaning:
      'Whether GraphQL operations are asked for by the SHA-256 of their registered document: `off`, `allowed`, or `required`, then nothing else',
    default: 'off',
    example: 'allowed',
    schema: z.enum(['off', 'allowed', 'required'], { error: 'is none of off, allowed, required' }),
  }),
  QBR_GRAPHQL_PERSISTED_OPERATIONS_PATH: variable({
    meaning: 'The registered documents: a JSON file of documents by hash, or a folder of `.graphql` files',
    default: null,
    example: './persisted-operations.json',
    schema: z.string().min(1),
  }),
  CONNECTWISE_SERVER: variable({
    meaning: 'ConnectWise host, with or without scheme; all `CONNECTWISE_` credentials or none',
    default: null,
    example: 'na.myconnectwise.net',
    schema: text,
  }),
  CONNECTWISE_COMPANY_ID: variable({
    meaning: 'Company identifier of the ConnectWise sign-in',
    default: null,
    example: 'examplemsp',
    schema: text,
  }),
  CONNECTWISE_PUBLIC_KEY: variable({
    meaning: 'Public key of an API member',
    default: null,
    example: 'PublicKey',
    secret: true,
    schema: text,
  }),
  CONNECTWISE_PRIVATE_KEY: variable({
    meaning: 'Private key of that member',
    default: null,
    example: 'PrivateKey',
    secret: true,
    schema: text,
  }),
  CONNECTWISE_CLIENT_ID: variable({
    meaning: 'Client id registered with the ConnectWise developer network',
    default: null,
    example: '00000000-0000-0000-0000-000000000000',
    secret: true,
    schema: text,
  }),
  CONNECTWISE_BOARDS: variable({
    meaning: 'Reactive service boards',
    default: '["Help Desk"]',
    example: '["Help Desk"]',
    schema: jsonStrings.refine((boards) => boards.length > 0, 'names no board'),
  }),
  CONNECTWISE_CLOSED_STATUSES: variable({
    meaning: 'Statuses that count as closed',
    default: '[">Closed", ">Closed - No response", "Closed"]',
    example: '["Closed"]',
    schema: jsonStrings.refine((statuses) => statuses.length > 0, 'names no status'),
  }),
  NINJA_BASE_URL: variable({
    meaning: 'NinjaOne host of your region; all `NINJA_` variables or none',
    default: null,
    example: 'https://app.ninjarmm.com',
    schema: text,
  }),
  NINJA_CLIENT_ID: variable({
    meaning: 'Client id of a machine-to-machine API app',
    default: null,
    example: 'client-id',
    secret: true,
    schema: text,
  }),
  NINJA_CLIENT_SECRET: variable({
    meaning: 'Secret of that app',
    default: null,
    example: 'client-secret',
    secret: true,
    schema: text,
  }),
  QBR_AUTH: variable({
    meaning:
      '`local`: loopback only, and everyone there may do everything; `required`: API keys, and sign-in where `OIDC_ISSUER` is set; default `required` if it is, else `local`',
    default: null,
    example: 'required',
    schema: z.enum(['local', 'required'], { error: 'is neither local nor required' }),
  }),
  OIDC_ISSUER: variable({
    meaning:
      'OpenID Connect provider that people sign in with, for Entra ID `https://login.microsoftonline.com/TENANT/v2.0`; all three `OIDC_` credentials or none',
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
    meaning: 'Secret of that client',
    default: null,
    example: 'client-secret',
    secret: true,
    schema: text,
  }),
  OIDC_TENANTS: variable({
    meaning: 'Tenants (`tid`) whose people may sign in, where the issuer serves several; comma-separated',
    default: null,
    example: '00000000-0000-0000-0000-000000000000',
    schema: listOf(z.string().max(100)).refine((tenants) => tenants.length > 0, 'names no tenant'),
  }),
  QBR_PUBLIC_METRIC_VALUES: variable({
    meaning: 'Whether `/api/qbr/metric-definitions` tells the values to everybody: it publishes the company’s books',
    default: 'false',
    example: 'true',
    schema: yesOrNo,
  }),
  QBR_CORS_ORIGINS: variable({
    meaning:
      'Other web sites whose pages may ask, with the credentials of whoever looks at them: origins, comma-separated',
    default: null,
    example: 'https://dashboard.example.com',
    schema: listOf(origin),
  }),
  QBR_USERS: variable({
    meaning: 'Who may sign in: JSON object, e-mail address → `viewer`, `editor` or `admin`',
    default: '{}',
    example: '{"ann@example.com":"admin"}',
    schema: usersByEmail,
  }),
  QBR_SESSION_HOURS: variable({
    meaning: 'Hours after which somebody has to sign in again',
    default: '8',
    example: '12',
    schema: whole(1, 168),
  }),
  QBR_TRUSTED_PROXIES: variable({
    meaning:
      'Reverse proxies whose `X-Forwarded-For` tells the client’s address: IP addresses and networks, comma-separated',
    default: null,
    example: '127.0.0.1,10.0.0.0/8',
    schema: listOf(addressOrNetwork),
  }),
  QBR_RATE_LIMIT_CLIENT: variable({
    meaning: 'Requests a minute from one client address, outside local mode; 0: as many as come',
    default: '3000',
    example: '600',
    schema: requestsAMinute,
  }),
  QBR_RATE_LIMIT_CREDENTIAL: variable({
    meaning: 'Requests a minute with one API key or of one person; 0: as many as come',
    default: '3000',
    example: '600',
    schema: requestsAMinute,
  }),
  QBR_RATE_LIMIT_SIGN_IN: variable({
    meaning: 'Sign-ins a minute from one client address, begun and ended; 0: as many as come',
    default: '30',
    example: '10',
    schema: requestsAMinute,
  }),
  QBR_RATE_LIMIT_WRONG_KEY: variable({
    meaning: 'Wrong API keys a minute from one client address, after which none is accepted; 0: as many as come',
    default: '10',
    example: '5',
    schema: requestsAMinute,
  }),
  QBR_INTERNAL_ORGANIZATIONS: variable({
    meaning: 'NinjaOne organizations whose devices are not counted',
    default: '[]',
    example: '["Internal Infrastructure"]',
    schema: jsonStrings,
  }),
} as const;

export type VariableName = keyof typeof VARIABLES;
/** The table's variables as parsed; null where one is absent or wrong. */
export type ParsedVariables = {
  [Name in VariableName]: (typeof VARIABLES)[Name] extends Variable<infer T> ? T | null : never;
};
