import type { MappedMetric } from '#src/web/gql/operations.ts';
import { decimalDifference, decimalSum } from '#src/web/values/exact-decimals.ts';
import type { AccountNode } from './account-tree.ts';
import type { Accounts, MappingDraft, PlacedAccount } from './mapping-draft.ts';
import { MAPPED_METRICS, type Place } from './places.ts';

/** What a mapping makes of a month's statement, in exact decimals. */
export interface MonthSums {
  readonly totalIncome: string;
  readonly productCogs: string;
  readonly totalExpenses: string;
  readonly otherIncome: string;
  /** Of each metric, also of one that is not decided. */
  readonly metrics: Readonly<Record<MappedMetric, string>>;
  /** Total income without the metrics of it. */
  readonly productSales: string;
  /** Total expenses without payroll; uncategorized expenses are part of it (docs/calculations.md). */
  readonly otherExpenses: string;
  /** What no metric counts. */
  readonly inNoMetric: { readonly otherIncome: string; readonly otherExpense: string };
}

/** The sums of one month. @param month index into the amounts of the accounts */
export function monthSums(
  accounts: Accounts,
  placed: ReadonlyMap<string, PlacedAccount>,
  { month, rules }: { readonly month: number; readonly rules: MappingDraft },
): MonthSums {
  const lines = [...accounts.values()].map((node) => ({
    amount: node.amounts[month] ?? '0',
    place: placed.get(node.key)?.place ?? null,
    section: node.section,
  }));
  const sum = (isCounted: (line: Pick<AccountNode, 'section'> & { readonly place: Place | null }) => boolean) =>
    decimalSum(lines.filter(isCounted).map(({ amount }) => amount));
  const { otherIncomeCounts, otherExpenseCounts } = rules;
  const totalIncome = sum(({ section }) => section === 'INCOME' || (section === 'OTHER_INCOME' && otherIncomeCounts));
  const totalExpenses = sum(
    ({ section, place }) =>
      section === 'EXPENSE' ||
      (section === 'COGS' && place !== null) ||
      (section === 'OTHER_EXPENSE' && otherExpenseCounts),
  );
  const metrics = Object.fromEntries(
    MAPPED_METRICS.map((metric) => [metric, sum(({ place }) => place === metric)]),
  ) as Record<MappedMetric, string>;
  return {
    totalIncome,
    totalExpenses,
    productCogs: sum(({ section, place }) => section === 'COGS' && place === null),
    otherIncome: sum(({ section }) => section === 'OTHER_INCOME'),
    metrics,
    productSales: decimalDifference(totalIncome, decimalSum([metrics.MRR, metrics.NRR, metrics.ORR])),
    otherExpenses: decimalDifference(totalExpenses, metrics.PAYROLL_TOTAL),
    inNoMetric: {
      otherIncome: sum(({ section, place }) => section === 'OTHER_INCOME' && place === null && !otherIncomeCounts),
      otherExpense: sum(({ section }) => section === 'OTHER_EXPENSE' && !otherExpenseCounts),
    },
  };
}
