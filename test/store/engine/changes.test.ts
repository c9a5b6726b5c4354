import { beforeEach, expect, it, vi } from 'vitest';
import type { Change } from '#src/store/engine/change.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { enter } from '../../kit/services.ts';

describeOnBothDatabases(
  'a change',
  (use) => {
    beforeEach(() => emptyDatabase(use()));

    /** The changes that are noticed until one of organization 99 is, as text. */
    const noticedOf = async (work: () => Promise<unknown>): Promise<string[]> => {
      const { prisma, changes } = use().database;
      const noticed: Change[] = [];
      await vi.waitUntil(() => changes.isReliable(), { timeout: 10_000 });
      const stop = changes.subscribe((change) => noticed.push(change));
      await work();
      await prisma.$executeRaw`SELECT pg_notify('qbr_changed', '99:')`;
      const isEnd = (change: Change) => change.kind === 'organization' && change.organizationId === 99;
      await vi.waitUntil(() => noticed.some(isEnd), { timeout: 10_000 });
      stop();
      const texts = noticed
        .filter((change) => !isEnd(change))
        .map((change) =>
          change.kind === 'organization' ? `${change.organizationId}:${[...change.years]}` : change.kind,
        );
      return [...new Set(texts)].sort();
    };
    /** SQL that goes past the program's services, as an administrator's. */
    const run = (sql: string) => use().database.prisma.$executeRawUnsafe(sql);

    beforeEach(async () => {
      // The first subscription begins to listen, and what was emptied is noticed before a test begins.
      use().database.changes.subscribe(() => undefined);
      await noticedOf(async () => undefined);
    });

    it('is noticed with its organization and years, at once if this program has written it', async () => {
      const { database } = use();
      const noticed: Change[] = [];
      const stop = database.changes.subscribe((change) => noticed.push(change));
      await enter(database, '2024-12', { new_mrr: 1 });
      stop();
      expect(noticed[0]).toEqual({
        kind: 'organization',
        organizationId: 1,
        years: new Set(['2024']),
        isOfItself: false,
      });
    });

    it('is one notification for all the statements of a transaction', async () => {
      expect(await noticedOf(() => enter(use().database, '2025-01', { mrr: 1, nrr: 2, orr: 3 }))).toEqual(['1:2025']);
    });

    it('that is rolled back is none', async () => {
      const { database } = use();
      const failed = database.transaction(async (tx) => {
        await tx.$executeRaw`INSERT INTO organization (id, name) VALUES (7, 'Seven')`;
        throw new Error('rolled back');
      });
      expect(await noticedOf(() => expect(failed).rejects.toThrow('rolled back'))).toEqual([]);
    });

    it.each([
      ['a value moved to another year', `UPDATE qbr_metrics_monthly SET period = '2026-01'`, ['1:2025', '1:2026']],
      ['a deleted value', 'DELETE FROM qbr_metrics_monthly', ['1:2025']],
      ['a statement that finds nothing', `DELETE FROM qbr_metrics_monthly WHERE period = '1999-01'`, []],
      ['a truncated table', 'TRUNCATE qbr_metrics_monthly', ['everything']],
      ['a new organization', `INSERT INTO organization (id, name) VALUES (7, 'Seven')`, ['7:']],
      [
        'a threshold',
        `INSERT INTO qbr_thresholds (organization_id, metric_name, threshold_type, bound, threshold_value) VALUES (1, 'mrr', 'warning', 'min', 1)`,
        ['1:'],
      ],
      [
        'a person',
        `INSERT INTO qbr_person (email, created_at, created_by) VALUES ('ada@example.com', now(), 'x')`,
        ['access'],
      ],
      [
        'months of two years',
        `INSERT INTO qbr_period_closing (organization_id, period, closed_at, closed_by) VALUES (1, '2023-01', now(), 'x'), (1, '2024-02', now(), 'x'), (1, '2023-03', now(), 'x')`,
        ['1:2023,2024'],
      ],
    ])('of any program is noticed: %s', async (_name, sql, expected) => {
      await noticedOf(() => enter(use().database, '2025-01', { new_mrr: 1 }));
      expect(await noticedOf(() => run(sql))).toEqual(expected);
    });
  },
  { notOnCitus: 'it is about triggers' },
);
