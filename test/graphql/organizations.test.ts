import { beforeEach, expect, it } from 'vitest';
import { accessBy, LOCAL_VIEWER, type Role, type Viewer } from '#src/auth/viewer.ts';
import { openDirectory } from '#src/service/organizations/directory.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { NOW, openApi, TIME_ZONE } from './api.ts';

const FIELDS = 'id name slug timeZone currency locale archivedAt';
const CREATE = `mutation ($input: CreateOrganizationInput!) { createOrganization(input: $input) {
  __typename ... on CreateOrganizationSuccess { organization { ${FIELDS} } } ... on Error { code field message } } }`;
const UPDATE = `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) {
  __typename ... on UpdateOrganizationSuccess { organization { ${FIELDS} } } ... on Error { code field message } } }`;
const ARCHIVE = `mutation ($input: ArchiveOrganizationInput!) { archiveOrganization(input: $input) {
  __typename ... on ArchiveOrganizationSuccess { organization { ${FIELDS} } } ... on Error { code field message } } }`;
const LIST = `query ($first: Int, $after: String, $search: String) { organizations(first: $first, after: $after, search: $search) {
  edges { cursor node { ${FIELDS} } } pageInfo { hasNextPage endCursor } } }`;

const KEY = { kind: 'key', id: 'key:1', name: 'API key test', isLocal: false, session: null, address: null } as const;
const operator: Viewer = { ...KEY, ...accessBy(new Map(), true) };

describeOnBothDatabases('organizations', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const open = async () => {
    const organizations = await openDirectory(use().database, TIME_ZONE);
    const api = openApi(use(), NOW, {}, { organizations });
    return async (query: string, variables: object = {}, viewer: Viewer = operator) => {
      await organizations.refresh();
      const headers = { 'content-type': 'application/json', accept: 'application/json' };
      const init = { method: 'POST', headers, body: JSON.stringify({ query, variables }) };
      const response = await api.handler(new Request('http://127.0.0.1:5400/graphql', init), {
        requestId: 'r',
        viewer,
      });
      return (await response.json()) as {
        data: Record<string, never> | null;
        errors?: { extensions: { code: string } }[];
      };
    };
  };
  const audit = (organizationId: number) =>
    use().database.prisma.auditEntry.findMany({
      where: { organizationId },
      orderBy: { id: 'asc' },
      select: { action: true, detail: true },
    });

  it('are created by operators, with a slug of the name', async () => {
    const ask = await open();
    const given = { name: ' Müller & Söhne IT ', timeZone: 'europe/berlin', currency: 'eur', locale: 'de-de' };
    const { data } = await ask(CREATE, { input: given });
    const created = data?.['createOrganization'] as unknown as { organization: { id: number } } | undefined;
    const organization = created?.organization ?? { id: 0 };
    expect(organization).toMatchObject({
      ...{ name: 'Müller & Söhne IT', slug: 'muller-sohne-it', timeZone: 'Europe/Berlin', currency: 'EUR' },
      ...{ locale: 'de-DE', archivedAt: null },
    });
    expect(await audit(organization.id)).toMatchObject([
      { action: 'organization.created', detail: { slug: 'muller-sohne-it' } },
    ]);
    expect(await audit(1)).toEqual([]);
    const admin: Viewer = { ...KEY, ...accessBy(new Map([[1, 'admin']]), false) };
    expect((await ask(CREATE, { input: { name: 'Mine' } }, admin)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('are refused with every fault of their input named', async () => {
    const ask = await open();
    await ask(CREATE, { input: { name: 'Acme', slug: 'acme' } });
    const said = async (input: object) => (await ask(CREATE, { input })).data?.['createOrganization'];
    expect(await said({ name: 'Acme' })).toMatchObject({ __typename: 'ConflictingSlugError', field: 'slug' });
    expect(await said({ name: '  ' })).toMatchObject({ code: 'INVALID_VALUE' });
    for (const [field, value] of Object.entries({
      slug: 'A b',
      timeZone: 'Mars/Base',
      currency: 'QQQ',
      locale: '??',
    })) {
      expect(await said({ name: 'New', [field]: value })).toMatchObject({ code: 'INVALID_VALUE', field });
    }
    expect(await said({ name: 'New', slug: 'organization-9' })).toMatchObject({ field: 'slug' });
    const { data } = await ask(LIST);
    expect(data?.['organizations']).toMatchObject({ edges: [{ node: { name: 'Acme' } }, { node: { id: 1 } }] });
  });

  it('are renamed by their admins, and only kept while they are archived', async () => {
    const ask = await open();
    await ask(CREATE, { input: { name: 'Acme' } });
    const { id } = await use().database.prisma.organization.findUniqueOrThrow({ where: { slug: 'acme' } });
    const admin: Viewer = { ...KEY, ...accessBy(new Map([[id, 'admin']]), false) };
    const change = { id, name: 'Acme IT', timeZone: 'Asia/Tokyo' };
    expect((await ask(UPDATE, { input: change }, admin)).data?.['updateOrganization']).toMatchObject({
      organization: { name: 'Acme IT', slug: 'acme', timeZone: 'Asia/Tokyo' },
    });
    expect((await ask(UPDATE, { input: { id, timeZone: null } }, admin)).data?.['updateOrganization']).toMatchObject({
      organization: { name: 'Acme IT', timeZone: TIME_ZONE },
    });
    const archive = (archived: boolean) => ask(ARCHIVE, { input: { id, archived } });
    expect((await archive(true)).data?.['archiveOrganization']).toMatchObject({
      organization: { archivedAt: NOW.toISOString() },
    });
    expect((await ask(UPDATE, { input: change }, admin)).errors?.[0]?.extensions.code).toBe('CONFLICT');
    expect((await ask('query ($id: Int!) { organization(id: $id) { name } }', { id }, admin)).data).toEqual({
      organization: { name: 'Acme IT' },
    });
    await archive(false);
    expect((await ask(UPDATE, { input: change }, admin)).data?.['updateOrganization']).toMatchObject({
      organization: { timeZone: 'Asia/Tokyo' },
    });
    expect((await audit(id)).map(({ action }) => action)).toEqual([
      ...['organization.created', 'organization.changed', 'organization.changed', 'organization.archived'],
      ...['organization.restored', 'organization.changed'],
    ]);
    const first = (await ask(ARCHIVE, { input: { id: 1 } })).data?.['archiveOrganization'];
    expect(first).toMatchObject({ __typename: 'InvalidValueError' });
  });

  it('are listed to those who belong to them, page by page', async () => {
    const ask = await open();
    for (const name of ['Beta', 'Gamma', 'Delta']) await ask(CREATE, { input: { name } });
    const names = async (viewer: Viewer, variables: object = {}) => {
      const list = (await ask(LIST, variables, viewer)).data?.['organizations'] as unknown as {
        edges: { node: { name: string } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      return { names: list.edges.map(({ node }) => node.name), ...list.pageInfo };
    };
    const { names: first, endCursor } = await names(operator, { first: 2 });
    expect(first).toEqual(['Delta', 'Gamma']);
    expect((await names(operator, { first: 1, after: endCursor })).names).toEqual(['Beta']);
    expect((await names(operator, { search: 'AMM' })).names).toEqual(['Gamma']);
    const gamma = await use().database.prisma.organization.findUniqueOrThrow({ where: { slug: 'gamma' } });
    const roles = new Map<number, Role>([
      [1, 'viewer'],
      [gamma.id, 'editor'],
      [99_999, 'admin'],
    ]);
    const member: Viewer = { ...KEY, ...accessBy(roles, false) };
    expect((await names(member)).names).toEqual(['Gamma', expect.any(String)]);
    const viewer = '{ viewer { isOperator memberships { organizationId name slug isArchived role } } }';
    const [one, two] = [
      { organizationId: 1, role: 'VIEWER' },
      { organizationId: gamma.id, slug: 'gamma', role: 'EDITOR' },
    ];
    expect((await ask(viewer, {}, member)).data?.['viewer']).toMatchObject({
      isOperator: false,
      memberships: [one, two],
    });
    expect((await ask(viewer, {}, LOCAL_VIEWER)).data?.['viewer']).toMatchObject({ memberships: { length: 4 } });
  });
});
