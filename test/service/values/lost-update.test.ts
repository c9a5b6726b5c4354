import { beforeEach, describe, expect, it } from 'vitest';
import { type ConflictError, InvalidInputError } from '#src/core/errors.ts';
import { Decimal } from '#src/core/number.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import type { MetricEntry } from '#src/service/values/entry-checks.ts';
import { releaseMetrics } from '#src/service/values/release.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { enter, NOW, scopeOn, storedMonth } from '../../kit/services.ts';

const LATER = new Date(NOW.getTime() + 60_000);

describeOnBothDatabases('the guard against lost updates', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const enterExpecting = (entries: Readonly<Record<string, readonly [value: number, expected: Date]>>, at = LATER) =>
    enterMetrics(scopeOn(use().database, at), {
      period: '2025-01',
      entries: Object.entries(entries).map(
        ([metric, [value, expectedUpdatedAt]]): MetricEntry => ({
          metric,
          value: new Decimal(value),
          expectedUpdatedAt,
        }),
      ),
    });
  const refusal = async (attempt: Promise<unknown>) => {
    const error = await attempt.catch((caught: unknown) => caught);
    const errors = error instanceof InvalidInputError ? error.errors : [error];
    return (errors as ConflictError[]).map(({ code, field, currentUpdatedAt }) => [code, field, currentUpdatedAt]);
  };

  it('lets a value be replaced that is still the one the writer knows', async () => {
    await enter(use().database, '2025-01', { new_mrr: 1 });
    await enterExpecting({ new_mrr: [2, NOW] });
    expect(await storedMonth(use().database, '2025-01')).toEqual({ new_mrr: '2' });
  });

  it('refuses all entries where one value has changed by as little as a millisecond, or is absent', async () => {
    await enter(use().database, '2025-01', { new_mrr: 1, agreements: 80 });
    const attempt = enterExpecting({
      agreements: [81, NOW],
      new_mrr: [2, new Date(NOW.getTime() - 1)],
      lost_mrr: [3, NOW],
    });
    expect(await refusal(attempt)).toEqual([
      ['CONFLICT', 'entries[1].expectedUpdatedAt', NOW],
      ['CONFLICT', 'entries[2].expectedUpdatedAt', null],
    ]);
    expect(await storedMonth(use().database, '2025-01')).toEqual({ new_mrr: '1', agreements: '80' });
    expect(await use().database.prisma.auditEntry.count()).toBe(1);
  });

  it('lets exactly one of many writers win who all know that there is no value', async () => {
    const enterAbsent = (value: number) =>
      enterMetrics(scopeOn(use().database, NOW), {
        period: '2025-01',
        entries: [{ metric: 'new_mrr', value: new Decimal(value), expectedAbsent: true }],
      });
    const attempts = await Promise.allSettled([1, 2, 3, 4].map(enterAbsent));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refusal(enterAbsent(5))).toEqual([['CONFLICT', 'entries[0].expectedAbsent', NOW]]);
  });

  it('refuses an entry that expects both a value and its absence', async () => {
    const attempt = enterMetrics(scopeOn(use().database, NOW), {
      period: '2025-01',
      entries: [{ metric: 'new_mrr', value: new Decimal(1), expectedUpdatedAt: NOW, expectedAbsent: true }],
    });
    expect(await refusal(attempt)).toEqual([['INVALID_VALUE', 'entries[0].expectedAbsent', undefined]]);
  });

  it('tells conflicts together with what is wrong with other entries', async () => {
    await enter(use().database, '2025-01', { new_mrr: 1 });
    const attempt = enterExpecting({ no_such_metric: [1, NOW], new_mrr: [2, LATER] });
    expect(await refusal(attempt)).toEqual([
      ['METRIC_NOT_FOUND', 'entries[0].metric', undefined],
      ['CONFLICT', 'entries[1].expectedUpdatedAt', NOW],
    ]);
  });

  it('lets exactly one of many writers win who all know the same value, also within one millisecond', async () => {
    await enter(use().database, '2025-01', { new_mrr: 1 });
    const attempts = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => enterExpecting({ new_mrr: [index + 2, NOW] }, NOW)),
    );
    const winners = attempts.flatMap(({ status }, index) => (status === 'fulfilled' ? [String(index + 2)] : []));
    expect(winners).toHaveLength(1);
    expect(await storedMonth(use().database, '2025-01')).toEqual({ new_mrr: winners[0] });
  });

  it('moves the time of change on even where the clock was set back', async () => {
    await enter(use().database, '2025-01', { new_mrr: 1 });
    await enter(use().database, '2025-01', { new_mrr: 2 }, new Date(NOW.getTime() - 60_000));
    const row = await use().database.prisma.monthlyMetric.findFirst({ where: { metricName: 'new_mrr' } });
    expect(row?.updatedAt).toEqual(new Date(NOW.getTime() + 1));
  });

  it('leaves the time of change where the same value is entered again', async () => {
    await enter(use().database, '2025-01', { new_mrr: 1 });
    await enter(use().database, '2025-01', { new_mrr: 1 }, LATER);
    await enterExpecting({ new_mrr: [2, NOW] });
  });

  describe('of what is released', () => {
    const releaseExpecting = (expected: Readonly<Record<string, Date>>, metrics = Object.keys(expected)) =>
      releaseMetrics(scopeOn(use().database, LATER), {
        period: '2025-01',
        metrics,
        expectedUpdatedAt: Object.entries(expected).map(([metric, updatedAt]) => ({ metric, updatedAt })),
      });

    it('lets a value be released that is still the one the writer knows, under any of its names', async () => {
      await enter(use().database, '2025-01', { new_mrr: 1, agreements: 80 });
      await releaseExpecting({ 'New MRR': NOW }, ['new_mrr', 'agreements']);
      expect(await storedMonth(use().database, '2025-01')).toEqual({});
    });

    it('refuses all where one value has changed since, or is absent', async () => {
      await enter(use().database, '2025-01', { new_mrr: 1, agreements: 80 });
      const attempt = releaseExpecting({ agreements: NOW, new_mrr: new Date(NOW.getTime() - 1), lost_mrr: NOW });
      expect(await refusal(attempt)).toEqual([
        ['CONFLICT', 'expectedUpdatedAt[1]', NOW],
        ['CONFLICT', 'expectedUpdatedAt[2]', null],
      ]);
      expect(await storedMonth(use().database, '2025-01')).toEqual({ new_mrr: '1', agreements: '80' });
      expect(await use().database.prisma.auditEntry.count()).toBe(1);
    });

    it('is of what is to be released, and told together with what else is wrong', async () => {
      await enter(use().database, '2025-01', { new_mrr: 1, agreements: 80 });
      const attempt = releaseExpecting({ agreements: NOW, no_such_metric: NOW, new_mrr: LATER }, [
        'new_mrr',
        'nor_this',
      ]);
      expect(await refusal(attempt)).toEqual([
        ['METRIC_NOT_FOUND', 'metrics[1]', undefined],
        ['INVALID_VALUE', 'expectedUpdatedAt[0].metric', undefined],
        ['METRIC_NOT_FOUND', 'expectedUpdatedAt[1].metric', undefined],
        ['CONFLICT', 'expectedUpdatedAt[2]', NOW],
      ]);
    });

    it('lets exactly one win of a writer and a releaser who know the same value', async () => {
      await enter(use().database, '2025-01', { new_mrr: 1 });
      const attempts = await Promise.allSettled([
        releaseExpecting({ new_mrr: NOW }),
        enterExpecting({ new_mrr: [2, NOW] }),
        releaseExpecting({ new_mrr: NOW }),
      ]);
      expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });
  });
});
