import { beforeEach, expect, it } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { setThreshold } from '#src/service/thresholds/set.ts';
import { appendAudit, PROGRAM_ORIGIN } from '#src/store/audit.ts';
import { keyViewer } from '../auth/viewers.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { enter, scopeOn } from '../kit/services.ts';
import { type Api, NOW, openApi } from './api.ts';

const LATER = new Date(NOW.getTime() + 60_000);

describeOnBothDatabases('the audit trail in GraphQL', (use) => {
  let api: Api;
  beforeEach(async () => {
    await emptyDatabase(use());
    const { database } = use();
    api = openApi(use());
    await enter(database, '2026-05', { nrr: '10.50' }, NOW);
    await enter(database, '2026-06', { new_mrr: 7, lost_mrr: 1 }, LATER);
    const context = { ...scopeOn(database, LATER), actor: 'ann' };
    await setThreshold(context, { metric: 'nrr', type: 'warning', bound: 'min', value: new Decimal('5.10') });
  });

  const entries = async (args: string, fields = 'id') => {
    const data = await api.ask(
      `{ organization { auditEntries${args} { edges { cursor node { ${fields} } } pageInfo { hasNextPage endCursor } } } }`,
    );
    return (data['organization'] as { auditEntries: { edges: { node: Record<string, unknown> }[]; pageInfo: object } })
      .auditEntries;
  };
  const ids = async (args: string) => (await entries(args)).edges.map(({ node }) => node['id']);

  it('tells who did what, from where and when, with before and after, newest first', async () => {
    const { edges } = await entries('', 'id at actor actorId credential address action description detail');
    expect(edges.map(({ node }) => node['id'])).toEqual([3, 2, 1]);
    const by = { actorId: 'operator', credential: 'command line', address: null };
    expect(edges[0]?.node).toEqual({
      id: 3,
      at: LATER.toISOString(),
      actor: 'ann',
      ...by,
      action: 'threshold.set',
      description: 'A threshold was set.',
      detail: { metric: 'nrr', type: 'warning', bound: 'min', before: null, after: '5.1' },
    });
    expect(edges[2]?.node).toMatchObject({
      ...by,
      action: 'metrics.entered',
      detail: {
        period: '2026-05',
        changes: [
          {
            period: '2026-05',
            metric: 'nrr',
            before: null,
            after: { value: '10.5', source: 'manual', enteredBy: 'tester' },
          },
        ],
      },
    });
  });

  it.each([
    ['(actor: "ann")', [3]],
    ['(actor: "an")', []],
    ['(actions: ["metrics.entered"])', [2, 1]],
    ['(actions: [])', []],
    [`(from: "${LATER.toISOString()}")`, [3, 2]],
    [`(to: "${LATER.toISOString()}")`, [1]],
    ['(period: "2026-05")', [1]],
    ['(period: "2026-Q2")', [2, 1]],
    ['(period: "2026-Q1")', []],
    ['(metric: "nrr")', [3, 1]],
    ['(metric: "Lost MRR (churn)", period: "2026-06", actor: "tester")', [2]],
    ['(first: 2)', [3, 2]],
    ['(first: 0)', []],
  ])('finds %s', async (args, found) => {
    expect(await ids(args)).toEqual(found);
  });

  it('finds by each action that it tells of', async () => {
    const data = await api.ask('{ organization { auditActions { action description } } }');
    const { auditActions } = data['organization'] as { auditActions: { action: string; description: string }[] };
    expect(auditActions).toContainEqual({ action: 'threshold.set', description: 'A threshold was set.' });
    expect(await ids(`(actions: ${JSON.stringify(auditActions.map(({ action }) => action))})`)).toEqual([3, 2, 1]);
  });

  it('goes on behind a page, whatever is appended meanwhile', async () => {
    const { edges, pageInfo } = await entries('(first: 1)');
    expect(pageInfo).toMatchObject({ hasNextPage: true });
    await enter(use().database, '2026-04', { nrr: 1 }, NOW);
    const cursor = (edges[0] as { cursor?: string } | undefined)?.cursor;
    expect(await ids(`(first: 2, after: "${cursor}")`)).toEqual([2, 1]);
  });

  it.each([
    ['(actions: ["metrics.invented"])', 'INVALID_PARAMETER'],
    ['(actions: ["constructor"])', 'INVALID_PARAMETER'],
    ['(metric: "nonsense")', 'METRIC_NOT_FOUND'],
    ['(first: 101)', 'INVALID_PARAMETER'],
    ['(after: "bm90aGluZw")', 'INVALID_PARAMETER'],
  ])('refuses %s', async (args, code) => {
    const { errors } = await api.send(`{ organization { auditEntries${args} { edges { cursor } } } }`);
    expect(errors).toMatchObject([{ extensions: { code } }]);
  });

  it('shows what was recorded beside a transaction at once, and actions of other versions', async () => {
    expect(await ids('')).toEqual([3, 2, 1]);
    const entry = { at: LATER, actor: 'nobody', origin: PROGRAM_ORIGIN, detail: {} };
    await appendAudit(use().database.prisma, 1, { ...entry, action: 'access.refused' });
    await use().database.prisma.auditEntry.create({
      data: { organizationId: 1, at: LATER, actor: 'x', action: 'of.tomorrow', detail: {} },
    });
    const { edges } = await entries('(first: 2)', 'action description actorId');
    expect(edges.map(({ node }) => node)).toEqual([
      { action: 'of.tomorrow', description: null, actorId: null },
      { action: 'access.refused', description: expect.any(String), actorId: 'system' },
    ]);
  });

  it.each(['viewer', 'editor'] as const)('is not for a %s', async (role) => {
    for (const field of ['auditEntries { edges { cursor } }', 'auditActions { action }']) {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query: `{ organization { name ${field} } }` }),
      };
      const request = new Request('http://127.0.0.1:5400/graphql', init);
      const response = await api.handler(request, { requestId: 'request-1', viewer: keyViewer(role) });
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    }
  });
});
