import type { z } from 'zod';
import type { AccessConfig } from '#src/auth/access.ts';
import type { GraphqlLimits } from '#src/graphql/guards/limits.ts';
import type { OnlineConfig } from '#src/service/books/online-off.ts';
import type { DatabaseConnection } from '#src/store/engine/connection.ts';
import { accessOf } from './auth.ts';
import { ConfigError } from './config-error.ts';
import { type NotifyConfig, notifyOf } from './notify.ts';
import { secretsOf, withSecretFiles } from './secrets.ts';
import { type ParsedVariables, VARIABLES, type VariableName } from './variables.ts';

/**
 * The environment, parsed once into one frozen object; no other module reads the environment. All problems are reported
 * together, each with its variable and an example. A feature that is not configured is null. Time zones are IANA names.
 */
export interface Config extends OnlineConfig {
  readonly database: DatabaseConnection;
  readonly organizationName: string;
  /** Maximum bytes of everything cached; 0 caches nothing. */
  readonly cacheBytes: number;
  readonly http: { readonly host: string; readonly port: number; readonly publicUrl: string | null };
  readonly timeZone: string;
  readonly collection: {
    readonly enabledByDefault: boolean;
    readonly cron: string;
    readonly monthsToCollect: number;
    /** Nightly collections of organizations at a time, in this program; 0 runs none. */
    readonly workers: number;
  };
  /** Limits of a GraphQL request. */
  readonly graphql: GraphqlLimits;
  /** Null: audit entries are kept indefinitely. */
  readonly audit: { readonly retentionDays: number | null };
  readonly rest: {
    /** Origins of other web sites whose pages may send requests with credentials. */
    readonly corsOrigins: readonly string[];
    /** Whether unauthenticated clients may read the values of metric definitions. */
    readonly hasPublicMetricValues: boolean;
  };
  readonly log: { readonly level: string; readonly file: string | null };
  /** Port of the listener of metrics alone; null for none. */
  readonly metrics: { readonly port: number | null };
  /** The collector of traces; null: nothing is traced. */
  readonly traces: { readonly endpoint: string; readonly headers: Readonly<Record<string, string>> } | null;
  readonly connectwise: {
    readonly server: string;
    readonly companyId: string;
    readonly publicKey: string;
    readonly privateKey: string;
    readonly clientId: string;
    readonly boards: readonly string[];
    readonly closedStatuses: readonly string[];
  } | null;
  readonly ninjaone: { readonly baseUrl: string; readonly clientId: string; readonly clientSecret: string } | null;
  /** What counts as a reactive ticket, with or without access to ConnectWise. */
  readonly reactive: { readonly boards: readonly string[]; readonly closedStatuses: readonly string[] };
  readonly internalOrganizations: readonly string[];
  /** How the books are read. */
  readonly books: { readonly basis: 'accrual' | 'cash' };
  /** Names of the variables that the environment sets, by themselves or by their files. */
  readonly environment: readonly VariableName[];
  /** Every configured secret; used only to redact logs and messages. */
  readonly secrets: readonly string[];
  readonly auth: AccessConfig;
  /** How many admins closing and reopening a month needs; always 1 in local mode. */
  readonly closing: { readonly approvals: 1 | 2 };
  /** Who is notified of what cannot wait. */
  readonly notify: NotifyConfig;
}

const CONNECTWISE_CREDENTIALS = [
  'CONNECTWISE_SERVER',
  'CONNECTWISE_COMPANY_ID',
  'CONNECTWISE_PUBLIC_KEY',
  'CONNECTWISE_PRIVATE_KEY',
  'CONNECTWISE_CLIENT_ID',
] as const satisfies readonly VariableName[];
const NINJA_CREDENTIALS = [
  'NINJA_BASE_URL',
  'NINJA_CLIENT_ID',
  'NINJA_CLIENT_SECRET',
] as const satisfies readonly VariableName[];

const QUICKBOOKS_ONLINE_CREDENTIALS = [
  'QBO_CLIENT_ID',
  'QBO_CLIENT_SECRET',
  'QBO_ENVIRONMENT',
] as const satisfies readonly VariableName[];
const OPENID_CREDENTIALS = [
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
] as const satisfies readonly VariableName[];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Parses the environment, with secrets read from their files.
 * @throws ConfigError listing every problem
 */
export function parseConfig(variables: Environment): Config {
  const problems: string[] = [];
  const environment = withSecretFiles(variables, problems);
  const parsed = parseVariables(environment, problems);
  const connectwise = allOrNone(parsed, CONNECTWISE_CREDENTIALS, problems);
  const ninja = allOrNone(parsed, NINJA_CREDENTIALS, problems);
  const online = allOrNone(parsed, QUICKBOOKS_ONLINE_CREDENTIALS, problems);
  const auth = accessOf(parsed, allOrNone(parsed, OPENID_CREDENTIALS, problems), problems);
  const notify = notifyOf(parsed, problems);
  const persistedOperations = persistedOperationsOf(parsed, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({
    database: databaseOf(environment, parsed),
    organizationName: parsed.QBR_ORGANIZATION_NAME,
    cacheBytes: parsed.QBR_CACHE_MEGABYTES * 1_024 * 1_024,
    http: { host: parsed.QBR_HOST, port: parsed.QBR_PORT, publicUrl: parsed.QBR_PUBLIC_URL },
    timeZone: parsed.QBR_TIMEZONE,
    closing: { approvals: auth.mode === 'local' ? 1 : parsed.QBR_CLOSING_APPROVALS },
    collection: {
      enabledByDefault: parsed.QBR_COLLECTION_ENABLED,
      cron: parsed.QBR_COLLECTION_CRON,
      monthsToCollect: parsed.QBR_MONTHS_TO_COLLECT,
      workers: parsed.QBR_WORKERS,
    },
    graphql: { ...graphqlOf(parsed), persistedOperations },
    audit: { retentionDays: parsed.QBR_AUDIT_RETENTION_DAYS },
    rest: {
      corsOrigins: parsed.QBR_CORS_ORIGINS ?? [],
      hasPublicMetricValues: parsed.QBR_PUBLIC_METRIC_VALUES,
    },
    log: { level: parsed.QBR_LOG_LEVEL, file: parsed.QBR_LOG_FILE },
    metrics: { port: parsed.QBR_METRICS_PORT },
    traces:
      parsed.OTEL_EXPORTER_OTLP_ENDPOINT === null
        ? null
        : { endpoint: parsed.OTEL_EXPORTER_OTLP_ENDPOINT, headers: parsed.OTEL_EXPORTER_OTLP_HEADERS ?? {} },
    connectwise: connectwise && {
      server: connectwise.CONNECTWISE_SERVER,
      companyId: connectwise.CONNECTWISE_COMPANY_ID,
      publicKey: connectwise.CONNECTWISE_PUBLIC_KEY,
      privateKey: connectwise.CONNECTWISE_PRIVATE_KEY,
      clientId: connectwise.CONNECTWISE_CLIENT_ID,
      boards: parsed.CONNECTWISE_BOARDS,
      closedStatuses: parsed.CONNECTWISE_CLOSED_STATUSES,
    },
    ninjaone: ninja && {
      baseUrl: ninja.NINJA_BASE_URL,
      clientId: ninja.NINJA_CLIENT_ID,
      clientSecret: ninja.NINJA_CLIENT_SECRET,
    },
    quickbooksOnline: online && {
      clientId: online.QBO_CLIENT_ID,
      clientSecret: online.QBO_CLIENT_SECRET,
      environment: online.QBO_ENVIRONMENT,
    },
    reactive: { boards: parsed.CONNECTWISE_BOARDS, closedStatuses: parsed.CONNECTWISE_CLOSED_STATUSES },
    secretKeys: parsed.QBR_SECRET_KEY ?? [],
    internalOrganizations: parsed.QBR_INTERNAL_ORGANIZATIONS,
    books: { basis: parsed.QBR_BOOKS_BASIS },
    environment: (Object.keys(VARIABLES) as VariableName[]).filter((name) => environment[name]),
    secrets: secretsOf(environment),
    auth,
    notify,
  });
}

/** A value that is not valid is reported, and the variable's default takes its place until the problems are thrown. */
function parseVariables(environment: Environment, problems: string[]): ParsedVariables {
  const entries = Object.entries(VARIABLES).map(([name, { schema, default: fallback, example }]) => {
    const parse = (value: string | null) =>
      value === null ? null : (schema as z.ZodType<unknown, string>).safeParse(value);
    const result = parse(environment[name] || fallback);
    if (result?.success === false) {
      problems.push(`${name} ${result.error.issues[0]?.message ?? 'is not valid'}; for example ${name}=${example}`);
    }
    const used = result?.success === false ? parse(fallback) : result;
    return [name, used?.data ?? null];
  });
  return Object.fromEntries(entries) as ParsedVariables;
}

function allOrNone<Name extends VariableName>(
  parsed: ParsedVariables,
  names: readonly Name[],
  problems: string[],
): Record<Name, string> | null {
  const missing = names.filter((name) => parsed[name] === null);
  if (missing.length === names.length) return null;
  // A value that is not valid is named once.
  for (const name of missing.filter((each) => !problems.some((problem) => problem.startsWith(`${each} `)))) {
    problems.push(
      `${name} is not set, but ${names.filter((each) => !missing.includes(each)).join(', ')} is; for example ${name}=${VARIABLES[name].example}`,
    );
  }
  return missing.length > 0
    ? null
    : (Object.fromEntries(names.map((name) => [name, String(parsed[name])])) as Record<Name, string>);
}

function graphqlOf(parsed: ParsedVariables): Omit<Config['graphql'], 'persistedOperations'> {
  return {
    maxBodyBytes: parsed.QBR_GRAPHQL_MAX_BODY_BYTES,
    maxTokens: parsed.QBR_GRAPHQL_MAX_TOKENS,
    maxDepth: parsed.QBR_GRAPHQL_MAX_DEPTH,
    maxAliases: parsed.QBR_GRAPHQL_MAX_ALIASES,
    maxDirectives: parsed.QBR_GRAPHQL_MAX_DIRECTIVES,
    maxComplexity: parsed.QBR_GRAPHQL_MAX_COMPLEXITY,
    timeoutMs: 1_000 * parsed.QBR_GRAPHQL_TIMEOUT_SECONDS,
    maxSubscriptions: parsed.QBR_GRAPHQL_MAX_SUBSCRIPTIONS,
    introspection: parsed.QBR_GRAPHQL_INTROSPECTION,
    cachedDocuments: parsed.QBR_GRAPHQL_CACHED_DOCUMENTS,
  };
}

function persistedOperationsOf(
  { QBR_GRAPHQL_PERSISTED_OPERATIONS: mode, QBR_GRAPHQL_PERSISTED_OPERATIONS_PATH: path }: ParsedVariables,
  problems: string[],
): Config['graphql']['persistedOperations'] {
  if (mode === 'off') return null;
  if (path !== null) return { isRequired: mode === 'required', path };
  const { example } = VARIABLES.QBR_GRAPHQL_PERSISTED_OPERATIONS_PATH;
  problems.push(
    `QBR_GRAPHQL_PERSISTED_OPERATIONS_PATH is not set, but QBR_GRAPHQL_PERSISTED_OPERATIONS is ${mode}; for example QBR_GRAPHQL_PERSISTED_OPERATIONS_PATH=${example}`,
  );
  return null;
}

function databaseOf(environment: Environment, parsed: ParsedVariables): DatabaseConnection {
  if (parsed.DATABASE_URL !== null) return { kind: 'postgresql', url: parsed.DATABASE_URL };
  if (environment['PGHOST'] || environment['PGDATABASE']) return { kind: 'postgresql-environment' };
  return { kind: 'embedded', directory: parsed.QBR_DATA_DIR };
}
