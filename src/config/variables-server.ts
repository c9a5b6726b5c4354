import querystring from 'node:querystring';
import { Cron } from 'croner';
import { z } from 'zod';
import { listOf, text, variable, whole, yesOrNo } from './variable.ts';

const DEFAULT_TIME_ZONE = 'America/Chicago';
const timeZone = text.refine((zone) => {
  // Every command parses the configuration, and the first use of `Intl` takes a quarter of the time that Node itself takes to start.
  if (zone === DEFAULT_TIME_ZONE) return true;
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
}, 'is not a five-field cron pattern with a next run');

/** First segments of the program's own paths. A base path must not start with one, or the two could not be told apart. */
export const OWN_PATHS: readonly string[] = [
  'api',
  'assets',
  'auth',
  'books',
  'favicon.svg',
  'graphql',
  'health',
  'import',
  'mcp',
  'metrics',
  'o',
  'organizations',
  'presentation',
  'qbwc',
  'quality',
  'reference',
  'settings',
  'sheet',
  'theme.js',
  'trends',
];

const publicUrl = z
  .url({ protocol: /^https?$/, error: 'is not an http(s) URL', abort: true })
  .refine((url) => {
    const { username, search, hash } = new URL(url);
    return username === '' && search === '' && hash === '';
  }, 'must have neither user, query nor fragment')
  .refine(
    (url) => /^(\/[\w.~-]+)*\/?$/.test(new URL(url).pathname),
    'must have a path of letters, digits and any of . _ ~ - between slashes',
  )
  .refine(
    (url) => !OWN_PATHS.includes(new URL(url).pathname.split('/')[1] ?? ''),
    `must not have a path that starts with one of the program's own: ${OWN_PATHS.join(', ')}`,
  );

/** A header as OpenTelemetry's variables have it. Its unescape accepts any text. */
const header = z
  .string()
  .regex(/^[\w.-]+ *=/, 'is not a comma-separated list of name=value')
  .transform((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at).trim(), querystring.unescape(pair.slice(at + 1).trim())] as const;
  });

/** Database, listener, schedule, log, metrics, traces and audit trail. */
export const SERVER_VARIABLES = {
  DATABASE_URL: variable({
    meaning:
      'URL of a PostgreSQL 14 or later; default: libpq’s variables if `PGHOST` or `PGDATABASE` is set, else the embedded database in `QBR_DATA_DIR`',
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
    meaning: 'Name of the organization, stored when the database is created',
    default: 'Example MSP',
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
    meaning: 'Public URL as browsers see it, with the base path if a proxy adds one; default `http://HOST:PORT`',
    default: null,
    example: 'https://qbr.example.com',
    schema: publicUrl,
  }),
  QBR_TIMEZONE: variable({
    meaning: 'IANA time zone of month boundaries and schedule',
    default: DEFAULT_TIME_ZONE,
    example: 'America/Chicago',
    schema: timeZone,
  }),
  QBR_COLLECTION_ENABLED: variable({
    meaning: 'Initial state of the nightly collection, until a user enables or disables it',
    default: 'false',
    example: 'true',
    schema: yesOrNo,
  }),
  QBR_COLLECTION_CRON: variable({
    meaning: 'Schedule of the nightly collection: five-field cron pattern, in `QBR_TIMEZONE`',
    default: '30 22 * * *',
    example: '30 22 * * *',
    schema: cron,
  }),
  QBR_MONTHS_TO_COLLECT: variable({
    meaning: 'Months that a collection reads: the current month and the completed months before it',
    default: '13',
    example: '13',
    schema: whole(1, 120),
  }),
  QBR_WORKERS: variable({
    meaning:
      'Of several organizations, the nightly collections of one vendor’s server that this program runs at a time, and one more of others; 0: none',
    default: '2',
    example: '2',
    schema: whole(0, 50),
  }),
  QBR_CACHE_MEGABYTES: variable({
    meaning: 'Memory for values and answers that were read, in MB, of all organizations together; 0 caches nothing',
    default: '64',
    example: '64',
    schema: whole(0, 65_536),
  }),
  QBR_LOG_LEVEL: variable({
    meaning: 'Minimum log level; the log is JSON lines on stdout',
    default: 'info',
    example: 'debug',
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'is not trace, debug, info, warn, error or silent',
    }),
  }),
  QBR_LOG_FILE: variable({
    meaning: 'Additional log file',
    default: null,
    example: './qbr.log',
    schema: z.string().min(1),
  }),
  QBR_METRICS_PORT: variable({
    meaning:
      'Port of a listener on 127.0.0.1 with nothing but `/metrics` for Prometheus, without credentials; the main listener has `/metrics` too, for the role viewer',
    default: null,
    example: '9464',
    schema: whole(0, 65535),
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable({
    meaning:
      'OpenTelemetry collector that gets traces over OTLP/HTTP, without `/v1/traces`; default: nothing is traced',
    default: null,
    example: 'http://127.0.0.1:4318',
    schema: z
      .url({ protocol: /^https?$/, error: 'is not an http(s) URL', abort: true })
      .refine((url) => new URL(url).username === '', 'must not have credentials; OTEL_EXPORTER_OTLP_HEADERS may'),
  }),
  OTEL_EXPORTER_OTLP_HEADERS: variable({
    meaning: 'Headers for that collector, such as its key: comma-separated `name=value`, values URL-encoded',
    default: null,
    example: 'x-api-key=key-of-the-collector',
    secret: true,
    schema: listOf(header).transform((headers): Readonly<Record<string, string>> => Object.fromEntries(headers)),
  }),
  QBR_AUDIT_RETENTION_DAYS: variable({
    meaning: 'Retention of audit entries in days, at least 30; default: unlimited',
    default: null,
    example: '2555',
    schema: whole(30, 36_500),
  }),
} as const;
