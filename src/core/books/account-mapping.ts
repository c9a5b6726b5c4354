import type { Month } from '#src/core/period.ts';
import { type FurtherReadings, NO_FURTHER_READINGS } from './further-readings.ts';
import type { StatementLine, StatementSection } from './statement.ts';

/** The metrics that a list of accounts makes; the three totals of a statement need none. */
export const MAPPED_METRICS = ['nrr', 'mrr', 'orr', 'misc_revenue', 'payroll_total', 'uncategorized_expenses'] as const;

export type MappedMetric = (typeof MAPPED_METRICS)[number];

/** An account of a list. It is recognized by its id, where both sides have one, else by section and full name. */
export interface MappedAccount {
  /** Full name, `Parent:Child`. */
  readonly account: string;
  readonly section: StatementSection;
  /** ListID (Desktop) or Id (Online). */
  readonly accountId: string | null;
  /** Whether all accounts below it belong to it. */
  readonly subAccounts: boolean;
}

/** How accounts become metrics. An empty list is not decided yet and gives no value; `none` is "we have none" and gives 0. */
export interface AccountMapping {
  readonly metrics: Readonly<Record<MappedMetric, AccountList>>;
  /** Other income counts into total_income. */
  readonly otherIncomeCounts: boolean;
  /** Other expense counts into total_expenses_qb. */
  readonly otherExpenseCounts: boolean;
  /** Accounts of COGS that count as expenses, such as wages: out of product_cogs, into total_expenses_qb. */
  readonly reclassify: readonly MappedAccount[];
  /** What is read beside the statement. */
  readonly further: FurtherReadings;
}

/** A mapping as it is kept: it holds from a month on until the version with the next later month. */
export interface AccountMappingVersion extends AccountMapping {
  readonly from: Month;
  readonly author: string;
  readonly reason: string;
}

/** The accounts of a metric; an empty list is not decided yet. */
export type AccountList = 'none' | readonly MappedAccount[];

/** The lists of a mapping, each from its metric. */
export function listsBy(listOf: (metric: MappedMetric) => AccountList): AccountMapping['metrics'] {
  return {
    nrr: listOf('nrr'),
    mrr: listOf('mrr'),
    orr: listOf('orr'),
    misc_revenue: listOf('misc_revenue'),
    payroll_total: listOf('payroll_total'),
    uncategorized_expenses: listOf('uncategorized_expenses'),
  };
}

/** The mapping with each of its accounts changed. */
export function mapAccounts(mapping: AccountMapping, change: (entry: MappedAccount) => MappedAccount): AccountMapping {
  const metrics = listsBy((metric) => {
    const list = mapping.metrics[metric];
    return list === 'none' ? list : list.map(change);
  });
  return { ...mapping, metrics, reclassify: mapping.reclassify.map(change) };
}

export const EMPTY_MAPPING: AccountMapping = {
  metrics: listsBy(() => []),
  otherIncomeCounts: false,
  otherExpenseCounts: false,
  reclassify: [],
  further: NO_FURTHER_READINGS,
};

/** The version that holds in a month: the latest `from`, and of equal ones the last of the list. */
export function mappingFor<Version extends { readonly from: Month }>(
  versions: readonly Version[],
  month: Month,
): Version | null {
  return versions.reduce<Version | null>(
    (best, each) => (each.from <= month && (best === null || each.from >= best.from) ? each : best),
    null,
  );
}

/** The metrics' accounts; none for `none`. */
export function accountsOf(mapping: AccountMapping, metric: MappedMetric): readonly MappedAccount[] {
  const list = mapping.metrics[metric];
  return list === 'none' ? [] : list;
}

/** Whether a listed account is a line's own or one above it. */
export function covers(entry: MappedAccount, line: Pick<StatementLine, 'account' | 'section' | 'accountId'>): boolean {
  return entry.section === line.section && coversAccount(entry, line);
}

/** As `covers`, where both are of one section. */
export function coversAccount(
  entry: Pick<MappedAccount, 'account' | 'accountId' | 'subAccounts'>,
  line: Pick<StatementLine, 'account' | 'accountId'>,
): boolean {
  if (entry.accountId !== null && line.accountId !== null && entry.accountId === line.accountId) return true;
  if (entry.subAccounts && isBelow(line.account, entry.account)) return true;
  // Two ids of one name are two accounts: the listed one was deleted, and another took its name.
  const isOther = entry.accountId !== null && line.accountId !== null;
  return !isOther && entry.account === line.account;
}

export function isBelow(account: string, parent: string): boolean {
  return account.startsWith(`${parent}:`);
}

/** The sections whose accounts a metric may take, the usual one first. */
export function sectionsFor(metric: MappedMetric, mapping: AccountMapping): readonly StatementSection[] {
  switch (metric) {
    case 'nrr':
    case 'mrr':
    case 'orr':
      return mapping.otherIncomeCounts ? ['income', 'other income'] : ['income'];
    case 'misc_revenue':
      return ['other income'];
    case 'payroll_total':
    case 'uncategorized_expenses': {
      const other: StatementSection[] = mapping.otherExpenseCounts ? ['other expense'] : [];
      return mapping.reclassify.length > 0 ? ['expense', ...other, 'cogs'] : ['expense', ...other];
    }
  }
}

/** Why a mapping cannot be kept. `field` is a path within it: `mrr[2]`. */
export interface MappingProblem {
  readonly field: string;
  readonly message: string;
}

/** Checks what must hold for every statement: each account is in one place, and in a section that its metric takes from. */
export function mappingProblems(mapping: AccountMapping): MappingProblem[] {
  const entries = MAPPED_METRICS.flatMap((metric) =>
    accountsOf(mapping, metric).map((entry, index) => ({ metric, entry, field: `${metric}[${index}]` })),
  );
  const reclassified = mapping.reclassify.map((entry, index) => ({ entry, field: `reclassify[${index}]` }));
  const misplaced = entries.flatMap(({ metric, entry, field }) => sectionProblems(mapping, metric, entry, field));
  return [
    ...misplaced,
    ...reclassified
      .filter(({ entry }) => entry.section !== 'cogs')
      .map(({ entry, field }) =>
        problem(field, `${entry.account} is not an account of COGS, which alone is reclassified`),
      ),
    ...overlaps(entries),
    ...overlaps(reclassified),
    ...miscellaneousTwice(mapping),
  ];
}

function sectionProblems(
  mapping: AccountMapping,
  metric: MappedMetric,
  entry: MappedAccount,
  field: string,
): MappingProblem[] {
  const sections = sectionsFor(metric, mapping);
  if (!sections.includes(entry.section)) {
    const accepted = sections.join(' or ');
    return [
      problem(
        field,
        `${metric} takes accounts of ${accepted}, but ${entry.account} is of ${entry.section}${hint(metric, entry)}`,
      ),
    ];
  }
  if (entry.section !== 'cogs' || mapping.reclassify.some((each) => coversWhole(each, entry))) return [];
  return [problem(field, `${entry.account} is of cogs and must be reclassified before ${metric} takes it`)];
}

function hint(metric: MappedMetric, { section }: MappedAccount): string {
  if (section === 'cogs') return ': reclassify it as an expense first';
  if (metric === 'misc_revenue' && section === 'income') return ', which total_income counts already';
  if (section === 'other income' || section === 'other expense') return `, which does not count`;
  return '';
}

/** total_revenue is total_income + misc_revenue: other income in both would count twice. */
function miscellaneousTwice(mapping: AccountMapping): MappingProblem[] {
  if (!mapping.otherIncomeCounts || accountsOf(mapping, 'misc_revenue').length === 0) return [];
  return [
    problem('misc_revenue', 'misc_revenue takes no accounts while otherIncomeCounts is true: they would count twice'),
  ];
}

/** One account is in one place: the second of two entries that share an account is named. */
function overlaps(entries: readonly { readonly entry: MappedAccount; readonly field: string }[]): MappingProblem[] {
  return entries.flatMap(({ entry, field }, index) => {
    const other = entries.slice(0, index).find((each) => sharesAccounts(each.entry, entry));
    if (!other) return [];
    return [problem(field, `${entry.account} is in ${other.field} already${through(other.entry, entry)}`)];
  });
}

function through(other: MappedAccount, entry: MappedAccount): string {
  return other.account === entry.account ? '' : ` (${other.account})`;
}

function sharesAccounts(left: MappedAccount, right: MappedAccount): boolean {
  return covers(left, right) || covers(right, left);
}

function coversWhole(outer: MappedAccount, inner: MappedAccount): boolean {
  return covers(outer, inner) && (outer.subAccounts || !inner.subAccounts);
}

function problem(field: string, message: string): MappingProblem {
  return { field, message };
}

/** An account of the chart as the source lists it now. */
export interface KnownAccount {
  readonly account: string;
  readonly accountId: string | null;
  readonly section: StatementSection;
}

/** The mapping with the present names of its accounts, so that renaming an account keeps it and those below it. */
export function followRenames(mapping: AccountMapping, chart: readonly KnownAccount[]): AccountMapping {
  const names = new Map(chart.flatMap((each) => (each.accountId === null ? [] : [[each.accountId, each] as const])));
  return mapAccounts(mapping, (entry) => {
    const known = entry.accountId === null ? undefined : names.get(entry.accountId);
    return known ? { ...entry, account: known.account, section: known.section } : entry;
  });
}
