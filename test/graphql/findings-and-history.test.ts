import { beforeEach, expect, it } from 'vitest';
import { type Month, parseMonth } from '#src/core/period.ts';
import type { CollectionRequest } from '#src/service/collection/request.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { enter, type Said } from '../kit/services.ts';
import { type Api, NOW, openApi } from './api.ts';
import { collectInto } from './collected.ts';

const JUNE = { reactive_tickets_created: 354, reactive_tickets_closed: 0, reactive_time_spent: '146.46' };

describeOnBothDatabases('findings and history', (use) => {
  let api: Api;
  beforeEach(async () => {
    await emptyDatabase(use());
    api = openApi(use());
  });
  const month = (text: string): Month => parseMonth(text);
  const collect = (said: Said, request: Partial<CollectionRequest> = {}) => collectInto(use(), said, request);
  const organization = async (fields: string) => (await api.ask(`{ organization { ${fields} } }`))['organization'];

  it('tell what was found beside the values and in a list', async () => {
    await collect({ '2026-06': JUNE });
    const zero = {
      id: 1,
      kind: 'SUSPICIOUS_ZERO',
      period: '2026-06',
      metric: 'reactive_tickets_closed',
      message: 'Reactive Tickets Closed of June 2026 was collected as 0',
      value: '0',
      previousValue: null,
      createdAt: NOW.toISOString(),
      resolvedAt: null,
      acknowledgedAt: null,
      acknowledgedBy: null,
      note: null,
    };
    const finding = Object.keys(zero).join(' ');
    const value = (key: string) =>
      `period(key: "${key}") { metrics(category: SUPPORT_TICKETS) { value findings { ${finding} } } }`;
    expect(
      await organization(
        `month: ${value('2026-06')} quarter: ${value('2026-Q2')} before: ${value('2026-05')} findings { edges { node { ${finding} } } }`,
      ),
    ).toEqual({
      month: {
        metrics: [
          { value: '354', findings: [] },
          { value: '0', findings: [zero] },
          { value: '146.46', findings: [] },
        ],
      },
      quarter: {
        metrics: [
          { value: '354', findings: [] },
          { value: '0', findings: [zero] },
          { value: '146.46', findings: [] },
        ],
      },
      before: {
        metrics: [
          { value: null, findings: [] },
          { value: null, findings: [] },
          { value: null, findings: [] },
        ],
      },
      findings: { edges: [{ node: zero }] },
    });
  });

  it('are filtered, and paged without losing a finding that is acknowledged meanwhile', async () => {
    const { database } = use();
    await collect(
      { '2026-05': JUNE, '2026-06': { ...JUNE, reactive_tickets_created: 100 } },
      { months: [month('2026-05'), month('2026-06')] },
    );
    await enter(database, '2026-04', { total_revenue: 5, nrr: 1, mrr: 1, orr: 1, product_sales: 1 }, NOW);
    await enter(database, '2026-05', { reactive_tickets_closed: 9 }, NOW);
    const list = async (args: string) => {
      const answer = (await organization(`findings(${args}) { edges { cursor node { id kind period metric } } }`)) as {
        findings: { edges: { cursor: string; node: { id: number; kind: string; period: string } }[] };
      };
      return answer.findings.edges;
    };
    const ids = async (args: string) => (await list(args)).map(({ node }) => node.id);
    const all = await list('first: 10, includeResolved: true');
    expect(all.map(({ node }) => `${node.kind} ${node.period}`).sort()).toEqual([
      'DIFFERS_FROM_FORMULA 2026-04',
      'LARGE_CHANGE 2026-06',
      'SUSPICIOUS_ZERO 2026-05',
      'SUSPICIOUS_ZERO 2026-06',
    ]);
    const idOf = (kind: string, period: string) =>
      all.find(({ node }) => node.kind === kind && node.period === period)?.node.id;
    const open = await ids('first: 10');
    expect(open).toEqual([...open].sort((a, b) => b - a));
    expect(open).not.toContain(idOf('SUSPICIOUS_ZERO', '2026-05'));
    expect(open).toHaveLength(3);
    expect(await ids('kinds: [LARGE_CHANGE]')).toEqual([idOf('LARGE_CHANGE', '2026-06')]);
    expect(await ids('period: "2026-04"')).toEqual([idOf('DIFFERS_FROM_FORMULA', '2026-04')]);
    expect(await ids('period: "2026-Q2"')).toEqual(open);
    expect(await ids('metric: "Total Revenue"')).toEqual([idOf('DIFFERS_FROM_FORMULA', '2026-04')]);
    const [first] = await list('first: 1, acknowledged: false');
    await database.prisma.finding.update({
      where: { organizationId_id: { organizationId: 1, id: first?.node.id ?? 0 } },
      data: { acknowledgedAt: NOW, acknowledgedBy: 'cfo', note: 'True' },
    });
    expect(await ids(`first: 5, acknowledged: false, after: "${first?.cursor}"`)).toEqual(open.slice(1));
    expect(await ids('acknowledged: true')).toEqual(open.slice(0, 1));
    expect(await organization('collection { openFindings }')).toEqual({ collection: { openFindings: 2 } });
  });

  it('tell every change of a value, of months and of a quarter’s months', async () => {
    const { database } = use();
    await collect({ '2026-06': JUNE });
    await enter(database, '2026-06', { reactive_tickets_created: 400 }, NOW);
    await enter(database, '2026-05', { reactive_tickets_created: 300 }, NOW);
    await collect(
      { '2026-04': { reactive_tickets_created: 5 } },
      { months: [month('2026-04')], force: { reason: 'ConnectWise was corrected' } },
    );
    const history = (key: string, args: string) => `period(key: "${key}") { metric(key: "reactive_tickets_created") {
      history(${args}) { edges { cursor node { period oldValue newValue oldSource newSource cause actor reason runId changedAt } } pageInfo { hasNextPage endCursor } } } }`;
    const of = async (key: string, args: string) => {
      const answer = (await organization(history(key, args))) as {
        period: {
          metric: { history: { edges: { node: unknown }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
        };
      };
      return answer.period.metric.history;
    };
    const at = { changedAt: NOW.toISOString() };
    const collected = {
      oldValue: null,
      newValue: '354',
      oldSource: null,
      newSource: 'COLLECTED',
      cause: 'COLLECTION',
      actor: 'tester',
      reason: null,
      runId: 1,
      ...at,
    };
    const entered = {
      oldValue: '354',
      newValue: '400',
      oldSource: 'COLLECTED',
      newSource: 'MANUAL',
      cause: 'ENTRY',
      actor: 'tester',
      reason: null,
      runId: null,
      ...at,
    };
    const month06 = await of('2026-06', 'first: 10');
    expect(month06.edges.map(({ node }) => node)).toEqual([
      { period: '2026-06', ...entered },
      { period: '2026-06', ...collected },
    ]);
    const quarter = await of('2026-Q2', 'first: 2');
    expect(quarter.edges.map(({ node }) => node)).toMatchObject([
      { period: '2026-04', newValue: '5', reason: 'ConnectWise was corrected', runId: 2 },
      { period: '2026-05', newValue: '300' },
    ]);
    expect(quarter.pageInfo.hasNextPage).toBe(true);
    const rest = await of('2026-Q2', `after: "${quarter.pageInfo.endCursor}"`);
    expect(rest.edges.map(({ node }) => node)).toEqual(month06.edges.map(({ node }) => node));
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });
});
