import { beforeEach, expect, it } from 'vitest';
import { VendorError } from '#src/collect/vendor-error.ts';
import { type Month, parseMonth } from '#src/core/period.ts';
import type { CollectionRequest } from '#src/service/collection/request.ts';
import type { VendorReader } from '#src/service/collection/vendor-reader.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import type { Said } from '../kit/services.ts';
import { type Api, NOW, openApi } from './api.ts';
import { collectInto } from './collected.ts';

const JUNE = { reactive_tickets_created: 354, reactive_tickets_closed: 0, reactive_time_spent: '146.46' };
const failing: VendorReader = {
  async read() {
    throw new VendorError('NinjaOne', 'unavailable', 'the list of devices failed: HTTP 503 after 5 tries');
  },
};

describeOnBothDatabases('collections', (use) => {
  let api: Api;
  beforeEach(async () => {
    await emptyDatabase(use());
    api = openApi(use());
  });
  const month = (text: string): Month => parseMonth(text);
  const collect = (said: Said, request: Partial<CollectionRequest> = {}, ninjaone: VendorReader | null = null) =>
    collectInto(use(), said, request, ninjaone);
  const organization = async (fields: string) => (await api.ask(`{ organization { ${fields} } }`))['organization'];

  it('are told run by run, with what became of each vendor and month', async () => {
    await collect({ '2026-05': JUNE, '2026-06': JUNE }, { months: [month('2026-05'), month('2026-06')] }, failing);
    const run = `id status startedAt endedAt trigger scheduledFor requestedBy force reason interrupted
      entries { vendor { key name } period status metricsCollected errorMessage notes durationSeconds startedAt endedAt }`;
    const at = NOW.toISOString();
    const times = { durationSeconds: 0, startedAt: at, endedAt: at };
    const ofConnectWise = (period: string) => ({
      vendor: { key: 'CONNECTWISE', name: 'ConnectWise' },
      period,
      status: 'SUCCESS',
      metricsCollected: 3,
      errorMessage: null,
      notes: `Read ${period}.`,
      ...times,
    });
    const ofNinjaOne = (period: string) => ({
      vendor: { key: 'NINJAONE', name: 'NinjaOne' },
      period,
      status: 'FAILED',
      metricsCollected: 0,
      errorMessage: expect.stringContaining('HTTP 503 after 5 tries'),
      notes: null,
      ...times,
    });
    const node = {
      id: 1,
      status: 'PARTIAL',
      startedAt: at,
      endedAt: at,
      trigger: 'CLI',
      scheduledFor: null,
      requestedBy: 'tester',
      force: false,
      reason: null,
      interrupted: false,
      entries: [ofNinjaOne('2026-05'), ofConnectWise('2026-05'), ofNinjaOne('2026-06'), ofConnectWise('2026-06')],
    };
    const fields = `collectionRuns { edges { node { ${run} } } } collection { enabled cron timeZone nextRunAt running { id } lastRun { ${run} } lastSuccessAt openFindings }`;
    expect(await organization(fields)).toEqual({
      collectionRuns: { edges: [{ node }] },
      collection: {
        enabled: false,
        cron: '30 22 * * *',
        timeZone: 'America/Chicago',
        nextRunAt: null,
        running: null,
        lastRun: node,
        lastSuccessAt: null,
        openFindings: 2,
      },
    });
  });

  it('are told while they are under way', async () => {
    const { prisma, vendorIds } = use().database;
    const startedAt = new Date(NOW.getTime() - 60_000);
    const run = { organizationId: 1, trigger: 'catch_up', requestedBy: 'schedule', host: 'test-host', processId: 1 };
    const { id: runId } = await prisma.collectionRun.create({
      data: { ...run, startedAt, scheduledFor: new Date('2026-07-10T03:30:00Z'), status: 'running' },
    });
    const entry = { organizationId: 1, runId, vendorId: vendorIds.connectwise, period: '2026-06', status: 'running' };
    await prisma.collectionLog.create({ data: { ...entry, collectionStartedAt: startedAt } });
    const fields =
      'id status trigger scheduledFor requestedBy endedAt entries { status durationSeconds endedAt notes }';
    const running = {
      id: 1,
      status: 'RUNNING',
      trigger: 'CATCH_UP',
      scheduledFor: '2026-07-10T03:30:00.000Z',
      requestedBy: 'schedule',
      endedAt: null,
      entries: [{ status: 'RUNNING', durationSeconds: null, endedAt: null, notes: null }],
    };
    expect(await organization(`collection { running { ${fields} } lastRun { ${fields} } lastSuccessAt }`)).toEqual({
      collection: { running, lastRun: running, lastSuccessAt: null },
    });
  });

  it('are read page by page, newest first; what comes meanwhile moves nothing', async () => {
    for (let run = 1; run <= 5; run += 1) await collect({ '2026-06': JUNE });
    const page = async (args: string) => {
      const { collectionRuns } = (await organization(
        `collectionRuns(${args}) { edges { cursor node { id entries { period } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`,
      )) as { collectionRuns: { edges: { cursor: string; node: { id: number } }[]; pageInfo: { endCursor: string } } };
      return { ...collectionRuns, ids: collectionRuns.edges.map(({ node }) => node.id) };
    };
    const first = await page('first: 2');
    expect(first.ids).toEqual([5, 4]);
    expect(first.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: first.edges[0]?.cursor,
      endCursor: first.edges[1]?.cursor,
    });
    await collect({ '2026-06': JUNE });
    const second = await page(`first: 2, after: "${first.pageInfo.endCursor}"`);
    expect(second.ids).toEqual([3, 2]);
    expect(second.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const third = await page(`first: 2, after: "${second.pageInfo.endCursor}"`);
    expect(third.ids).toEqual([1]);
    expect(third.pageInfo).toMatchObject({ hasNextPage: false });
    const none = await page(`after: "${third.pageInfo.endCursor}"`);
    expect(none).toMatchObject({ edges: [], pageInfo: { hasNextPage: false, startCursor: null, endCursor: null } });
    expect((await page('first: 0')).pageInfo).toMatchObject({ hasNextPage: true, endCursor: null });
  });

  it('are filtered by what became of them and why they started', async () => {
    await collect({ '2026-06': JUNE });
    await collect({ '2026-06': JUNE }, { trigger: 'api' }, failing);
    await collect({ '2026-06': JUNE }, { trigger: 'schedule', scheduledFor: new Date('2026-07-10T03:30:00Z') });
    const ids = (name: string, args: string) => `${name}: collectionRuns(${args}) { edges { node { id } } }`;
    expect(
      await organization(
        [
          ids('success', 'statuses: [SUCCESS]'),
          ids('partial', 'statuses: [PARTIAL, FAILED]'),
          ids('byPeople', 'triggers: [CLI, API]'),
          ids('both', 'statuses: [SUCCESS], triggers: [SCHEDULE]'),
          ids('none', 'statuses: []'),
        ].join('\n'),
      ),
    ).toEqual({
      success: { edges: [{ node: { id: 3 } }, { node: { id: 1 } }] },
      partial: { edges: [{ node: { id: 2 } }] },
      byPeople: { edges: [{ node: { id: 2 } }, { node: { id: 1 } }] },
      both: { edges: [{ node: { id: 3 } }] },
      none: { edges: [] },
    });
  });

  it.each([
    ['collectionRuns(first: 101) { edges { node { id } } }', 'INVALID_PARAMETER', 'first'],
    ['findings(first: -1) { edges { node { id } } }', 'INVALID_PARAMETER', 'first'],
    ['collectionRuns(after: "nonsense") { edges { node { id } } }', 'INVALID_PARAMETER', 'after'],
    [
      `findings(after: "${Buffer.from('run:1').toString('base64url')}") { edges { node { id } } }`,
      'INVALID_PARAMETER',
      'after',
    ],
    ['findings(metric: "nonsense") { edges { node { id } } }', 'METRIC_NOT_FOUND', 'metric'],
  ])('refuses %s', async (field, code, where) => {
    const { errors } = await api.send(`{ organization { ${field} } }`);
    expect(errors.map(({ extensions }) => extensions)).toEqual([expect.objectContaining({ code, field: where })]);
  });
});
