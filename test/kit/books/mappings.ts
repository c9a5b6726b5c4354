import fc from 'fast-check';
import {
  type AccountMapping,
  EMPTY_MAPPING,
  MAPPED_METRICS,
  type MappedAccount,
  type MappedMetric,
  mappingProblems,
} from '#src/core/books/account-mapping.ts';
import type { StatementLine } from '#src/core/books/statement.ts';
import { STATEMENT_SECTIONS } from '#src/core/books/statement.ts';
import { Decimal } from '#src/core/number.ts';
import { type Chart, type ChartAccount, chartOf } from './chart.ts';

/** The lines of a chart's first column, with ids as QuickBooks gives them, or without as a file does. */
export function linesOfChart(chart: Chart, hasIds: boolean): StatementLine[] {
  return STATEMENT_SECTIONS.flatMap((section) => {
    const below = (account: ChartAccount, parents: readonly string[]): StatementLine[] => {
      const path = [...parents, account.name];
      const own = account.own?.[0];
      const line: StatementLine = {
        account: path.join(':'),
        accountId: hasIds ? account.id : null,
        number: account.number,
        type: null,
        section,
        amount: new Decimal(own ?? 0).div(100),
      };
      return [...(own === undefined ? [] : [line]), ...account.children.flatMap((child) => below(child, path))];
    };
    return chart.sections[section].flatMap((account) => below(account, []));
  });
}

/** Adds a list's entry where the mapping stays valid. */
function withEntry(mapping: AccountMapping, key: MappedMetric | 'reclassify', entry: MappedAccount): AccountMapping {
  const list = key === 'reclassify' ? mapping.reclassify : mapping.metrics[key];
  const longer = [...(list === 'none' ? [] : list), entry];
  const next =
    key === 'reclassify'
      ? { ...mapping, reclassify: longer }
      : { ...mapping, metrics: { ...mapping.metrics, [key]: longer } };
  return mappingProblems(next).length === 0 ? next : mapping;
}

/** Any statement with any mapping of its accounts that may be kept. */
export const mappedStatement: fc.Arbitrary<{
  readonly lines: readonly StatementLine[];
  readonly mapping: AccountMapping;
}> = fc
  .record({ chart: chartOf(1), hasIds: fc.boolean() })
  .map(({ chart, hasIds }) => linesOfChart(chart, hasIds))
  .chain((lines) =>
    fc
      .record({
        otherIncomeCounts: fc.boolean(),
        otherExpenseCounts: fc.boolean(),
        none: fc.subarray([...MAPPED_METRICS]),
        picks: fc.array(
          fc.record({
            index: fc.nat({ max: Math.max(0, lines.length - 1) }),
            key: fc.constantFrom('reclassify' as const, ...MAPPED_METRICS),
            subAccounts: fc.boolean(),
            hasId: fc.boolean(),
          }),
          { maxLength: 30 },
        ),
      })
      .map(({ picks, none, ...settings }) => {
        const nothing = Object.fromEntries(none.map((metric) => [metric, 'none' as const]));
        const start: AccountMapping = {
          ...EMPTY_MAPPING,
          ...settings,
          metrics: { ...EMPTY_MAPPING.metrics, ...nothing },
        };
        const mapping = picks.reduce((current, { index, key, subAccounts, hasId }) => {
          const line = lines[index];
          if (!line) return current;
          const { account, section } = line;
          const accountId = hasId ? line.accountId : null;
          return withEntry(current, key, { account, section, accountId, subAccounts });
        }, start);
        return { lines, mapping };
      }),
  );
