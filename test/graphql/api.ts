import { LOCAL_VIEWER } from '#src/auth/viewer.ts';
import { parseConfig } from '#src/config/config.ts';
import type { GraphqlServices } from '#src/graphql/context.ts';
import type { GraphqlLimits } from '#src/graphql/guards/limits.ts';
import { createGraphqlHandler, type GraphqlHandler } from '#src/graphql/serving/handler.ts';
import type { OnlineConfig } from '#src/service/books/online-off.ts';
import { createCollectionProgress } from '#src/service/collection/progress-feed.ts';
import { createRunActivity } from '#src/service/collection/run-activity.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { createVendorTrials } from '#src/service/settings/try-vendor.ts';
import type { DatabaseUnderTest } from '../kit/databases.ts';
import { refusalsOver } from '../kit/refusals.ts';
import { defaultRules, ORGANIZATIONS, schedulesOn } from '../kit/services.ts';
import { usersOf } from '../kit/users.ts';

/** 10 July 2026, in the morning of Chicago: Q2 2026 has ended, July is running. */
export const NOW = new Date('2026-07-10T14:00:00Z');
export const TIME_ZONE = 'America/Chicago';

const NO_ACCESS = { companyId: 'msp', publicKey: 'public', privateKey: 'private', clientId: 'client' };

/** An answer, as GraphQL over HTTP gives it. */
export interface Answer {
  readonly status: number;
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly { message: string; path?: unknown[]; extensions?: Record<string, unknown> }[];
  /** The answer's body as it was sent. */
  readonly text: string;
}

/** The GraphQL API over a database, asked through real requests. */
export interface Api {
  /** Sends a query that must succeed and gives its data. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Sends a query, whatever becomes of it. */
  send(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** Sends a request of any kind to the handler. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** What a listener mounts. */
  readonly handler: GraphqlHandler;
  /** What has been logged as an error. */
  readonly logged: readonly { readonly details: Record<string, unknown>; readonly message: string }[];
}

/** The handler as the program mounts it, with a clock that stands still and the limits that nobody has changed. */
export function openApi(
  { database }: Pick<DatabaseUnderTest, 'database'>,
  now: Date = NOW,
  limits: Partial<GraphqlLimits> = {},
  {
    background = { start: notHere },
    vendorTrials = createVendorTrials(parseConfig({})),
    snapshots = createSnapshots(database),
    auth = { mode: 'local', openid: null },
    approvals = 1,
    publicUrl = 'https://qbr.example.com',
    online = { quickbooksOnline: null, secretKeys: [] },
    organizations = ORGANIZATIONS,
  }: Partial<Pick<GraphqlServices, 'background' | 'snapshots' | 'organizations' | 'vendorTrials'>> & {
    readonly publicUrl?: string;
    readonly approvals?: 1 | 2;
    readonly online?: OnlineConfig;
    readonly auth?: Pick<GraphqlServices['config']['auth'], 'mode' | 'openid'>;
  } = {},
): Api {
  const logged: { details: Record<string, unknown>; message: string }[] = [];
  const clock = () => now;
  const environment = parseConfig({});
  const graphql = { ...parseConfig({}).graphql, ...limits };
  const logger = {
    error: (details: Record<string, unknown>, message: string) => void logged.push({ details, message }),
  } as GraphqlServices['logger'];
  const schedule = schedulesOn(database, clock);
  const progress = createCollectionProgress({ database, activity: createRunActivity() });
  const handler = createGraphqlHandler({
    database,
    snapshots,
    refusals: refusalsOver({ database, clock }),
    background,
    schedule,
    progress,
    organizations,
    rulesOf: defaultRules,
    clock,
    logger,
    vendorTrials,
    config: {
      ...environment,
      ...{ timeZone: TIME_ZONE, ...online },
      graphql,
      closing: { approvals },
      auth: { ...auth, users: usersOf({ 'cleo@example.com': 'editor' }) },
      connectwise: { ...NO_ACCESS, server: 'na.myconnectwise.net' },
      http: { publicUrl, port: 5400 },
    },
  });
  const fetch = (path: string, init?: RequestInit) =>
    handler(new Request(`http://127.0.0.1:5400${path}`, init), { requestId: 'request-1', viewer: LOCAL_VIEWER });
  const send = async (query: string, variables?: Record<string, unknown>) => {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    const { data, errors = [] } = JSON.parse(text) as Pick<Answer, 'data'> & Partial<Pick<Answer, 'errors'>>;
    return { status: response.status, data, errors, text };
  };
  return {
    handler,
    fetch,
    send,
    logged,
    async ask(query, variables) {
      const { data, errors } = await send(query, variables);
      if (!data || errors.length > 0) {
        throw new Error(JSON.stringify(errors.slice(0, 10), null, 2), { cause: logged[0]?.details['err'] });
      }
      return data;
    },
  };
}

function notHere(): never {
  throw new Error('Nothing is collected here');
}

/** Sends one mutation and gives its result: its type, the fields asked for on success, and those of an error. */
export async function mutate(
  api: Api,
  {
    name,
    input,
    success,
    errors,
  }: Readonly<Record<'name' | 'success' | 'errors', string>> & { readonly input: object },
): Promise<unknown> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const query = `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename ... on ${type}Success { ${success} } ${errors} } }`;
  return (await api.ask(query, { input }))[name];
}

/** What a mutation answers about an organization that does not exist. */
export const UNKNOWN_ORGANIZATION = {
  __typename: 'OrganizationNotFoundError',
  code: 'ORGANIZATION_NOT_FOUND',
  message: 'There is no organization 7',
  field: 'organizationId',
};
