import { beforeEach, expect, it } from 'vitest';
import { InvalidInputError, type QbrError } from '#src/core/errors.ts';
import { Decimal } from '#src/core/number.ts';
import { closePeriod, reopenPeriod } from '#src/service/periods/close.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { releaseMetrics } from '#src/service/values/release.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { NOW, scopeOn } from '../kit/services.ts';

/** What an attempt is refused for: codes and fields, in order. */
async function refusal(attempt: Promise<unknown>): Promise<unknown> {
  const error = await attempt.catch((caught: unknown) => caught);
  const errors = error instanceof InvalidInputError ? error.errors : [error as QbrError];
  return errors.map(({ code, field }) => [code, field]);
}

const ENTRY = { metric: 'new_mrr', value: new Decimal(1) };

describeOnBothDatabases('what is wrong with an input', (use) => {
  beforeEach(() => emptyDatabase(use()));

  it('is told together: period, organization, closed month and entries', async () => {
    const { database } = use();
    const context = scopeOn(database);
    const entries = [{ ...ENTRY, metric: 'x', notes: 'n'.repeat(4_001) }];
    expect(await refusal(enterMetrics(context, { period: '2025-05', entries }))).toEqual([
      ['INVALID_PERIOD', 'period'],
      ['METRIC_NOT_FOUND', 'entries[0].metric'],
      ['INVALID_VALUE', 'entries[0].notes'],
    ]);
    await database.prisma.periodClosing.create({
      data: { organizationId: 1, period: '2025-02', closedAt: NOW, closedBy: 'admin' },
    });
    expect(await refusal(enterMetrics(context, { period: '2025-02', entries }))).toEqual([
      ['METRIC_NOT_FOUND', 'entries[0].metric'],
      ['INVALID_VALUE', 'entries[0].notes'],
      ['PERIOD_CLOSED', 'period'],
    ]);
    const metrics = ['x', 'nrr', 'y'];
    expect(await refusal(releaseMetrics(scopeOn(database, NOW, 7), { period: '2025-01', metrics }))).toEqual([
      ['ORGANIZATION_NOT_FOUND', 'organizationId'],
      ['METRIC_NOT_FOUND', 'metrics[0]'],
      ['METRIC_NOT_FOUND', 'metrics[2]'],
    ]);
    expect(await database.prisma.auditEntry.count()).toBe(0);
  });

  it('is told together where the month is no month, or none that can be closed, and the organization is unknown', async () => {
    const context = scopeOn(use().database, NOW, 7);
    const both = [
      ['INVALID_PERIOD', 'period'],
      ['ORGANIZATION_NOT_FOUND', 'organizationId'],
    ];
    const period = '2025-Q1';
    expect(await refusal(enterMetrics(context, { period, entries: [ENTRY] }))).toEqual(both);
    expect(await refusal(releaseMetrics(context, { period, metrics: ['nrr'] }))).toEqual(both);
    expect(await refusal(closePeriod(context, { period: '2031-01' }))).toEqual(both);
    expect(await refusal(reopenPeriod(context, { period, reason: 'late invoice' }))).toEqual(both);
  });

  it.each([
    ['no entries', [], 'MISSING_FIELD', 'entries'],
    ['too many entries', Array.from({ length: 1_001 }, () => ENTRY), 'INVALID_VALUE', 'entries'],
    ['a NUL in a note', [{ ...ENTRY, notes: 'a\0b' }], 'INVALID_VALUE', 'entries[0].notes'],
    ['half a character in a note', [{ ...ENTRY, notes: '\ud83d' }], 'INVALID_VALUE', 'entries[0].notes'],
  ])('may be %s', async (_, entries, code, field) => {
    const attempt = enterMetrics(scopeOn(use().database), { period: '2025-01', entries });
    expect(((await refusal(attempt)) as unknown[])[0]).toEqual([code, field]);
  });

  it('may be no names or too many of them to release', async () => {
    const release = (metrics: string[]) => releaseMetrics(scopeOn(use().database), { period: '2025-01', metrics });
    expect(await refusal(release([]))).toEqual([['MISSING_FIELD', 'metrics']]);
    expect(await refusal(release(Array.from({ length: 1_001 }, () => 'nrr')))).toEqual([['INVALID_VALUE', 'metrics']]);
  });
});
