import { beforeEach, describe, expect, it } from 'vitest';
import { parseMonth, parsePeriod } from '#src/core/period.ts';
import { anchorText } from '#src/service/audit/anchor.ts';
import { verifyAudit } from '#src/service/audit/verify.ts';
import { type DerivationDocument, exportDerivation } from '#src/service/derivation/derivation.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import type { Database } from '#src/store/engine/database.ts';
import { enterMonths, FIRST_QUARTER_2025, JANUARY_2026 } from '../../graphql/books.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { collectionFor, saidValues, scopeOn, TESTER } from '../../kit/services.ts';
import { hasPython, verify } from '../../kit/verifier.ts';

const AT = new Date('2026-11-12T15:00:00Z');

/** As a caller gets it, of what is stored now. */
async function derivationOf(database: Database, period: string): Promise<DerivationDocument> {
  const report = createReport(scopeOn(database, AT), createSnapshots(database));
  const { text } = await exportDerivation(report, parsePeriod(period));
  return JSON.parse(text) as DerivationDocument;
}

describeOnBothDatabases('a derivation of what is stored', (use) => {
  const documentsOf = (periods: readonly string[]) =>
    Promise.all(periods.map((period) => derivationOf(use().database, period)));

  describe('of the worked examples', () => {
    beforeEach(async () => {
      await emptyDatabase(use());
      await enterMonths(use().database, { ...FIRST_QUARTER_2025, ...JANUARY_2026 });
    });

    it('says who entered a leaf, and which audit entry was the newest', async () => {
      const { leaves, auditAnchor, organization, timeZone } = await derivationOf(use().database, '2026-01');
      expect(leaves.find(({ key }) => key === 'payroll_total')).toMatchObject({
        ...{ period: '2026-01', value: '49836.85', exact: '996737/20', display: '$49,836.85' },
        ...{ source: 'manual', enteredBy: 'tester', run: null, evidence: { digest: null, reason: 'entered by hand' } },
      });
      const [{ head } = { head: null }] = await verifyAudit(use().database);
      expect(head && anchorText(head)).toBe(auditAnchor);
      expect([organization.id, timeZone]).toEqual([1, 'America/Chicago']);
    });

    it('takes as many statements for a quarter as for a month', async () => {
      const { statementsOf, database } = use();
      const [month, quarter] = [
        await statementsOf(() => derivationOf(database, '2025-01')),
        await statementsOf(() => derivationOf(database, '2025-Q1')),
      ];
      expect([month.length, quarter.length]).toEqual([2, 2]);
    });

    it('states what is stored, also where the rules give another value', async () => {
      await use().database.prisma.$executeRaw`
        UPDATE qbr_smartnumbers SET kpi_value = 65.4546 WHERE period = '2025-Q1' AND kpi_name = 'tickets_per_tech_per_month'`;
      await use().database.prisma.$executeRaw`
        UPDATE qbr_smartnumbers SET months = '{2025-01,2025-02}', months_covered = 2 WHERE period = '2025-Q1' AND kpi_name = 'rhem'`;
      await use().database.prisma.$executeRaw`
        DELETE FROM qbr_metrics_quarterly WHERE period = '2025-Q1' AND metric_name = 'nrr'`;
      const document = await derivationOf(use().database, '2025-Q1');
      const of = (key: string) => document.values.find((each) => each.key === key && each.period === '2025-Q1');
      expect(of('tickets_per_tech_per_month')).toMatchObject({ value: '65.4546', exact: '720/11', display: '65.45' });
      expect(of('nrr')).toMatchObject({ value: null, exact: '32279/1', display: '—', reason: null });
      if (hasPython) {
        expect(verify([document]).found[0]).toEqual([
          'metric nrr of 2025-Q1: the value is absent, but must be 32279',
          'smartNumber tickets_per_tech_per_month of 2025-Q1: the value is 65.4546, but must be 65.4545',
          'smartNumber rhem of 2025-Q1: the list of months is 2025-01 2025-02, but must be 2025-01 2025-02 2025-03',
        ]);
      }
    });

    it.skipIf(!hasPython)('satisfies the verifier (skipped without python3)', async () => {
      const documents = await documentsOf([
        ...Object.keys(FIRST_QUARTER_2025),
        '2025-Q1',
        '2026-01',
        '2026-Q1',
        '2024-Q4',
      ]);
      expect(verify(documents)).toEqual({ status: 0, found: documents.map(() => []), stderr: '' });
    });
  });

  it('names vendor and run of a collected leaf, and no run where it was counted by none', async () => {
    await emptyDatabase(use());
    const [month, key] = [parseMonth('2026-09'), 'reactive_time_spent'] as const;
    const counted = { filter: 'Time entries', rowsCounted: 3, exclusions: [], snapshotDate: null };
    const values = saidValues({ reactive_time_spent: '12.25' });
    const reading = { values, notes: [], provenance: new Map([[key, counted]]) };
    const connectwise = { read: async () => ({ kind: 'values', readings: new Map([[month, reading]]) }) as const };
    const readers = { connectwise, ninjaone: null };
    const collection = collectionFor(use().database, { readers, clock: () => AT });
    const { runId } = await collection.run({ trigger: 'cli', viewer: TESTER, months: [month] });
    const { leaves } = await derivationOf(use().database, '2026-Q3');
    const of = (period: string) => leaves.find((leaf) => leaf.period === period && leaf.key === key);
    expect(of('2026-09')).toMatchObject({
      ...{ value: '12.25', exact: '49/4', source: 'collected', vendor: 'connectwise', run: runId },
      evidence: { digest: null, reason: 'the rows that it was counted from are not stored' },
    });
    expect(of('2026-08')).toMatchObject({ value: null, source: null, vendor: null, run: null, storedAt: null });
  });
});
