import { beforeEach, describe, expect, it } from 'vitest';
import { monthRange, parseMonth, parsePeriod, quarterOf } from '#src/core/period.ts';
import { anchorText } from '#src/service/audit/anchor.ts';
import { verifyAudit } from '#src/service/audit/verify.ts';
import { type DerivationDocument, exportDerivation } from '#src/service/derivation/derivation.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import type { Database } from '#src/store/engine/database.ts';
import { enterMonths, FIRST_QUARTER_2025, JANUARY_2026 } from '../../graphql/books.ts';
import { COMPANY_NOW, fillCompany } from '../../kit/company.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { scopeOn } from '../../kit/services.ts';
import { hasPython, verify } from '../../kit/verifier.ts';

/** As a caller gets it, of what is stored now. */
async function derivationOf(database: Database, period: string): Promise<DerivationDocument> {
  const report = createReport(scopeOn(database, COMPANY_NOW), createSnapshots(database));
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

    it('states what is stored, also where the rules give another value', async () => {
      await use().database.prisma.$executeRaw`
        UPDATE qbr_smartnumbers SET kpi_value = 65.4546 WHERE period = '2025-Q1' AND kpi_name = 'tickets_per_tech_per_month'`;
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

  it('of a company that collects names run and vendor, and satisfies the verifier in every period', async () => {
    await emptyDatabase(use());
    await fillCompany(use().database);
    const months = monthRange(parseMonth('2024-09'), parseMonth('2026-11'));
    const documents = await documentsOf([...months, ...new Set(months.map(quarterOf))]);
    const collected = documents.flatMap(({ leaves }) => leaves.filter(({ source }) => source === 'collected'));
    const vendors = new Map(collected.map(({ key, vendor, run }) => [key, `${vendor} ${run}`]));
    const run = await use().database.prisma.collectionRun.findFirstOrThrow({ select: { id: true } });
    expect(Object.fromEntries(vendors)).toEqual({
      reactive_tickets_created: `connectwise ${run.id}`,
      reactive_tickets_closed: `connectwise ${run.id}`,
      reactive_time_spent: `connectwise ${run.id}`,
      endpoints_managed: `ninjaone ${run.id}`,
      seats_managed: `ninjaone ${run.id}`,
    });
    if (hasPython) expect(verify(documents)).toEqual({ status: 0, found: documents.map(() => []), stderr: '' });
  }, 60_000);
});
