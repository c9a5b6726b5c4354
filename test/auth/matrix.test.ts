import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { beforeAll, expect, it } from 'vitest';
import { LOCAL_ACCESS } from '#src/auth/access.ts';
import { ROLES, type Role } from '#src/auth/viewer.ts';
import { schema } from '#src/graphql/schema.ts';
import { createRoutes } from '#src/http/routes.ts';
import { FILE_ROUTES, REST_ROUTES } from '#src/rest/routes.ts';
import { describeOnOwnDatabases, emptyDatabase } from '../kit/databases.ts';
import { NO_WEB_CONNECTOR } from '../kit/no-web-connector.ts';
import { type Credential, keyOf, sessionOf } from './credentials.ts';
import { guard } from './server.ts';

/** Who may ask for each root field: the least role, or everyone. Written by hand: what is not here fails the test. */
const FIELDS: Readonly<Record<string, Role | 'everyone' | 'operator'>> = {
  'Query.viewer': 'everyone',
  'Query.metricDefinitions': 'everyone',
  'Query.metricDefinition': 'everyone',
  'Query.smartNumberDefinitions': 'everyone',
  'Query.organization': 'viewer',
  'Query.organizations': 'everyone',
  'Query.operators': 'operator',
  'Query.operatorKeys': 'operator',
  'Mutation.appointOperator': 'operator',
  'Mutation.dismissOperator': 'operator',
  'Mutation.createOperatorKey': 'operator',
  'Mutation.revokeOperatorKey': 'operator',
  'Mutation.createOrganization': 'operator',
  'Mutation.updateOrganization': 'admin',
  'Mutation.archiveOrganization': 'operator',
  'Mutation.updateSettings': 'admin',
  'Mutation.tryVendor': 'admin',
  'Query.people': 'admin',
  'Query.sessions': 'admin',
  'Query.apiKeys': 'admin',
  'Mutation.enterMetrics': 'editor',
  'Mutation.releaseMetrics': 'editor',
  'Mutation.setThreshold': 'editor',
  'Mutation.removeThreshold': 'editor',
  'Mutation.acknowledgeFinding': 'editor',
  'Mutation.collect': 'admin',
  'Mutation.setCollectionEnabled': 'admin',
  'Mutation.presentPeriod': 'editor',
  'Mutation.closePeriod': 'admin',
  'Mutation.reopenPeriod': 'admin',
  'Mutation.approveProposal': 'admin',
  'Mutation.declineProposal': 'admin',
  'Mutation.connectBooks': 'admin',
  'Mutation.pauseBooks': 'admin',
  'Mutation.importBooks': 'admin',
  'Mutation.previewImport': 'editor',
  'Mutation.applyImport': 'editor',
  'Mutation.undoImport': 'editor',
  'Mutation.saveAccountMapping': 'admin',
  'Mutation.previewAccountMapping': 'admin',
  'Mutation.invitePerson': 'admin',
  'Mutation.changePersonRole': 'admin',
  'Mutation.removePerson': 'admin',
  'Mutation.revokeSession': 'admin',
  'Mutation.createApiKey': 'admin',
  'Mutation.revokeApiKey': 'admin',
  'Mutation.setBenchmarks': 'admin',
  'Subscription.collectionProgress': 'viewer',
};

/** What operators may do in every organization, besides what only they may do. */
const OF_OPERATORS: readonly string[] = [
  ...['Query.people', 'Query.sessions', 'Mutation.invitePerson', 'Mutation.changePersonRole', 'Mutation.removePerson'],
  ...['Mutation.revokeSession', 'Mutation.updateOrganization'],
  // Who they are, and that an organization is as if it did not exist.
  ...['GET /api/auth/status', 'Query.organization'],
];

/** Who is answered at each address: everyone, or whoever has a role; pages hold no data, which they ask GraphQL for. */
const ROUTES: Readonly<Record<string, Role | 'everyone'>> = {
  'GET /health/live': 'everyone',
  'GET /health/ready': 'everyone',
  'GET /auth/login': 'everyone',
  'GET /api/auth/microsoft/login': 'everyone',
  'GET /auth/callback': 'everyone',
  'GET /auth/logout': 'everyone',
  'POST /auth/logout': 'everyone',
  'POST /api/auth/logout': 'everyone',
  'GET /auth/signed-out': 'everyone',
  'GET /auth/status': 'everyone',
  'GET /api/auth/status': 'viewer',
  'GET /qbwc': 'everyone',
  'POST /qbwc': 'everyone',
  'ALL /qbwc': 'everyone',
  'ALL /mcp': 'viewer',
  'ALL /reference': 'everyone',
  'GET /reference': 'viewer',
  'ALL /graphql': 'everyone',
  'GET /graphql': 'everyone',
  'ALL /api/qbr': 'everyone',
  'ALL /api/qbr/*': 'everyone',
  'GET /': 'everyone',
  'GET /presentation': 'everyone',
  'GET /sheet': 'everyone',
  'GET /trends': 'everyone',
  'GET /books': 'everyone',
  'GET /import': 'everyone',
  'GET /quality': 'everyone',
  'GET /quality/validation': 'everyone',
  'GET /organizations': 'everyone',
  'GET /settings': 'everyone',
  'GET /settings/general': 'everyone',
  'GET /settings/vendors': 'everyone',
  'GET /settings/schedule': 'everyone',
  'GET /settings/counting': 'everyone',
  'GET /settings/notifications': 'everyone',
  'GET /settings/people': 'everyone',
  'GET /settings/keys': 'everyone',
  'GET /settings/sessions': 'everyone',
  'GET /settings/audit': 'everyone',
  'GET /settings/benchmarks': 'everyone',
  'GET /theme.js': 'everyone',
  'GET /favicon.svg': 'everyone',
  'GET /assets/*': 'everyone',
};

/** Who is answered by the REST contract, below `/api/qbr`. */
const REST: Readonly<Record<string, Role | 'everyone'>> = {
  'GET /metrics/monthly': 'viewer',
  'GET /metrics/quarterly': 'viewer',
  'GET /smartnumbers': 'viewer',
  'GET /thresholds': 'viewer',
  'GET /metric-definitions': 'everyone',
  'GET /metrics/devices-by-client': 'viewer',
  'GET /periods': 'viewer',
  'GET /collection/status': 'viewer',
  'GET /export/workbook': 'viewer',
  'GET /export/csv': 'viewer',
  'GET /export/values': 'viewer',
  'GET /export/pack': 'viewer',
  'GET /derivation': 'viewer',
  'POST /metrics/manual': 'editor',
  'POST /metrics/manual/release': 'editor',
  'POST /thresholds': 'editor',
  'POST /expenses/calculate': 'editor',
  'POST /books/statements': 'admin',
  'POST /import': 'editor',
  'POST /import/undo': 'editor',
};

/** A file is no literal. */
const FILE = '$file';

const ROOTS = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
const OPERATIONS = ROOTS.flatMap((root) =>
  Object.values(root?.getFields() ?? {}).map((field) => {
    const selected = selection(field, root?.name);
    const variables = selected.includes(FILE) ? `(${FILE}: Upload!)` : '';
    return {
      name: `${root?.name}.${field.name}`,
      query: `${root?.name.toLowerCase()}${variables} { ${selected} }`,
    };
  }),
);

/** A field with whatever its required arguments accept. A subscription is asked about what is not there, so that it ends. */
function selection({ name, args, type }: GraphQLField<unknown, unknown>, root: string | undefined): string {
  const isNeeded = (arg: (typeof args)[number]) => isNonNullType(arg.type) && arg.defaultValue === undefined;
  const required = args.filter((arg) => root === 'Subscription' || isNeeded(arg));
  const given = required.map((arg) => `${arg.name}: ${literalOf(arg.type)}`);
  return `${name}${given.length > 0 ? `(${given.join(', ')})` : ''}${isLeafType(getNamedType(type)) ? '' : ' { __typename }'}`;
}

function literalOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literalOf(type.ofType);
  if (isListType(type)) return '[]';
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return `{ ${fields.map((field) => `${field.name}: ${literalOf(field.type)}`).join(', ')} }`;
  }
  const literals: Readonly<Record<string, string>> = {
    Int: '999999',
    Boolean: 'false',
    Period: '"2025-01"',
    Decimal: '"1"',
    Upload: FILE,
  };
  return literals[type.name] ?? '"x"';
}

/** Whether it is enough for a root field or route. */
const isEnough = (role: Role | 'operator' | null, least: Role | 'everyone' | 'operator', name: string): boolean => {
  if (least === 'everyone') return true;
  if (role === 'operator') return least === 'operator' || OF_OPERATORS.includes(name);
  return role !== null && least !== 'operator' && ROLES.indexOf(role) >= ROLES.indexOf(least);
};

it('knows every root field of the schema', () => {
  expect(OPERATIONS.map(({ name }) => name).sort()).toEqual(Object.keys(FIELDS).sort());
});

it('knows every route of the REST contract', () => {
  const routes = REST_ROUTES.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  const files = FILE_ROUTES.map(({ path }) => `GET ${path}`);
  expect([...routes, ...files].sort()).toEqual(Object.keys(REST).sort());
});

it('knows every route', () => {
  const silent = { debug: () => undefined, warn: () => undefined, error: () => undefined };
  const app = createRoutes(
    {
      ...{ logger: silent as never, publicUrl: null, access: LOCAL_ACCESS },
      ...{ ping: async () => undefined, graphql: () => new Response(), rest: () => new Response(), corsOrigins: [] },
      ...{ webConnector: NO_WEB_CONNECTOR, reference: () => new Response() },
    },
    new AbortController().signal,
  );
  const everywhere = /^\/(\*|auth\/\*|api\/auth\/\*)$/;
  const ofOrganization = '/o/:organization{[1-9][0-9]{0,8}}';
  const viewOf = (path: string) => path.replace(ofOrganization, '') || '/';
  const routes = app.routes
    .filter(({ path }) => !everywhere.test(path))
    .map(({ method, path }) => `${method} ${viewOf(path)}`);
  expect([...new Set(routes)].sort()).toEqual(Object.keys(ROUTES).sort());
});

describeOnOwnDatabases('whoever comes', (use) => {
  /** Credentials with the role that they give; null for those that give none. */
  const credentials: { name: string; headers: Credential; role: Role | 'operator' | null; isWrongKey: boolean }[] = [];
  beforeAll(async () => {
    const { database } = use();
    await emptyDatabase(use());
    const add = (name: string, headers: Credential, role: Role | 'operator' | null) =>
      credentials.push({ name, headers, role, isWrongKey: role === null && 'x-api-key' in headers });
    add('nobody', {}, null);
    add('operator by key', await keyOf(database, 'operator'), 'operator');
    add('operator by session', await sessionOf(database, 'operator'), 'operator');
    for (const role of ROLES) {
      add(`${role} by key`, await keyOf(database, role), role);
      add(`${role} by session`, await sessionOf(database, role), role);
    }
    for (const ended of ['expired', 'revoked'] as const) {
      add(`${ended} key`, await keyOf(database, 'admin', ended), null);
      add(`${ended} session`, await sessionOf(database, 'admin', ended), null);
    }
  });

  it('is given by GraphQL what their role gives them, and is told why they are not given the rest', async () => {
    const { url } = await guard(use());
    for (const { name: who, headers, role, isWrongKey } of credentials) {
      for (const { name, query } of OPERATIONS) {
        const { status, code } = await askGraphql(url, query, headers);
        const expected = isEnough(role, FIELDS[name] ?? 'admin', name)
          ? null
          : role === null
            ? 'UNAUTHENTICATED'
            : 'FORBIDDEN';
        if (isWrongKey) expect([who, name, status, code]).toEqual([who, name, 401, 'UNAUTHENTICATED']);
        else expect([who, name, code]).toEqual([who, name, expected]);
      }
    }
  }, 60_000);

  it('is answered at each address as their role says', async () => {
    const { url } = await guard(use());
    for (const { name: who, headers, role, isWrongKey } of credentials) {
      const rest = Object.entries(REST).map(([route, least]) => [route.replace(' ', ' /api/qbr'), least] as const);
      for (const [route, least] of [...Object.entries(ROUTES), ...rest]) {
        const [method = '', path = ''] = route.split(' ');
        const body = method === 'GET' ? null : '{}';
        const asked = { ...headers, origin: url, 'content-type': 'application/json' };
        const init = { method: method === 'ALL' ? 'POST' : method, headers: asked, body };
        // Signing out would end the session that the next request needs.
        if (method === 'POST' && path.endsWith('logout') && 'cookie' in headers) continue;
        const { status } = await fetch(url + path.replace('*', 'x'), { ...init, redirect: 'manual' });
        const isRefused = status === 401 || status === 403;
        // The Web Connector's service takes no key: its calls bring a password of their own.
        const expected = path !== '/qbwc' && (isWrongKey || !isEnough(role, least, route));
        expect([who, route, isRefused]).toEqual([who, route, expected]);
      }
    }
  }, 60_000);
});

/** The code with which access was refused; null where it was not, whatever else became of the operation. */
async function askGraphql(url: string, query: string, headers: Credential) {
  const isSubscription = query.startsWith('subscription');
  const isUpload = query.includes(FILE);
  const abort = new AbortController();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      ...headers,
      ...{ origin: url, accept: isSubscription ? 'text/event-stream' : 'application/json' },
      ...(isUpload ? { 'graphql-require-preflight': '1' } : { 'content-type': 'application/json' }),
    },
    body: isUpload ? formOf(query) : JSON.stringify({ query }),
    signal: abort.signal,
  });
  const first = isSubscription ? await firstChunk(response) : await response.text();
  abort.abort();
  const code = /"code":"(UNAUTHENTICATED|FORBIDDEN)"/.exec(first)?.[1] ?? null;
  return { status: response.status, code };
}

/** An operation with a file that is none. */
function formOf(query: string): FormData {
  const form = new FormData();
  form.set('operations', JSON.stringify({ query, variables: { file: null } }));
  form.set('map', '{ "0": ["variables.file"] }');
  form.set('0', new File(['nothing'], 'nothing.csv'));
  return form;
}

async function firstChunk(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  let text = '';
  while (reader && !/data:|\}$/.test(text)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += Buffer.from(value).toString();
  }
  return text;
}
