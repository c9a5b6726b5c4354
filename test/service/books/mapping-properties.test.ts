import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AccountMapping, EMPTY_MAPPING, MAPPED_METRICS } from '#src/core/books/account-mapping.ts';
import type { StatementLine } from '#src/core/books/statement.ts';
import { parseMonth } from '#src/core/period.ts';
import { type MappingDraft, saveMapping } from '#src/service/books/mapping.ts';
import { exportMapping, importMapping } from '#src/service/books/mapping-file.ts';
import { booksOfMonth } from '#src/service/books/review.ts';
import { closePeriod } from '#src/service/periods/close.ts';
import { keepStatements } from '../../kit/books/keep-statements.ts';
import { mappedStatement } from '../../kit/books/mappings.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { enter, scopeOn } from '../../kit/services.ts';

const MONTHS = ['2025-01', '2025-02', '2025-03'] as const;
const RUNS = 6;

/** Values that a person may have entered, each with an effect on net profit or with none. */
const overrides = fc
  .uniqueArray(
    fc.constantFrom('total_income', 'misc_revenue', 'uncategorized_expenses', 'product_cogs', 'mrr', 'owner_comp'),
  )
  .map((metrics) => Object.fromEntries(metrics.map((metric, index) => [metric, `${1_000 * (index + 1)}.25`])));

/** A statement, a mapping of its accounts, and another in which some lists are `none`. */
const example = fc.record({ stated: mappedStatement, emptied: fc.subarray([...MAPPED_METRICS]), overrides });

describeOnBothDatabases('any mapping of any chart', (use) => {
  const scope = () => scopeOn(use().database);
  const draft = (mapping: AccountMapping, reason = 'Any'): MappingDraft => ({ from: '2024-01', reason, mapping });
  const confirm = (mapping: AccountMapping, reason?: string) =>
    saveMapping(scope(), draft(mapping, reason), { confirm: true });
  const storedValues = () =>
    use().database.prisma.monthlyMetric.findMany({ orderBy: [{ period: 'asc' }, { metricName: 'asc' }] });
  const keep = async (lines: readonly StatementLine[]) => {
    await emptyDatabase(use());
    const statements = MONTHS.map((month) => ({ month: parseMonth(month), basis: null, currency: 'USD', lines }));
    await keepStatements(use().database, statements);
  };
  const without = (mapping: AccountMapping, emptied: readonly (typeof MAPPED_METRICS)[number][]): AccountMapping => {
    const none = Object.fromEntries(emptied.map((metric) => [metric, 'none' as const]));
    return { ...mapping, metrics: { ...mapping.metrics, ...none } };
  };

  it('changes what its preview said, and nothing in a closed month', async () => {
    const property = fc.asyncProperty(example, async ({ stated: { lines, mapping }, emptied }) => {
      await keep(lines);
      await confirm(mapping);
      await closePeriod(scope(), { period: '2025-02' });
      const before = await storedValues();
      const next = draft(without(mapping, emptied), 'Next');
      const preview = await saveMapping(scope(), next, { confirm: true, preview: true });
      expect(await storedValues()).toEqual(before);
      const saved = await saveMapping(scope(), next, { confirm: true });
      expect(saved).toEqual(preview);
      expect([saved.months, saved.keptMonths]).toEqual([['2025-01', '2025-03'], ['2025-02']]);
      const after = await storedValues();
      const changed = after.filter(({ period, metricName, metricValue }) => {
        const old = before.find((each) => each.period === period && each.metricName === metricName);
        return !old?.metricValue.equals(metricValue);
      });
      const said = saved.changes.filter(({ after: value }) => value !== null);
      expect(changed.map(({ period, metricName }) => `${period} ${metricName}`).sort()).toEqual(
        said.map(({ month, metric }) => `${month} ${metric}`).sort(),
      );
      const ofClosed = (rows: typeof after) => rows.filter(({ period }) => period === '2025-02');
      expect(ofClosed(after)).toEqual(ofClosed(before));
      expect((await booksOfMonth(scope(), '2025-02'))?.mapping?.version).toBe(1);
      expect((await booksOfMonth(scope(), '2025-03'))?.mapping?.version).toBe(2);
    });
    await fc.assert(property, { numRuns: RUNS });
  });

  it('ties out to the books at 0.00, whatever is entered by hand', async () => {
    const property = fc.asyncProperty(example, async ({ stated: { lines, mapping }, overrides: entered }) => {
      await keep(lines);
      await confirm(mapping);
      if (Object.keys(entered).length > 0) await enter(use().database, '2025-01', entered);
      const books = await booksOfMonth(scope(), '2025-01');
      expect(books?.tieOut?.remainder.toFixed(2)).toBe('0.00');
      const stored = (await storedValues()).find((row) => row.period === '2025-01' && row.metricName === 'net_profit');
      if (stored) expect(books?.tieOut?.netProfit.toFixed()).toBe(stored.metricValue.toFixed());
    });
    await fc.assert(property, { numRuns: RUNS });
  });

  it('is the same after an export and an import', async () => {
    const property = fc.asyncProperty(example, async ({ stated: { lines, mapping } }) => {
      await keep(lines);
      await confirm(mapping);
      const yaml = await exportMapping(scope());
      const imported = await importMapping(scope(), yaml, { confirm: true });
      expect([imported.version, imported.changes, imported.derivedChanges]).toEqual([2, [], 0]);
      expect(await exportMapping(scope())).toBe(yaml);
    });
    await fc.assert(property, { numRuns: RUNS });
  });

  it('is refused as a file with every fault, each with its field, and nothing is stored', async () => {
    await keep([]);
    await confirm(EMPTY_MAPPING);
    const yaml = 'from: 2024\nreason: ""\nmrr: all\nnrr:\n  - account: Projects\nunknown: 1\n';
    await expect(importMapping(scope(), yaml, { confirm: true })).rejects.toMatchObject({
      errors: [
        { code: 'INVALID_VALUE', field: 'unknown' },
        { field: 'from' },
        { field: 'reason' },
        { field: 'nrr[0].subAccounts' },
        { field: 'mrr' },
      ],
    });
    expect(await use().database.prisma.accountMapping.count()).toBe(1);
  });
});
