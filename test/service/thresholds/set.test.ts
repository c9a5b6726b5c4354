import { beforeEach, describe, expect, it } from 'vitest';
import type { Bound, ThresholdType } from '#src/core/metrics/threshold.ts';
import { Decimal } from '#src/core/number.ts';
import { removeThreshold, setThreshold } from '#src/service/thresholds/set.ts';
import { readThresholds } from '#src/store/thresholds.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { NOW, ORGANIZATION_ID, scopeOn } from '../../kit/services.ts';

describeOnBothDatabases('thresholds', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const set = (metric: string, type: ThresholdType, bound: Bound | null, value: number | string, at = NOW) =>
    setThreshold(scopeOn(use().database, at), { metric, type, bound, value: new Decimal(value) });
  const remove = (metric: string, type: ThresholdType, bound: Bound) =>
    removeThreshold(scopeOn(use().database), { metric, type, bound });
  const stored = async () => {
    const thresholds = await readThresholds(use().database.prisma, ORGANIZATION_ID);
    return thresholds.map(({ metric, type, bound, value }) => `${metric} ${type} ${bound} ${value.toFixed()}`);
  };
  const audit = () =>
    use().database.prisma.auditEntry.findMany({ select: { at: true, actor: true, action: true, detail: true } });

  it('are set, replaced and removed, each with who and when, and leave a trace', async () => {
    const later = new Date(NOW.getTime() + 1_000);
    expect(await set('Net Profit', 'warning', 'min', '50000.00005')).toMatchObject({
      metric: 'net_profit',
      updatedAt: NOW,
      updatedBy: 'tester',
    });
    await set('net_profit', 'warning', 'min', 40_000, later);
    await set('net_profit', 'critical', 'min', 20_000, later);
    expect(await stored()).toEqual(['net_profit critical min 20000', 'net_profit warning min 40000']);
    expect(await remove('net_profit', 'critical', 'min')).toBe('net_profit');
    expect(await stored()).toEqual(['net_profit warning min 40000']);
    const warning = { metric: 'net_profit', bound: 'min', type: 'warning' };
    const critical = { ...warning, type: 'critical' };
    const by = { actor: 'tester' };
    expect(await audit()).toEqual([
      { ...by, at: NOW, action: 'threshold.set', detail: { ...warning, before: null, after: '50000.0001' } },
      { ...by, at: later, action: 'threshold.set', detail: { ...warning, before: '50000.0001', after: '40000' } },
      { ...by, at: later, action: 'threshold.set', detail: { ...critical, before: null, after: '20000' } },
      { ...by, at: NOW, action: 'threshold.removed', detail: { ...critical, before: '20000', after: null } },
    ]);
  });

  it.each(['lost_mrr', 'Lost MRR', 'Lost MRR (churn)'])('on %s mean the SmartNumber', async (name) => {
    expect(await set(name, 'warning', 'max', 1_000)).toMatchObject({ metric: 'lost_mrr' });
  });

  it.each([
    ['net_profit', 'min'],
    ['total_expenses', 'max'],
    ['RHEM (Reactive Hours / Endpoint / Month)', 'max'],
  ])('on %s have a %s bound where none is given', async (metric, bound) => {
    expect(await set(metric, 'warning', null, 1)).toMatchObject({ bound });
  });

  it('that are not there are removed without a trace', async () => {
    expect(await remove('New MRR', 'warning', 'min')).toBe('new_mrr');
    expect(await audit()).toEqual([]);
  });

  it('of two writers who contradict each other, only one is stored, however often they race', async () => {
    for (let round = 0; round < 10; round++) {
      await use().database.prisma.threshold.deleteMany();
      const attempts = await Promise.allSettled([
        set('net_profit', 'warning', 'min', 10),
        set('net_profit', 'critical', 'min', 20),
      ]);
      expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await stored()).toHaveLength(1);
    }
  });

  describe('are refused', () => {
    it('where the warning lies on the wrong side of the critical', async () => {
      await set('rhem', 'critical', 'max', '0.2');
      await set('rhem', 'critical', 'min', '0.05');
      await expect(set('rhem', 'warning', 'max', '0.3')).rejects.toMatchObject({
        code: 'INVALID_THRESHOLD',
        field: 'value',
      });
      await set('rhem', 'warning', 'max', '0.2');
      await expect(set('rhem', 'critical', 'max', '0.1')).rejects.toMatchObject({ code: 'INVALID_THRESHOLD' });
      expect(await stored()).toEqual(['rhem critical max 0.2', 'rhem critical min 0.05', 'rhem warning max 0.2']);
    });

    it.each([
      ['a bound that is needed and not given', ['employees', 'warning', null, 1], 'INVALID_THRESHOLD', 'bound'],
      ['a value out of range', ['nrr', 'warning', 'min', '10000000000'], 'INVALID_VALUE', 'value'],
      ['a name that nothing has', ['no_such', 'warning', 'min', 1], 'METRIC_NOT_FOUND', 'metric'],
    ] as const)('for %s', async (_, [metric, type, bound, value], code, field) => {
      await expect(set(metric, type, bound, value)).rejects.toMatchObject({ code, field });
      expect(await audit()).toEqual([]);
    });

    it('for everything that is wrong, together', async () => {
      const elsewhere = scopeOn(use().database, NOW, 7);
      const input = { metric: 'no_such', type: 'warning', value: new Decimal('1e10') } as const;
      await expect(setThreshold(elsewhere, input)).rejects.toMatchObject({
        errors: [
          { code: 'METRIC_NOT_FOUND', key: 'no_such' },
          { code: 'INVALID_VALUE', field: 'value' },
          { code: 'ORGANIZATION_NOT_FOUND', field: 'organizationId' },
        ],
      });
      const name = { metric: 'no_such', type: 'warning', bound: 'min' } as const;
      await expect(removeThreshold(elsewhere, name)).rejects.toMatchObject({
        errors: [{ code: 'METRIC_NOT_FOUND' }, { code: 'ORGANIZATION_NOT_FOUND' }],
      });
    });
  });
});
