import { beforeEach, expect, it, vi } from 'vitest';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { enter } from '../kit/services.ts';
import { type Api, openApi } from './api.ts';

const QUERY = '{ organization { period(key: "2025-01") { status metric(key: "new_mrr") { value } } } }';

describeOnBothDatabases('an answer', (use) => {
  let now: Date;
  let api: Api;
  beforeEach(async () => {
    await emptyDatabase(use());
    now = new Date('2025-02-01T05:59:30Z');
    api = openApi(use(), now);
    await vi.waitUntil(() => use().database.changes.isReliable(), { timeout: 10_000 });
  });

  const ask = async () => (await api.ask(QUERY))['organization'];
  const answered = (value: string | null, status = 'RUNNING') => ({ period: { status, metric: { value } } });
  /** Asks until nothing is read from the database any more. */
  const warm = () =>
    vi.waitUntil(async () => (await use().statementsOf(() => ask(), { warm: true })).length === 0, { timeout: 10_000 });

  it('is given again without a statement while nothing changes', async () => {
    await enter(use().database, '2025-01', { new_mrr: 5 });
    await warm();
    expect(await ask()).toEqual(answered('5'));
  });

  it('is never the one from before a write of one’s own', async () => {
    await warm();
    for (let value = 1; value < 8; value += 1) {
      await enter(use().database, '2025-01', { new_mrr: value });
      expect(await ask()).toEqual(answered(String(value)));
      expect(await ask()).toEqual(answered(String(value)));
    }
  });

  it('is another one as soon as the month has ended', async () => {
    await warm();
    expect(await ask()).toEqual(answered(null));
    now.setTime(Date.parse('2025-02-01T06:00:00Z'));
    expect(await ask()).toEqual(answered(null, 'ENDED'));
  });

  it('is of one state, also where a write falls between its reads', async () => {
    await enter(use().database, '2025-01', { new_mrr: 5 });
    const real = createSnapshots(use().database);
    let value = 5;
    // The first requests find the month before a write, and its quarter after it.
    const snapshots: typeof real = {
      of(organizationId) {
        const data = real.of(organizationId);
        const load: typeof data.load = async (wanted) => {
          await data.load(wanted);
          if (wanted.monthsWithData && value < 7) await enter(use().database, '2025-01', { new_mrr: ++value });
        };
        return { ...data, load };
      },
    };
    const query = `{ organization {
      period(key: "2025-01") { metric(key: "new_mrr") { value } }
      latestQuarter { smartNumber(key: "new_mrr_added") { value } }
    } }`;
    const one = { period: { metric: { value: '7' } }, latestQuarter: { smartNumber: { value: '7' } } };
    expect((await openApi(use(), now, {}, { snapshots }).ask(query))['organization']).toEqual(one);
  });

  it('that is an error is not kept', async () => {
    const { prisma } = use().database;
    await prisma.$executeRaw`ALTER TABLE qbr_metrics_monthly RENAME TO elsewhere`;
    const { errors } = await api.send(QUERY);
    expect(new Set(errors.map(({ message }) => message))).toEqual(new Set(['Unexpected error']));
    await prisma.$executeRaw`ALTER TABLE elsewhere RENAME TO qbr_metrics_monthly`;
    expect(await ask()).toEqual(answered(null));
  });
});
