import { beforeEach, describe, expect, it } from 'vitest';
import { operatorViewer } from '#src/auth/viewer.ts';
import { closePeriod, reopenPeriod } from '#src/service/periods/close.ts';
import { releaseMetrics } from '#src/service/values/release.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { collectionFor, enter, NOW, readerSaying, scopeOn, storedMonth } from '../../kit/services.ts';

const LATER = new Date(NOW.getTime() + 60_000);

describeOnBothDatabases('closing a month', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const close = (period: string, at = NOW, actor = 'tester') =>
    closePeriod({ ...scopeOn(use().database, at), actor }, { period });
  const reopen = (period: string, reason: string) => reopenPeriod(scopeOn(use().database, LATER), { period, reason });
  const closings = () => use().database.prisma.periodClosing.findMany();
  const audit = () =>
    use().database.prisma.auditEntry.findMany({
      where: { action: { startsWith: 'period.' } },
      orderBy: { id: 'asc' },
      select: { at: true, actor: true, action: true, detail: true },
    });

  it('says what is still missing and unacknowledged, and closes all the same', async () => {
    await enter(use().database, '2025-03', {
      total_revenue: 1,
      payroll_total: 100,
      owner_comp: 20,
      owner_comp_taxes: 10,
      employee_expense: 75,
    });
    const { missing, openFindings, ...report } = await close('2025-03');
    expect(report).toEqual({ month: '2025-03', changed: true });
    const keys = missing.map(({ key }) => key);
    expect(keys).toEqual([
      ...['reactive_tickets_created', 'reactive_tickets_closed', 'reactive_time_spent'],
      ...['endpoints_managed', 'seats_managed', 'nrr', 'mrr', 'orr', 'product_cogs'],
      ...['employees', 'technical_employees', 'agreements', 'telemarketing_dials', 'first_time_appointments'],
      ...['prospects_to_pbr', 'new_agreements', 'new_mrr', 'lost_mrr', 'total_income', 'total_expenses_qb'],
    ]);
    expect(openFindings).toMatchObject([{ id: 1, kind: 'differs_from_formula', metric: 'employee_expense' }]);
    expect(await closings()).toEqual([{ organizationId: 1, period: '2025-03', closedAt: NOW, closedBy: 'tester' }]);
    expect(await audit()).toEqual([
      {
        at: NOW,
        actor: 'tester',
        action: 'period.closed',
        detail: { period: '2025-03', before: 'open', after: 'closed', missing: keys, openFindings: 1 },
      },
    ]);
  });

  it('that is closed changes nothing, not even who closed it', async () => {
    await close('2025-03');
    expect(await close('2025-03', LATER, 'another')).toMatchObject({ changed: false, openFindings: [] });
    expect(await closings()).toMatchObject([{ closedAt: NOW, closedBy: 'tester' }]);
    expect(await audit()).toHaveLength(1);
  });

  it.each(['2025-04', '2025-05', '2025-Q1', '2025-13'])('is refused for %s', async (period) => {
    await expect(close(period)).rejects.toMatchObject({ code: 'INVALID_PERIOD', field: 'period' });
    expect(await closings()).toEqual([]);
  });

  it('is possible from midnight of the collection zone on', async () => {
    await expect(close('2025-04', new Date('2025-05-01T04:59:59Z'))).rejects.toMatchObject({ code: 'INVALID_PERIOD' });
    expect(await close('2025-04', new Date('2025-05-01T05:00:00Z'))).toMatchObject({ changed: true });
  });

  it('refuses entry and release, and lets a collection only report drift', async () => {
    const { database } = use();
    await enter(database, '2025-03', { new_mrr: 1, reactive_tickets_created: 5 });
    await releaseMetrics(scopeOn(database), { period: '2025-03', metrics: ['reactive_tickets_created'] });
    await close('2025-03');
    const closed = { code: 'PERIOD_CLOSED', period: '2025-03', field: 'period' };
    await expect(enter(database, '2025-03', { new_mrr: 2 })).rejects.toMatchObject(closed);
    const release = { period: '2025-03', metrics: ['new_mrr'] };
    await expect(releaseMetrics(scopeOn(database), release)).rejects.toMatchObject(closed);
    const said = () => ({ '2025-03': { reactive_tickets_created: 6 } });
    const collection = collectionFor(database, { readers: { connectwise: readerSaying(said), ninjaone: null } });
    await collection.run({ trigger: 'cli', viewer: operatorViewer('tester'), months: ['2025-03' as never] });
    expect(await storedMonth(database, '2025-03')).toEqual({ new_mrr: '1', reactive_tickets_created: '5' });
    expect(await database.prisma.finding.findMany()).toMatchObject([{ kind: 'drift' }]);
  });

  it('and entering at the same time end in one order: what is stored was stored before it closed', async () => {
    const { database } = use();
    await enter(database, '2025-03', { new_mrr: 1 });
    const [entered, closed] = await Promise.allSettled([enter(database, '2025-03', { new_mrr: 2 }), close('2025-03')]);
    expect(closed.status).toBe('fulfilled');
    const value = entered.status === 'fulfilled' ? '2' : '1';
    expect(await storedMonth(database, '2025-03')).toEqual({ new_mrr: value });
  });

  describe('and reopening it', () => {
    it('records the reason, recalculates what changed meanwhile, and accepts values again', async () => {
      const { database } = use();
      await enter(database, '2025-03', { nrr: 10, mrr: 20, orr: 30, total_income: 100 });
      await close('2025-03');
      // As if the program had calculated otherwise before an upgrade.
      await database.prisma.monthlyMetric.updateMany({
        where: { metricName: 'product_sales' },
        data: { metricValue: 41 },
      });
      const report = await reopen('2025-03', ' invoice was wrong ');
      expect(report).toMatchObject({ month: '2025-03', changed: true, changes: [{ metric: 'product_sales' }] });
      expect(await storedMonth(database, '2025-03')).toMatchObject({ product_sales: '40' });
      expect(await database.prisma.valueHistory.findFirst({ orderBy: { id: 'desc' } })).toMatchObject({
        metricName: 'product_sales',
        cause: 'recalculation',
        actor: 'tester',
        reason: 'invoice was wrong',
        changedAt: LATER,
      });
      expect((await audit())[1]).toEqual({
        at: LATER,
        actor: 'tester',
        action: 'period.reopened',
        detail: {
          period: '2025-03',
          reason: 'invoice was wrong',
          before: 'closed',
          after: 'open',
          changes: [
            {
              period: '2025-03',
              metric: 'product_sales',
              before: { value: '41', source: 'calculated' },
              after: { value: '40', source: 'calculated' },
            },
          ],
        },
      });
      await enter(database, '2025-03', { nrr: 11 }, LATER);
      expect(await storedMonth(database, '2025-03')).toMatchObject({ product_sales: '39' });
    });

    it('changes nothing where it is open', async () => {
      expect(await reopen('2025-03', 'to be sure')).toEqual({
        month: '2025-03',
        changed: false,
        changes: [],
        derivedChanges: 0,
      });
      expect(await audit()).toEqual([]);
    });

    it.each([
      ['no reason', '2025-03', ' ', 'MISSING_FIELD', 'reason'],
      ['a reason that is too long', '2025-03', 'x'.repeat(4_001), 'INVALID_VALUE', 'reason'],
      ['a quarter', '2025-Q1', 'because', 'INVALID_PERIOD', 'period'],
    ])('is refused for %s', async (_, period, reason, code, field) => {
      await close('2025-03');
      await expect(reopen(period, reason)).rejects.toMatchObject({ code, field });
      expect(await closings()).toHaveLength(1);
    });

    it('is refused with everything that is wrong', async () => {
      await expect(reopen('2025-Q1', '')).rejects.toMatchObject({
        errors: [{ code: 'INVALID_PERIOD' }, { code: 'MISSING_FIELD' }],
      });
    });
  });

  it('is refused for an organization that does not exist', async () => {
    const context = scopeOn(use().database, NOW, 7);
    const refused = { code: 'ORGANIZATION_NOT_FOUND', field: 'organizationId' };
    await expect(closePeriod(context, { period: '2025-03' })).rejects.toMatchObject(refused);
    await expect(reopenPeriod(context, { period: '2025-03', reason: 'x' })).rejects.toMatchObject(refused);
  });
});
