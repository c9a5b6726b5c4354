import { driftFinding, type Finding } from '#src/core/collection/finding.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { Decimal } from '#src/core/number.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import { shortened } from '#src/core/words.ts';
import type { AccountMapping, MappingProblem } from './account-mapping.ts';
import { type BooksMetric, linesOfMetric, type MappedStatement } from './mapped-metrics.ts';
import { sum, ZERO } from './money.ts';
import { compareStatements, type StatementLine, type StatementSection } from './statement.ts';

/** The total that an account of a section would count in. */
const TOTAL_OF: Readonly<Record<StatementSection, BooksMetric>> = {
  income: 'total_income',
  cogs: 'product_cogs',
  expense: 'total_expenses_qb',
  'other income': 'misc_revenue',
  'other expense': 'total_expenses_qb',
};

/**
 * One finding for each total with accounts that are new and in no list; its value is their sum.
 * @param mapping tells whether other income and other expense count into a total
 */
export function unmappedFindings(
  month: Month,
  accounts: readonly StatementLine[],
  mapping: Pick<AccountMapping, 'otherIncomeCounts' | 'otherExpenseCounts'>,
): Finding[] {
  const metrics = [...new Set(accounts.map(({ section }) => TOTAL_OF[section]))];
  return metrics.map((metric) => {
    const lines = accounts.filter(({ section }) => TOTAL_OF[section] === metric);
    const named = lines.map((line) => `${accountText(line)}, ${moneyOf(metric, line.amount)}`);
    const text = `${shortened(named, '; ')} in ${periodLabel(month)}, ${lines.length === 1 ? 'is' : 'are'} in no metric`;
    const message = lines.every((line) => countsInTotal(line, mapping))
      ? `${text} but ${metricStoredAs(metric).label}`
      : text;
    const value = sum(lines.map(({ amount }) => amount));
    return { kind: 'unmapped_account', month, metric, value, previousValue: null, message };
  });
}

function countsInTotal(
  { section }: StatementLine,
  { otherIncomeCounts, otherExpenseCounts }: Pick<AccountMapping, 'otherIncomeCounts' | 'otherExpenseCounts'>,
): boolean {
  if (section === 'other income') return otherIncomeCounts;
  return section !== 'other expense' || otherExpenseCounts;
}

/** The finding for a statement whose accounts two lists of the mapping take. */
export function conflictFinding(month: Month, problems: readonly MappingProblem[], kept: Decimal | null): Finding {
  const messages = shortened(
    problems.map(({ message }) => message),
    '; ',
  );
  const message = `The accounts of ${periodLabel(month)} do not fit their mapping: ${messages}; the values were kept`;
  return {
    ...{ kind: 'mapping_conflict', month, metric: 'total_income', value: kept ?? ZERO },
    ...{ previousValue: null, message },
  };
}

/** The finding for a statement that gives a closed or frozen month another value, with the accounts that differ. */
export function booksDriftFinding(
  metric: BooksMetric,
  month: Month,
  {
    collected,
    kept,
    mapped,
    before,
  }: {
    readonly collected: Decimal;
    readonly kept: Decimal | null;
    readonly mapped: MappedStatement;
    /** The statement that counted before, by the same mapping. */
    readonly before: MappedStatement | null;
  },
): Finding {
  const finding = driftFinding(metric, month, { collected, kept });
  if (!before) return finding;
  const differences = compareStatements(linesOfMetric(before, metric), linesOfMetric(mapped, metric));
  const named = differences.map((each) => {
    const text = (amount: Decimal | null) => (amount === null ? 'absent' : moneyOf(metric, amount));
    return `${each.account} ${text(each.before)} → ${text(each.after)}`;
  });
  return { ...finding, message: [finding.message, ...(named.length > 0 ? [shortened(named)] : [])].join('; ') };
}

function moneyOf(metric: BooksMetric, amount: Decimal): string {
  return formatValue(amount, metricStoredAs(metric));
}

function accountText({ number, account }: StatementLine): string {
  return number === null ? account : `${number} ${account}`;
}
