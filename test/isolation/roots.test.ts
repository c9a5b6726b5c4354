import { type GraphQLInputType, getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '#src/auth/viewer.ts';
import { schema } from '#src/graphql/schema.ts';
import type { RestHandler } from '#src/rest/rest-api.ts';
import { FILE_ROUTES, REST_ROUTES } from '#src/rest/routes.ts';
import { createBackgroundCollection } from '#src/service/collection/background.ts';
import { openDirectory } from '#src/service/organizations/directory.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { openApi } from '../graphql/api.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { collectionFor, TIME_ZONE } from '../kit/services.ts';
import { restOver } from '../rest/api.ts';
import { ABSENT, enterMarked, MARK, MARKED_NAME, member, NOW } from './marked.ts';

/** The least that a type accepts, by its kind. */
function sampleOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return sampleOf(type.ofType);
  if (isListType(type)) return [sampleOf(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter(
      ({ type: of, defaultValue }) => isNonNullType(of) && defaultValue === undefined,
    );
    return Object.fromEntries(required.map(({ name, type: of }) => [name, sampleOf(of)]));
  }
  const samples: Readonly<Record<string, unknown>> = {
    Int: 1,
    Boolean: true,
    Period: '2026-05',
    Decimal: '1',
    DateTime: NOW.toISOString(),
  };
  return samples[type.name] ?? 'sample';
}

/** Every mutation on an organization, with an input that names it. */
const MUTATIONS = Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(({ name, args }) => {
  const input = getNamedType(args[0]?.type);
  if (!isInputObjectType(input)) return [];
  const fields = input.getFields();
  const key = ['organizationId', ...(/Organization$/.test(name) ? ['id'] : [])].find((each) => each in fields);
  const takesFile = Object.values(fields).some(({ type }) => getNamedType(type).name === 'Upload');
  return key && !takesFile ? [{ name, input, key }] : [];
});

/** What operators may do in every organization. */
const OF_OPERATORS: readonly string[] = [
  ...['invitePerson', 'changePersonRole', 'removePerson', 'revokeSession', 'updateOrganization', 'archiveOrganization'],
];

/** A strict route refuses those that it does not have, for whichever organization. */
const PARAMETERS = ['', '&period=2026-05', '&year=2026', '&from=2026-04', '&start_period=2026-04&end_period=2026-05'];

interface Route {
  readonly method: string;
  readonly path: string;
}

const ROUTES = [...REST_ROUTES, ...FILE_ROUTES].map((route) => ({
  path: route.path,
  method: 'method' in route ? route.method.toUpperCase() : 'GET',
  takesFile: 'takesFile' in route && route.takesFile,
}));

describeOnBothDatabases('an organization that one does not belong to', (use) => {
  let other: number;
  let rest: RestHandler;
  let graphql: ReturnType<typeof openApi>;
  beforeAll(async () => {
    await emptyDatabase(use());
    const { database } = use();
    other = await enterMarked(database);
    const organizations = await openDirectory(database, TIME_ZONE);
    const snapshots = createSnapshots(database);
    const collection = collectionFor(database, { readers: { connectwise: null, ninjaone: null, quickbooks: null } });
    const logger = pino({ level: 'silent' });
    const background = createBackgroundCollection({ collection: async () => collection, clock: () => NOW, logger });
    graphql = openApi(use(), NOW, {}, { organizations, snapshots, background });
    rest = restOver(use(), { now: () => NOW, organizations });
  });

  /** Sends an operation, and gives what is answered about an organization without its number. */
  const asked = async (viewer: Viewer, id: number, query: string, variables: object = {}) => {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const body = JSON.stringify({
      query,
      variables: JSON.parse(JSON.stringify(variables).replaceAll('"@id"', String(id))),
    });
    const request = new Request('http://127.0.0.1:5400/graphql', { method: 'POST', headers, body });
    const response = await graphql.handler(request, { requestId: 'request-1', viewer });
    const text = await response.text();
    return { status: response.status, body: text.replaceAll(String(id), '@id') };
  };
  /** Sends a request with several sets of parameters, and gives what is answered without the organization's number. */
  const requested = async (viewer: Viewer, id: number, { method, path }: Route, body?: object) => {
    const url = `http://127.0.0.1/api/qbr${path}`;
    const answer = async (request: Request) => {
      const response = await rest(request, { requestId: 'request-1', viewer });
      return { status: response.status, body: (await response.text()).replaceAll(String(id), '@id') };
    };
    if (body) {
      const headers = { 'content-type': 'application/json' };
      const sent = JSON.stringify({ ...body, organization_id: id });
      return [await answer(new Request(url, { method, headers, body: sent }))];
    }
    const answers: { status: number; body: string }[] = [];
    for (const parameters of PARAMETERS) {
      answers.push(await answer(new Request(`${url}?organization_id=${id}${parameters}`)));
    }
    return answers;
  };

  describe.each(['viewer', 'editor', 'admin'] as const)('to the %s of another one', (role) => {
    const stranger = member({ 1: role });

    it('is null for every query', async () => {
      const query = 'query ($id: Int!) { organization(id: $id) { name latestMonth { period } } }';
      expect(await asked(stranger, other, query, { id: '@id' })).toEqual(
        await asked(stranger, ABSENT, query, { id: '@id' }),
      );
      expect((await asked(stranger, other, query, { id: '@id' })).body).toBe('{"data":{"organization":null}}');
      for (const field of ['people', 'sessions', 'apiKeys']) {
        const list = `query ($id: Int!) { ${field}(organizationId: $id) { id } }`;
        const answer = await asked(stranger, other, list, { id: '@id' });
        expect(answer).toEqual(await asked(stranger, ABSENT, list, { id: '@id' }));
        expect(answer.body).toContain(role === 'admin' ? 'ORGANIZATION_NOT_FOUND' : 'FORBIDDEN');
      }
      expect((await asked(stranger, 0, '{ organizations { nodes: edges { node { name } } } }')).body).not.toContain(
        MARKED_NAME,
      );
    });

    it.each(MUTATIONS)('does not exist for $name', async ({ name, input, key }) => {
      const mutation = `mutation ($input: ${input.name}!) { ${name}(input: $input) { __typename ... on Error { code message field } } }`;
      const variables = { input: { ...(sampleOf(input) as object), [key]: '@id' } };
      const before = await use().database.prisma.auditEntry.count({ where: { organizationId: other } });
      const answer = await asked(stranger, other, mutation, variables);
      expect(answer).toEqual(await asked(stranger, ABSENT, mutation, variables));
      expect(answer.body).toMatch(/ORGANIZATION_NOT_FOUND|FORBIDDEN/);
      expect(await use().database.prisma.auditEntry.count({ where: { organizationId: other } })).toBe(before);
    });

    it.each(ROUTES.filter(({ method }) => method === 'GET'))('does not exist for GET $path', async (route) => {
      // What a member has been told is not told to others from a cache.
      await requested(member({ [other]: 'admin' }), other, route);
      const answers = await requested(stranger, other, route);
      expect(answers).toEqual(await requested(stranger, ABSENT, route));
      expect(JSON.stringify(answers)).not.toContain(MARK);
      expect(answers.map(({ status }) => status)).not.toContain(200);
    });

    it.each(ROUTES.filter(({ method, takesFile }) => method === 'POST' && !takesFile))(
      'does not exist for POST $path',
      async (route) => {
        for (const body of [
          { period: '2026-05', metric_name: 'mrr', metric_value: 1, vendor_id: 5, metric_names: ['mrr'] },
          { period: '2026-05', metrics: [{ metric_name: 'mrr', metric_value: 1 }] },
          { metric_name: 'mrr', threshold_type: 'warning', threshold_value: 1, bound: 'min' },
          { id: 1 },
        ]) {
          expect(await requested(stranger, other, route, body)).toEqual(await requested(stranger, ABSENT, route, body));
        }
      },
    );
  });

  it('tells its members everything, by GraphQL and REST', async () => {
    const viewer = member({ [other]: 'viewer' });
    const query =
      'query ($id: Int!) { organization(id: $id) { name timeZone period(key: "2026-05") { metric(key: "mrr") { value } } } }';
    expect(JSON.parse((await asked(viewer, other, query, { id: '@id' })).body)).toMatchObject({
      data: { organization: { name: MARKED_NAME, timeZone: 'Asia/Tokyo', period: { metric: { value: MARK } } } },
    });
    const [, monthly] = await requested(viewer, other, { method: 'GET', path: '/metrics/monthly' });
    expect(monthly).toMatchObject({ status: 200, body: expect.stringContaining(MARK) });
    expect((await asked(viewer, 1, query, { id: '@id' })).body).toBe('{"data":{"organization":null}}');
  });

  it('shows operators that it is there, and none of its numbers', async () => {
    const operator = member({}, true);
    const list = '{ organizations(search: "marked") { edges { node { id name slug } } } }';
    expect((await asked(operator, 0, list)).body).toContain(MARKED_NAME);
    const query = '{ organizations(search: "marked") { edges { node { latestMonth { period } } } } }';
    const { body } = await asked(operator, 0, query);
    expect(body).toContain('"FORBIDDEN"');
    expect(body).not.toContain('2026-06');
    // As one that does not exist, and not refused in anybody's audit trail.
    const one = 'query ($id: Int!) { organization(id: $id) { name latestMonth { period } } }';
    const refusals = () => use().database.prisma.auditEntry.count({ where: { action: 'access.refused' } });
    const before = await refusals();
    for (const id of [other, ABSENT, 1])
      expect((await asked(operator, id, one, { id: '@id' })).body).toBe('{"data":{"organization":null}}');
    expect(await refusals()).toBe(before);
    const read = await requested(operator, other, { method: 'GET', path: '/metrics/monthly' });
    expect(read.map(({ status }) => status)).toEqual(read.map(() => 403));
  });

  it('takes nothing of operators but what manages it', async () => {
    const operator = member({}, true);
    for (const { name, input, key } of MUTATIONS) {
      const mutation = `mutation ($input: ${input.name}!) { ${name}(input: $input) { __typename ... on Error { code } } }`;
      // Archiving would end what other tests do.
      const archived = name === 'archiveOrganization' ? { archived: false } : {};
      const variables = { input: { ...(sampleOf(input) as object), [key]: '@id', ...archived } };
      const { body } = await asked(operator, other, mutation, variables);
      expect([name, body.includes('"FORBIDDEN"')]).toEqual([name, !OF_OPERATORS.includes(name)]);
    }
    for (const route of ROUTES.filter(({ method }) => method === 'GET')) {
      const answers = await requested(operator, other, route);
      expect(JSON.stringify(answers)).not.toContain(MARK);
      expect([route.path, answers.some(({ status }) => status === 200)]).toEqual([route.path, false]);
    }
  });

  it('refuses a member what the role there does not hold, in its own audit trail', async () => {
    const viewer = member({ 1: 'admin', [other]: 'viewer' });
    const mutation = 'mutation ($input: EnterMetricsInput!) { enterMetrics(input: $input) { __typename } }';
    const input = { organizationId: '@id', period: '2026-05', entries: [{ metric: 'mrr', value: '1' }] };
    expect((await asked(viewer, other, mutation, { input })).body).toContain('FORBIDDEN');
    expect((await asked(viewer, 1, mutation, { input })).body).toContain('EnterMetricsSuccess');
  });
});
