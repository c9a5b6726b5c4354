import { beforeEach, expect, it } from 'vitest';
import { computeBenchmarks } from '#src/service/benchmarks/compute.ts';
import { importBenchmarks, listBenchmarks } from '#src/service/benchmarks/external-sets.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { peersWith, storePeers } from '../../kit/peers.ts';
import { NOW, scopeOn } from '../../kit/services.ts';

const SURVEY = { source: 'A survey', year: 2024 };

describeOnBothDatabases('benchmarks of other sources', (use) => {
  beforeEach(() => emptyDatabase(use()));

  it('are imported whole or not at all, in place of those of the same source and year, and audited', async () => {
    const { database } = use();
    const scope = scopeOn(database);
    const text = 'kpi,cohort,p25,p50,p75\nrhem,all,1,2,3\nrhem,small,1,2,3';
    expect(await importBenchmarks(scope, text, SURVEY)).toEqual([{ ...SURVEY, lines: 2, replaces: false }]);
    expect(await importBenchmarks(scope, text.replace(/\n[^\n]*$/, ''), SURVEY)).toEqual([
      { ...SURVEY, lines: 1, replaces: true },
    ]);
    const wrong = `${text}\nrhem,large,3,2,1\nno_such,all,1,2,3`;
    await expect(importBenchmarks(scope, wrong, SURVEY)).rejects.toMatchObject({
      errors: [{ field: 'line 4, column p50' }, { field: 'line 5, column kpi' }],
    });
    const by = { importedAt: NOW, importedBy: 'tester' };
    expect((await listBenchmarks(scope)).sets).toEqual([{ ...SURVEY, ...by, lines: 1 }]);
    const entries = await database.prisma.auditEntry.findMany({ where: { action: 'benchmarks.imported' } });
    expect(entries.map(({ detail }) => detail)).toEqual([
      { ...SURVEY, lines: 2, replaces: false },
      { ...SURVEY, lines: 1, replaces: true },
    ]);
  });

  it('beside those of peers show an operator no value of a member, in the list and in the table', async () => {
    const { database } = use();
    const values = [0.1237, 0.2241, 0.3359, 0.4463, 0.5571, 0.6683, 0.7793];
    await storePeers(database, '2025-Q1', peersWith('net_profit_pct', values));
    await computeBenchmarks(scopeOn(database));
    expect((await listBenchmarks(scopeOn(database))).peers).toMatchObject({ tellings: 1, periods: 1 });
    const rows = await database.prisma.$queryRaw<{ text: string }[]>`
      SELECT row_to_json(stored)::text AS text FROM qbr_benchmark AS stored`;
    for (const value of values) expect(rows[0]?.text).not.toContain(String(value));
    // The digits that are told, and when values were stored: the same instant for all.
    expect(JSON.parse(rows[0]?.text ?? '')).toMatchObject({
      ...{ p10: null, p25: 0.28, p50: 0.45, p75: 0.61, p90: null },
      versions: Array(7).fill(Date.parse('2025-04-02T03:00:00Z') * 1_000),
    });
  });
});
