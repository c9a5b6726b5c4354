import type { Decimal } from '#src/core/number.ts';
import {
  type AccountMapping,
  accountsOf,
  covers,
  type KnownAccount,
  MAPPED_METRICS,
  type MappedMetric,
  type MappingProblem,
  mappingProblems,
} from './account-mapping.ts';
import { sum, ZERO } from './money.ts';
import { accountKey, type StatementLine, type StatementSection, sumStatement } from './statement.ts';

/** The nine metrics of source `quickbooks`. */
export const BOOKS_METRICS = ['total_income', 'product_cogs', 'total_expenses_qb', ...MAPPED_METRICS] as const;
export type BooksMetric = (typeof BOOKS_METRICS)[number];

export function isBooksMetric(metric: string): metric is BooksMetric {
  return BOOKS_METRICS.some((each) => each === metric);
}

/** Where a line's money goes, exactly once. */
export type Bucket = 'total_income' | 'product_cogs' | 'total_expenses_qb' | 'misc_revenue' | 'no metric';

/** A line with where it counts. `part` is the metric of a list that takes it out of its total's rest. */
export interface AssignedLine {
  readonly line: StatementLine;
  readonly bucket: Bucket;
  readonly part: Exclude<MappedMetric, 'misc_revenue'> | null;
  /** A line of COGS that counts as an expense. */
  readonly isReclassified: boolean;
}

/** What a mapping makes of a statement. */
export interface MappedStatement {
  /** In the order of `BOOKS_METRICS`; null: no value, since its accounts are not decided. */
  readonly values: ReadonlyMap<BooksMetric, Decimal | null>;
  readonly lines: readonly AssignedLine[];
  /** Lines with money that count nowhere. */
  readonly inNoMetric: readonly StatementLine[];
}

/**
 * Computes the metrics of a complete statement. The totals follow from its sections; a list whose accounts have no postings
 * is 0.
 * @returns problems where the mapping is invalid, or where two lists take the same line, as can happen after accounts
 * were moved in the chart
 */
export function metricsOf(
  lines: readonly StatementLine[],
  mapping: AccountMapping,
): MappedStatement | { readonly problems: readonly MappingProblem[] } {
  const problems = [...mappingProblems(mapping), ...linesInTwoLists(lines, mapping)];
  if (problems.length > 0) return { problems };
  const assigned = lines.map((line) => assign(line, mapping));
  const of = (bucket: Bucket) => sum(assigned.filter((each) => each.bucket === bucket).map(({ line }) => line.amount));
  const values = new Map<BooksMetric, Decimal | null>([
    ['total_income', of('total_income')],
    ['product_cogs', of('product_cogs')],
    ['total_expenses_qb', of('total_expenses_qb')],
    ...MAPPED_METRICS.map((metric) => [metric, valueOfList(lines, mapping, metric)] as const),
  ]);
  const inNoMetric = assigned.filter(({ bucket, line }) => bucket === 'no metric' && !line.amount.isZero());
  return { values, lines: assigned, inNoMetric: inNoMetric.map(({ line }) => line) };
}

function valueOfList(lines: readonly StatementLine[], mapping: AccountMapping, metric: MappedMetric): Decimal | null {
  const list = mapping.metrics[metric];
  if (list === 'none') return ZERO;
  if (list.length === 0) return null;
  return sum(lines.filter((line) => list.some((entry) => covers(entry, line))).map(({ amount }) => amount));
}

function assign(line: StatementLine, mapping: AccountMapping): AssignedLine {
  const isReclassified = mapping.reclassify.some((entry) => covers(entry, line));
  const lists = listsOf(line, mapping);
  const part = lists.find((metric) => metric !== 'misc_revenue') ?? null;
  return { line, bucket: bucketOf(line.section, mapping, { isReclassified, lists }), part, isReclassified };
}

/** The metrics whose lists take an account: one at most, unless accounts were moved in the chart. */
export function listsOf(line: KnownAccount, mapping: AccountMapping): MappedMetric[] {
  return MAPPED_METRICS.filter((metric) => accountsOf(mapping, metric).some((entry) => covers(entry, line)));
}

function bucketOf(
  section: StatementSection,
  mapping: AccountMapping,
  { isReclassified, lists }: { readonly isReclassified: boolean; readonly lists: readonly MappedMetric[] },
): Bucket {
  switch (section) {
    case 'income':
      return 'total_income';
    case 'cogs':
      return isReclassified ? 'total_expenses_qb' : 'product_cogs';
    case 'expense':
      return 'total_expenses_qb';
    case 'other income':
      if (mapping.otherIncomeCounts) return 'total_income';
      return lists.includes('misc_revenue') ? 'misc_revenue' : 'no metric';
    case 'other expense':
      return mapping.otherExpenseCounts ? 'total_expenses_qb' : 'no metric';
  }
}

function linesInTwoLists(lines: readonly StatementLine[], mapping: AccountMapping): MappingProblem[] {
  return lines.flatMap((line) => {
    const [first, second] = listsOf(line, mapping);
    if (!first || !second) return [];
    return [{ field: second, message: `${line.account} is in ${first} and in ${second}` }];
  });
}

/** The lines that a metric is the sum of, in the order of the statement. */
export function linesOfMetric(mapped: MappedStatement, metric: BooksMetric): StatementLine[] {
  return assignedTo(mapped, metric).map(({ line }) => line);
}

/** As `linesOfMetric`, with where they count. */
export function assignedTo({ lines }: MappedStatement, metric: BooksMetric): AssignedLine[] {
  return lines.filter(({ bucket, part }) => bucket === metric || part === metric);
}

/**
 * Accounts with money that are new since the mapping was confirmed and that no list covers: renamed ones are not new where
 * they have ids.
 * @param known the accounts of that time
 */
export function newAccounts(
  lines: readonly StatementLine[],
  mapping: AccountMapping,
  known: readonly KnownAccount[],
): StatementLine[] {
  const isNew = newSince(mapping, known);
  return lines.filter((line) => !line.amount.isZero() && isNew(line));
}

/** Tells accounts that are not among the known ones, and that no list covers. */
export function newSince(mapping: AccountMapping, known: readonly KnownAccount[]): (account: KnownAccount) => boolean {
  const ids = new Set(known.map(({ accountId }) => accountId).filter((id) => id !== null));
  const names = new Set(known.map(accountKey));
  const lists = [...MAPPED_METRICS.flatMap((metric) => accountsOf(mapping, metric)), ...mapping.reclassify];
  return (account) => {
    const isKnown = (account.accountId !== null && ids.has(account.accountId)) || names.has(accountKey(account));
    return !isKnown && !lists.some((entry) => covers(entry, account));
  };
}

/** A reconciling item of the books: what makes net profit differ from the statement's Net Income. */
export interface ReconcilingItem {
  readonly key: 'other income' | 'cogs' | 'uncategorized' | 'other expense';
  readonly label: string;
  readonly amount: Decimal;
}

/** The four reconciling items, in the order of the statement. */
export function reconcilingItems(
  { values, lines }: MappedStatement,
  mapping: AccountMapping,
): readonly ReconcilingItem[] {
  const { sections } = sumStatement(lines.map(({ line }) => line));
  const moved = sum(lines.filter(({ isReclassified }) => isReclassified).map(({ line }) => line.amount));
  const value = (metric: BooksMetric) => values.get(metric) ?? ZERO;
  const otherIncome = mapping.otherIncomeCounts ? ZERO : sections['other income'];
  const otherExpense = mapping.otherExpenseCounts ? ZERO : sections['other expense'];
  return [
    {
      key: 'other income',
      label: 'Miscellaneous revenue less other income',
      amount: value('misc_revenue').minus(otherIncome),
    },
    {
      key: 'cogs',
      label: 'COGS that is neither product COGS nor an expense',
      amount: sections.cogs.minus(moved).minus(value('product_cogs')),
    },
    { key: 'uncategorized', label: 'Uncategorized expenses', amount: value('uncategorized_expenses') },
    { key: 'other expense', label: 'Other expense that does not count', amount: otherExpense },
  ];
}
