import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { hashSecret } from '#src/auth/secret.ts';
import { LOCAL_VIEWER, NOBODY, type Viewer } from '#src/auth/viewer.ts';
import { declaredAccess, withDeclaredAccess } from '#src/graphql/declared-access.ts';
import { schema } from '#src/graphql/schema.ts';
import { insertPerson } from '#src/store/people.ts';
import { insertSession } from '#src/store/sessions.ts';
import { keyViewer } from '../auth/viewers.ts';
import { describeOnOwnDatabases } from '../kit/databases.ts';
import { NOW, openApi } from './api.ts';

/** Asks as somebody, over HTTP. */
function asking(api: ReturnType<typeof openApi>, viewer: Viewer) {
  return async (query: string) => {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify({ query }) };
    const request = new Request('http://127.0.0.1:5400/graphql', init);
    return (await api.handler(request, { requestId: 'request-1', viewer })).json() as Promise<Record<string, unknown>>;
  };
}

describe('who may ask for what', () => {
  it('is said by every field of Query, Mutation and Subscription', () => {
    expect([...declaredAccess(schema)].filter(([, access]) => access === null)).toEqual([]);
    expect(declaredAccess(schema).get('Query.organization')).toEqual({ permissionOrOperator: 'metrics:read' });
  });

  it('is demanded of a schema before it is served', () => {
    expect(() => withDeclaredAccess(buildSchema('type Query { books: String }'))).toThrow(
      'Fields without authScopes: Query.books',
    );
  });

  it('is open to everyone for definitions and the viewer alone', () => {
    const open = [...declaredAccess(schema)]
      .filter(([, access]) => access && 'everyone' in access)
      .map(([name]) => name);
    expect(open).toEqual([
      'Query.viewer',
      'Query.metricDefinitions',
      'Query.metricDefinition',
      'Query.smartNumberDefinitions',
      'Query.organizations',
    ]);
  });
});

describeOnOwnDatabases('GraphQL', (use) => {
  it('tells nobody who they are and what the metrics mean, and nothing else', async () => {
    const ask = asking(openApi(use()), NOBODY);
    expect(await ask('{ viewer { name roles isLocal } metricDefinition(key: "nrr") { key } }')).toEqual({
      data: { viewer: { name: 'nobody', roles: [], isLocal: false }, metricDefinition: { key: 'nrr' } },
    });
    expect(await ask('{ organization { name } }')).toMatchObject({
      data: { organization: null },
      errors: [{ path: ['organization'], extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('lets nobody follow a collection who may not see one', async () => {
    const api = openApi(use());
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
    const body = JSON.stringify({ query: 'subscription { collectionProgress { ended } }' });
    const request = new Request('http://127.0.0.1:5400/graphql', { method: 'POST', headers, body });
    const response = await api.handler(request, { requestId: 'request-1', viewer: NOBODY });
    // It ends: the stream of somebody who may would wait for a collection.
    expect(await response.text()).toContain('"code":"UNAUTHENTICATED"');
  });

  it('answers one caller with nothing that was kept for another', async () => {
    const api = openApi(use());
    const query = '{ organization { name } }';
    for (const viewer of [LOCAL_VIEWER, keyViewer('viewer')]) {
      expect(await asking(api, viewer)(query)).toMatchObject({ data: { organization: { name: 'Example MSP, LLC' } } });
    }
    for (const viewer of [NOBODY, keyViewer(), { ...keyViewer(), name: LOCAL_VIEWER.name, id: LOCAL_VIEWER.id }]) {
      expect(await asking(api, viewer)(query)).toMatchObject({ data: { organization: null } });
    }
    const who = '{ viewer { name } }';
    const named = (id: string, name: string): Viewer => ({ ...keyViewer('viewer'), id, name });
    expect(await asking(api, named('key:1', 'one'))(who)).toEqual({ data: { viewer: { name: 'one' } } });
    expect(await asking(api, named('key:2', 'two'))(who)).toEqual({ data: { viewer: { name: 'two' } } });
  });

  it('tells each session of one person that it is the current one', async () => {
    const { database } = use();
    const [here, there] = await database.transaction(async (tx) => {
      const identity = { issuer: 'https://login.example.com', subject: 'ann' };
      const of = { createdAt: NOW, createdBy: 'tester', role: 'admin' } as const;
      const person = await insertPerson(tx, { email: 'ann@example.com', identity, ...of });
      const sessions = ['one', 'two'].map(hashSecret).map((secretHash) =>
        insertSession(tx, {
          ...{ secretHash, personId: person.id, createdAt: NOW, expiresAt: new Date(NOW.getTime() + 3_600_000) },
          ...{ address: null, directoryRole: null, providerSession: null },
        }),
      );
      return Promise.all(sessions);
    });
    const api = openApi(use());
    const current = async (id: number) => {
      const session = { id, personId: 1, expiresAt: NOW };
      const viewer: Viewer = { ...keyViewer('admin'), kind: 'person', id: 'person:1', session };
      const { data } = await asking(api, viewer)('{ sessions { id isCurrent } }');
      const { sessions } = data as { sessions: { id: number; isCurrent: boolean }[] };
      return sessions.filter(({ isCurrent }) => isCurrent).map((each) => each.id);
    };
    expect([await current(here ?? 0), await current(there ?? 0)]).toEqual([[here], [there]]);
  });

  it('refuses a change with the role that it takes, and changes nothing', async () => {
    const ask = asking(openApi(use()), keyViewer('editor'));
    const answer = await ask('mutation { setCollectionEnabled(input: { enabled: true }) { __typename } }');
    expect(answer).toMatchObject({
      data: null,
      errors: [{ message: 'This needs the role admin (collection:schedule)', extensions: { code: 'FORBIDDEN' } }],
    });
    expect(await use().database.prisma.setting.count()).toBe(0);
  });
});
