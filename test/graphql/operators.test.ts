import { beforeEach, expect, it } from 'vitest';
import { accessBy, type Viewer } from '#src/auth/viewer.ts';
import { insertPerson, saveOperator } from '#src/store/people.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { NOW, openApi } from './api.ts';

const OPERATOR = 'id email name hasSignedIn lastSignInAt isAppointed isConfigured';
const KEY = 'id name prefix state createdAt createdBy expiresAt lastUsedAt lastUsedFrom revokedAt revokedBy';
const ERROR = '... on Error { code field message }';
const LIST = `{ operators { ${OPERATOR} } operatorKeys { ${KEY} } }`;
const APPOINT = `mutation ($input: AppointOperatorInput!) { appointOperator(input: $input) {
  __typename ... on AppointOperatorSuccess { operator { ${OPERATOR} } } ${ERROR} } }`;
const DISMISS = `mutation ($input: DismissOperatorInput!) { dismissOperator(input: $input) {
  __typename ... on DismissOperatorSuccess { operator { ${OPERATOR} } } ${ERROR} } }`;
const CREATE = `mutation ($input: CreateOperatorKeyInput!) { createOperatorKey(input: $input) {
  __typename ... on CreateOperatorKeySuccess { key operatorKey { ${KEY} } } ${ERROR} } }`;
const REVOKE = `mutation ($input: RevokeOperatorKeyInput!) { revokeOperatorKey(input: $input) {
  __typename ... on RevokeOperatorKeySuccess { operatorKey { ${KEY} } } ${ERROR} } }`;

const CALLER = {
  kind: 'key',
  id: 'key:1',
  name: 'API key test',
  isLocal: false,
  session: null,
  address: null,
} as const;
const operator: Viewer = { ...CALLER, ...accessBy(new Map(), true) };
const admin: Viewer = { ...CALLER, ...accessBy(new Map([[1, 'admin']]), false) };

describeOnBothDatabases('operators', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const ask = async (query: string, input: object = {}, viewer = operator) => {
    const { handler } = openApi(use(), NOW);
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify({ query, variables: { input } }) };
    const response = await handler(new Request('http://127.0.0.1:5400/graphql', init), { requestId: 'r', viewer });
    return (await response.json()) as {
      data: Record<string, Record<string, unknown>>;
      errors?: { extensions: { code: string } }[];
    };
  };

  it('appoint and dismiss each other', async () => {
    const { appointOperator } = (await ask(APPOINT, { email: 'Bob@example.com' })).data;
    const bob = { ...{ id: expect.any(Number), email: 'bob@example.com', name: null, hasSignedIn: false } };
    const expected = { ...bob, lastSignInAt: null, isAppointed: true, isConfigured: false };
    expect(appointOperator).toEqual({ __typename: 'AppointOperatorSuccess', operator: expected });
    expect((await ask(LIST)).data['operators']).toEqual([expected]);
    const { id } = (appointOperator?.['operator'] ?? {}) as { id?: number };
    expect((await ask(DISMISS, { id })).data['dismissOperator']).toMatchObject({
      operator: { id, isAppointed: false },
    });
    expect((await ask(LIST)).data['operators']).toEqual([]);
  });

  it('are told what is wrong', async () => {
    expect((await ask(APPOINT, { email: 'bob' })).data['appointOperator']).toMatchObject({
      __typename: 'InvalidValueError',
    });
    expect((await ask(DISMISS, { id: 9 })).data['dismissOperator']).toMatchObject({
      __typename: 'NotFoundError',
      field: 'id',
    });
    const { id } = await use().database.transaction(async (tx) => {
      const identity = { issuer: 'https://login.example.com', subject: '1' };
      const person = await insertPerson(tx, { email: 'a@example.com', identity, createdAt: NOW, createdBy: 'tester' });
      await saveOperator(tx, person.id, true);
      return person;
    });
    expect((await ask(DISMISS, { id })).data['dismissOperator']).toMatchObject({ __typename: 'LastOperatorError' });
    expect((await ask(CREATE, { name: ' ' })).data['createOperatorKey']).toMatchObject({
      __typename: 'MissingFieldError',
    });
    expect((await ask(REVOKE, { id: 9 })).data['revokeOperatorKey']).toMatchObject({ __typename: 'NotFoundError' });
  });

  it('have keys, which are shown once', async () => {
    const expiresAt = '2099-01-01T00:00:00.000Z';
    const { createOperatorKey } = (await ask(CREATE, { name: 'Fleet', expiresAt })).data;
    const { key, operatorKey } = createOperatorKey as { key: string; operatorKey: { id: number } };
    expect(operatorKey).toMatchObject({ name: 'Fleet', prefix: key.slice(0, 12), state: 'VALID', expiresAt });
    expect((await ask(LIST)).data['operatorKeys']).toEqual([operatorKey]);
    const { revokeOperatorKey } = (await ask(REVOKE, { id: operatorKey.id })).data;
    expect(revokeOperatorKey).toMatchObject({ operatorKey: { state: 'REVOKED', revokedBy: 'API key test' } });
  });

  it('are unknown to admins', async () => {
    for (const [query, input] of [
      ['{ operators { id } }', {}],
      ['{ operatorKeys { id } }', {}],
      [APPOINT, { email: 'bob@example.com' }],
      [DISMISS, { id: 1 }],
      [CREATE, { name: 'Fleet' }],
      [REVOKE, { id: 1 }],
    ] as const)
      expect((await ask(query, input, admin)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
