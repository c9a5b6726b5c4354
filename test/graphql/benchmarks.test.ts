import { beforeEach, expect, it } from 'vitest';
import { computeBenchmarks } from '#src/service/benchmarks/compute.ts';
import { importBenchmarks } from '#src/service/benchmarks/external-sets.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { type Peer, peersWith, storePeers } from '../kit/peers.ts';
import { scopeOn } from '../kit/services.ts';
import { type Api, NOW, openApi } from './api.ts';

const QUARTER = '2026-Q1';
const FIELDS = 'cohort members p10 p25 median p75 p90 standing standingPercent source year';

describeOnBothDatabases('benchmarks', (use) => {
  let api: Api;
  beforeEach(async () => {
    await emptyDatabase(use());
    api = openApi(use());
  });
  const compute = () => computeBenchmarks(scopeOn(use().database, NOW));
  const store = (peers: readonly Peer[]) => storePeers(use().database, QUARTER, peers);
  const hundredths = (count: number) => Array.from({ length: count }, (_, index) => (index + 1) / 100);
  const benchmark = async (kpi = 'net_profit_pct', period = QUARTER) => {
    const query = `{ organization { period(key: "${period}") { smartNumber(key: "${kpi}") { benchmark { ${FIELDS} } } } } }`;
    const { organization } = (await api.ask(query)) as {
      organization: { period: { smartNumber: { benchmark: unknown } } };
    };
    return organization.period.smartNumber.benchmark;
  };

  it('are of the peers of the organization’s size, and say where the value stands', async () => {
    await store(peersWith('net_profit_pct', hundredths(11), 11, 2_000));
    await store(peersWith('net_profit_pct', [0.08, ...hundredths(10)], 1, 100));
    await compute();
    expect(await benchmark()).toEqual({
      ...{ cohort: 'SMALL', members: 11, p10: '0.02', p25: '0.035', median: '0.06', p75: '0.08', p90: '0.09' },
      ...{ standing: 'Better than about 75 % of 11 MSPs of your size', standingPercent: 75, source: null, year: null },
    });
  });

  it('are of all where those of its size are too few, with lower values better where they are', async () => {
    await store(peersWith('rhem', [0.5, ...hundredths(6)], 1, 100));
    await compute();
    expect(await benchmark('rhem')).toEqual({
      ...{ cohort: 'SMALL', members: 7, p10: null, p25: '0.025', median: '0.04', p75: '0.055', p90: null },
      ...{ standing: 'Better than under 25 % of 7 MSPs of your size', standingPercent: 25, source: null, year: null },
    });
    await store([{ id: 1, endpoints: 5_000 }]);
    expect(await benchmark('rhem')).toMatchObject({ cohort: 'ALL', standing: 'Better than under 25 % of 7 MSPs' });
  });

  it('are told to an organization that shares, and to no other', async () => {
    await store(peersWith('net_profit_pct', hundredths(8)));
    await compute();
    expect(await benchmark()).not.toBeNull();
    for (const participation of ['receive', 'none'] as const) {
      await store([{ id: 1, participation }]);
      expect(await benchmark()).toBeNull();
    }
  });

  it('of other sources are told where no peers are, the newest of the year or before, also to whoever only receives', async () => {
    await store([
      { id: 1, participation: 'receive', endpoints: 100, values: { net_profit_pct: 0.2, new_mrr_added: 5 } },
    ]);
    await storePeers(use().database, '2026-01', [{ id: 1, participation: 'receive', values: { new_mrr_added: 5 } }]);
    const scope = scopeOn(use().database, NOW);
    const lines = (first: string) =>
      `kpi,cohort,p25,p50,p75\nnet_profit_pct,all,${first},20%,30%\nnet_profit_pct,small,${first},0.21,0.4\nnew_mrr_added,all,1,2,3`;
    for (const year of [2024, 2025, 2027])
      await importBenchmarks(scope, lines(`${year / 1e5}`), { source: 'Survey', year });
    await store([{ id: 1, participation: 'receive', endpoints: 100 }]);
    expect(await benchmark()).toEqual({
      ...{ cohort: 'SMALL', members: null, p10: null, p25: '0.02025', median: '0.21', p75: '0.4', p90: null },
      ...{ standing: 'Better than about 50 % of the MSPs of your size in Survey 2025', standingPercent: 50 },
      ...{ source: 'Survey', year: 2025 },
    });
    expect(await benchmark('new_mrr_added')).toMatchObject({
      cohort: 'ALL',
      standing: 'Better than over 75 % of the MSPs in Survey 2025',
    });
    expect(await benchmark('new_mrr_added', '2026-01')).toBeNull();
    await store([{ id: 1, participation: 'none' }]);
    expect(await benchmark()).toBeNull();
  });

  it('of any number of values and periods are one statement more, and none where they are not asked for', async () => {
    await store(peersWith('net_profit_pct', hundredths(8)));
    await compute();
    const query = (fields: string) =>
      `{ organization { periods(kind: QUARTER, from: "2025-Q1", to: "2026-Q2") { smartNumbers { formatted ${fields} } } } }`;
    const count = async (fields: string) => (await use().statementsOf(() => api.ask(query(fields)))).length;
    const without = await count('');
    expect(await count(`benchmark { ${FIELDS} }`)).toBe(without + 1);
  });

  it('are set by an admin, with an audit entry', async () => {
    const set = (input: string) =>
      api.ask(`mutation { setBenchmarks(input: ${input}) { __typename ... on Error { message }
        ... on SetBenchmarksSuccess { benchmarks { participation endpoints employees label } } } }`);
    expect(await set('{participation: SHARE, endpoints: 1200, label: " Peer group 4 "}')).toEqual({
      setBenchmarks: {
        __typename: 'SetBenchmarksSuccess',
        benchmarks: { participation: 'SHARE', endpoints: 1200, employees: null, label: 'Peer group 4' },
      },
    });
    expect(await set('{employees: 14, endpoints: null}')).toMatchObject({
      setBenchmarks: { benchmarks: { participation: 'SHARE', endpoints: null, employees: 14 } },
    });
    expect(await set('{participation: NONE, endpoints: -1}')).toMatchObject({
      setBenchmarks: { __typename: 'InvalidValueError' },
    });
    expect(await api.ask('{ organization { benchmarks { participation label } } }')).toEqual({
      organization: { benchmarks: { participation: 'SHARE', label: 'Peer group 4' } },
    });
    const entries = await use().database.prisma.auditEntry.findMany({ where: { action: 'benchmarks.set' } });
    expect(entries).toHaveLength(2);
  });
});
