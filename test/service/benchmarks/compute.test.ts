import { beforeEach, expect, it } from 'vitest';
import { computeBenchmarks } from '#src/service/benchmarks/compute.ts';
import { describeOnBothDatabases, emptyDatabase, openTestDatabase } from '../../kit/databases.ts';
import { peersWith, storePeers } from '../../kit/peers.ts';
import { scopeOn } from '../../kit/services.ts';

const KPI = 'net_profit_pct';
const QUARTER = '2025-Q1';

describeOnBothDatabases('the nightly computation of benchmarks', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const compute = () => computeBenchmarks(scopeOn(use().database));
  const told = async () => {
    const rows = await use().database.prisma.benchmark.findMany({ orderBy: [{ kpiName: 'asc' }, { cohort: 'asc' }] });
    return rows.map(({ period, cohort, members, p10, p25, p50, p75, p90 }) => ({
      ...{ period, cohort, members },
      percentiles: [p10, p25, p50, p75, p90].map((each) => each?.toFixed() ?? null),
    }));
  };
  const tenths = (count: number) => Array.from({ length: count }, (_, index) => (index + 1) / 100);

  it('tells nothing of six members, and of seven the quartiles', async () => {
    const { database } = use();
    await storePeers(database, QUARTER, peersWith(KPI, tenths(6)));
    expect(await compute()).toEqual({ told: 0, withdrawn: 0 });
    await storePeers(database, QUARTER, peersWith(KPI, tenths(7)));
    expect(await compute()).toEqual({ told: 1, withdrawn: 0 });
    expect(await told()).toEqual([
      { period: QUARTER, cohort: 'all', members: 7, percentiles: [null, '0.025', '0.04', '0.055', null] },
    ]);
  });

  it('counts exact values of members that share, in periods that are over everywhere', async () => {
    const { database } = use();
    await storePeers(database, QUARTER, peersWith(KPI, tenths(6)));
    await storePeers(database, QUARTER, peersWith(KPI, [0.9], 7), { monthsCovered: 2 });
    await storePeers(database, QUARTER, [{ id: 8, participation: 'receive', values: { [KPI]: 0.9 } }]);
    await storePeers(database, QUARTER, [{ id: 9, participation: 'none', values: { [KPI]: 0.9 } }]);
    await storePeers(database, '2025-04', peersWith(KPI, tenths(7)));
    await storePeers(database, '2025-Q2', peersWith(KPI, tenths(7)));
    expect(await compute()).toEqual({ told: 0, withdrawn: 0 });
    // In the last zone it is still March.
    await storePeers(database, '2025-03', peersWith(KPI, tenths(7)));
    const at = (instant: string) => computeBenchmarks(scopeOn(database, new Date(instant)));
    expect(await at('2025-04-01T11:59:59Z')).toEqual({ told: 0, withdrawn: 0 });
    expect(await at('2025-04-01T12:00:00Z')).toEqual({ told: 1, withdrawn: 0 });
  });

  it('is done once by several programs at a time', async () => {
    const { database, connection } = use();
    const other = connection.kind === 'postgresql' ? await openTestDatabase(connection) : database;
    await storePeers(database, QUARTER, peersWith(KPI, tenths(7)));
    const computed = await Promise.all(
      [database, other, database, other].map((each) => computeBenchmarks(scopeOn(each))),
    );
    if (other !== database) await other.close();
    expect(computed.reduce((sum, each) => sum + each.told, 0)).toBe(1);
    expect(await told()).toHaveLength(1);
  });

  it('stays as it is while fewer than three members have changed, and is withdrawn when too few are left', async () => {
    const { database } = use();
    await storePeers(database, QUARTER, peersWith(KPI, tenths(9)));
    await compute();
    const [before] = await told();
    await storePeers(database, QUARTER, peersWith(KPI, [0.5, 0.5]), { at: '2025-04-03T00:00:00Z' });
    expect(await compute()).toEqual({ told: 0, withdrawn: 0 });
    expect(await told()).toEqual([before]);
    await storePeers(database, QUARTER, peersWith(KPI, [0.5], 3), { at: '2025-04-03T00:00:00Z' });
    expect(await compute()).toEqual({ told: 1, withdrawn: 0 });
    expect(await told()).not.toEqual([before]);
    expect(await compute()).toEqual({ told: 0, withdrawn: 0 });
    const leaving = [4, 5, 6].map((id) => ({ id, participation: 'none' }) as const);
    await storePeers(database, QUARTER, leaving);
    expect(await compute()).toEqual({ told: 0, withdrawn: 1 });
    expect(await told()).toEqual([{ period: QUARTER, cohort: 'all', members: null, percentiles: Array(5).fill(null) }]);
    // Those who left come back unchanged: what was told of them is known.
    await storePeers(
      database,
      QUARTER,
      leaving.slice(0, 1).map(({ id }) => ({ id })),
    );
    expect(await compute()).toEqual({ told: 0, withdrawn: 0 });
  });

  it('tells the bands by endpoints beside all, in a few statements however many members there are', async () => {
    const { database, statementsOf } = use();
    await storePeers(database, QUARTER, peersWith(KPI, tenths(8), 1, 100));
    await storePeers(database, QUARTER, peersWith(KPI, tenths(8), 11, 500));
    const few = await statementsOf(compute);
    expect((await told()).map(({ cohort, members }) => [cohort, members])).toEqual([
      ['all', 16],
      ['medium', 8],
      ['small', 8],
    ]);
    for (const kpi of ['rhem', 'avg_aisp']) {
      await storePeers(database, QUARTER, peersWith(kpi, tenths(8), 1, 100));
      await storePeers(database, QUARTER, peersWith(kpi, tenths(40), 11, 500));
    }
    expect((await statementsOf(compute)).length).toBe(few.length);
  });
});
