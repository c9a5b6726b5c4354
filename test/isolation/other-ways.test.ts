import { pino } from 'pino';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Viewer } from '#src/auth/viewer.ts';
import { askTool, TOOLS } from '#src/mcp/ask.ts';
import { openDirectory } from '#src/service/organizations/directory.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { openApi } from '../graphql/api.ts';
import { type DatabaseUnderTest, describeOnBothDatabases, emptyDatabase, openTestDatabase } from '../kit/databases.ts';
import { schedulesOn, TIME_ZONE } from '../kit/services.ts';
import { restOver } from '../rest/api.ts';
import { ABSENT, enterMarked, MARK, MARKED_NAME, member, NOW } from './marked.ts';

/** What is asked of each tool of an organization. */
const TOOL_INPUTS: Readonly<Record<string, object>> = {
  list_periods: {},
  get_report: { period: '2026-05' },
  explain_value: { period: '2026-05', key: 'mrr' },
  why_did_it_move: { period: '2026-05', key: 'mrr' },
  data_quality: { period: '2026-05' },
};

/** The handlers of one instance of the program. */
async function instanceOn(database: DatabaseUnderTest['database']) {
  const organizations = await openDirectory(database, TIME_ZONE);
  const snapshots = createSnapshots(database);
  const { handler: graphql } = openApi({ database }, NOW, {}, { organizations, snapshots });
  const rest = restOver({ database }, { now: () => NOW, organizations });
  const logger = pino({ level: 'silent' });
  const common = { database, snapshots, organizations, logger, clock: () => NOW, hasSignIn: false };
  const services = { ...common, schedule: schedulesOn(database, () => NOW) };
  return {
    async graphql(viewer: Viewer, query: string, variables: object, headers: Readonly<Record<string, string>> = {}) {
      const request = new Request('http://127.0.0.1:5400/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return graphql(request, { requestId: 'r', viewer });
    },
    rest: (viewer: Viewer, path: string, headers: Readonly<Record<string, string>> = {}) =>
      rest(new Request(`http://127.0.0.1/api/qbr${path}`, { headers }), { requestId: 'r', viewer }),
    tool: (viewer: Viewer, tool: string, organizationId: number) =>
      askTool(services, { tool, input: { ...TOOL_INPUTS[tool], organizationId } }, { viewer }),
  };
}

describeOnBothDatabases('an organization that one does not belong to', (use) => {
  let other: number;
  let instance: Awaited<ReturnType<typeof instanceOn>>;
  beforeAll(async () => {
    await emptyDatabase(use());
    other = await enterMarked(use().database);
    instance = await instanceOn(use().database);
  });
  const stranger = member({ 1: 'admin' });
  const insider = () => member({ [other]: 'admin' });
  /** Without the number that was asked for. */
  const unnumbered = (text: string, id: number) => text.replaceAll(String(id), '@id');

  it('is asked for by every tool but the definitions', () => {
    expect(TOOLS.map(({ name }) => name).sort()).toEqual([...Object.keys(TOOL_INPUTS), 'search_definitions'].sort());
  });

  it('has no progress to follow', async () => {
    const subscription = 'subscription ($id: Int!) { collectionProgress(organizationId: $id) { __typename } }';
    const followed = async (viewer: Viewer, id: number) => {
      const headers = { accept: 'text/event-stream' };
      const response = await instance.graphql(viewer, subscription, { id }, headers);
      return unnumbered(`${response.status} ${await response.text()}`, id);
    };
    for (const viewer of [stranger, member({}, true)])
      expect(await followed(viewer, viewer.isOperator ? 1 : other)).toContain(
        viewer.isOperator ? 'FORBIDDEN' : 'NOT_FOUND',
      );
    expect(await followed(stranger, other)).toBe(await followed(stranger, ABSENT));
  });

  it.each(Object.keys(TOOL_INPUTS))('does not exist for the tool %s', async (tool) => {
    const before = JSON.stringify(await instance.tool(insider(), tool, other));
    const answer = JSON.stringify(await instance.tool(stranger, tool, other));
    expect(unnumbered(answer, other)).toBe(
      unnumbered(JSON.stringify(await instance.tool(stranger, tool, ABSENT)), ABSENT),
    );
    for (const told of [answer, JSON.stringify(await instance.tool(member({}, true), tool, other))]) {
      expect(told).not.toContain('8,800,112');
      expect(told).not.toContain(MARKED_NAME);
    }
    expect(before).toContain('"data"');
    if (tool === 'explain_value') expect(before).toContain('8,800,112');
  });

  it('tells by no ETag that an answer is as it was', async () => {
    const path = `/metrics/monthly?period=2026-05&organization_id=${other}`;
    const etag = (await instance.rest(insider(), path)).headers.get('etag') ?? '';
    expect(etag).not.toBe('');
    const conditional = { 'if-none-match': etag };
    expect((await instance.rest(insider(), path, conditional)).status).toBe(304);
    for (const [viewer, status] of [
      [stranger, 404],
      [member({}, true), 403],
    ] as const) {
      const answer = await instance.rest(viewer, path, conditional);
      expect([answer.status, answer.headers.get('etag')]).toEqual([status, null]);
    }
    const own = await instance.rest(stranger, '/metrics/monthly?period=2026-05', conditional);
    expect(own.status).not.toBe(304);
  });

  it('gives cursors with which another one gives nothing of it', async () => {
    const query = `query ($id: Int!, $after: String) { organization(id: $id) { auditEntries(first: 1, after: $after) {
      edges { cursor node { action } } } } }`;
    const read = async (viewer: Viewer, variables: object) => (await instance.graphql(viewer, query, variables)).text();
    const { data } = JSON.parse(await read(insider(), { id: other }));
    const after = data.organization.auditEntries.edges[0].cursor as string;
    const foreign = await read(stranger, { id: 1, after });
    expect(foreign).not.toMatch(/metrics.entered|organization.created/);
    expect(await read(stranger, { id: other, after })).toBe('{"data":{"organization":null}}');
  });

  it('is exported to its members alone', async () => {
    for (const path of [
      '/export/values?from=2026-05',
      '/export/csv?year=2026',
      '/export/workbook?year=2026',
      '/export/pack?period=2026-05',
    ]) {
      const read = async (viewer: Viewer, id: number) => {
        const response = await instance.rest(viewer, `${path}&organization_id=${id}`);
        return { status: response.status, body: unnumbered(await response.text(), id) };
      };
      expect((await read(insider(), other)).status).toBe(200);
      const answer = await read(stranger, other);
      expect(answer).toEqual(await read(stranger, ABSENT));
      expect(answer.status).toBe(404);
      expect((await read(member({}, true), other)).status).toBe(403);
    }
    expect(
      await (await instance.rest(insider(), `/export/values?from=2026-05&organization_id=${other}`)).text(),
    ).toContain(MARK);
  });

  it('takes the same statements as one that does not exist, which is the same time', async () => {
    const query = 'query ($id: Int!) { organization(id: $id) { name latestMonth { period } } }';
    const people = 'query ($id: Int!) { people(organizationId: $id) { id } }';
    const enter = 'mutation ($input: EnterMetricsInput!) { enterMetrics(input: $input) { __typename } }';
    const asks: readonly ((viewer: Viewer, id: number) => Promise<unknown>)[] = [
      (viewer, id) => instance.graphql(viewer, query, { id }),
      (viewer, id) => instance.graphql(viewer, people, { id }),
      (viewer, id) =>
        instance.graphql(viewer, enter, {
          input: { organizationId: id, period: '2026-05', entries: [{ metric: 'mrr', value: '1' }] },
        }),
      async (viewer, id) => instance.rest(viewer, `/metrics/monthly?period=2026-05&organization_id=${id}`),
      async (viewer, id) => instance.rest(viewer, `/export/values?from=2026-05&organization_id=${id}`),
      (viewer, id) => instance.tool(viewer, 'get_report', id),
    ];
    for (const role of ['viewer', 'admin'] as const) {
      for (const ask of asks) {
        const viewer = member({ 1: role });
        // What is prepared once is not counted.
        for (const id of [other, ABSENT]) await ask(viewer, id);
        const statements = await use().statementsOf(() => ask(viewer, other));
        expect(statements).toEqual(await use().statementsOf(() => ask(viewer, ABSENT)));
        expect(statements.join()).not.toMatch(/qbr_metrics/);
      }
    }
  });

  it('is unknown on a second instance as well, which has answered its members', async () => {
    const { connection } = use();
    if (connection.kind === 'embedded') return;
    const database = await openTestDatabase(connection);
    onTestFinished(() => database.close());
    const second = await instanceOn(database);
    const path = `/metrics/monthly?period=2026-05&organization_id=${other}`;
    for (const each of [instance, second, instance, second]) {
      expect(await (await each.rest(insider(), path)).text()).toContain(MARK);
      const answer = await each.rest(stranger, path);
      expect([answer.status, (await answer.text()).includes(MARK)]).toEqual([404, false]);
    }
  });
});
