import {
  type AccountMapping,
  EMPTY_MAPPING,
  isBelow,
  type KnownAccount,
  type MappedAccount,
  type MappedMetric,
} from './account-mapping.ts';
import { accountKey, type StatementSection } from './statement.ts';

/** An account of the chart, for a proposal. */
export interface ChartAccount extends KnownAccount {
  readonly number: string | null;
  /** `SpecialAccountType` of Desktop, or the detail type of Online; null where there is none. */
  readonly specialType: string | null;
}

/** In this order: "Non-Recurring" is no recurring revenue. An account takes the first that fits its name, else its parent's. */
const PATTERNS: readonly (readonly [section: StatementSection, metric: MappedMetric, words: RegExp])[] = [
  [
    'income',
    'nrr',
    /\b(non-?\s?recurring|nrr|projects?|professional services|time (&|and) materials?|t&m|consulting)\b/i,
  ],
  ['income', 'orr', /\b(other recurring|orr|hosting|back-?\s?ups?|annual)\b/i],
  ['income', 'mrr', /\b(managed services?|monthly (agreements?|recurring)|recurring|mrr|managed it)\b/i],
  ['expense', 'payroll_total', /\b(payroll|wages|salar(y|ies))\b/i],
];
/** It is subtracted from expenses, so that no likeness will do. */
const UNCATEGORIZED_TYPE = /^uncategorizedexpenses?$/i;
const UNCATEGORIZED_NAME = /^uncategorized expenses?$/i;

/**
 * What a first look at a chart suggests. A person confirms it before any value is stored; lists that nothing suggests stay
 * undecided.
 */
export function proposeMapping(chart: readonly ChartAccount[]): AccountMapping {
  const metrics = new Map<ChartAccount, MappedMetric>();
  const byName = new Map(chart.map((each) => [accountKey(each), each]));
  const parentOf = ({ section, account }: ChartAccount) =>
    byName.get(accountKey({ section, account: account.slice(0, account.lastIndexOf(':')) }));
  const shallowFirst = [...chart].sort((left, right) => depth(left) - depth(right));
  for (const each of shallowFirst) {
    const parent = parentOf(each);
    const metric = suggested(each) ?? (parent && metrics.get(parent));
    if (metric) metrics.set(each, metric);
  }
  const listOf = (metric: MappedMetric): MappedAccount[] => {
    const members = shallowFirst.filter((each) => metrics.get(each) === metric);
    const isWhole = (each: ChartAccount) =>
      chart.every(
        (other) =>
          other.section !== each.section || !isBelow(other.account, each.account) || metrics.get(other) === metric,
      );
    const whole = members.filter(isWhole);
    const isInside = (each: ChartAccount) =>
      whole.some((other) => other.section === each.section && isBelow(each.account, other.account));
    return members
      .filter((each) => !isInside(each))
      .map((each) => ({
        account: each.account,
        section: each.section,
        accountId: each.accountId,
        subAccounts: isWhole(each),
      }));
  };
  return {
    ...EMPTY_MAPPING,
    metrics: {
      ...EMPTY_MAPPING.metrics,
      nrr: listOf('nrr'),
      mrr: listOf('mrr'),
      orr: listOf('orr'),
      payroll_total: listOf('payroll_total'),
      uncategorized_expenses: listOf('uncategorized_expenses'),
    },
  };
}

function depth({ account }: KnownAccount): number {
  return account.split(':').length;
}

function suggested({ account, section, specialType }: ChartAccount): MappedMetric | null {
  const name = account.slice(account.lastIndexOf(':') + 1);
  const isUncategorized = UNCATEGORIZED_TYPE.test(specialType ?? '') || UNCATEGORIZED_NAME.test(name.trim());
  if (section === 'expense' && isUncategorized) return 'uncategorized_expenses';
  return PATTERNS.find(([of, , words]) => of === section && words.test(name))?.[1] ?? null;
}

const TYPES: ReadonlyMap<string, StatementSection> = new Map([
  ['income', 'income'],
  ['inc', 'income'],
  ['costofgoodssold', 'cogs'],
  ['cogs', 'cogs'],
  ['expense', 'expense'],
  ['exp', 'expense'],
  ['otherincome', 'other income'],
  ['exinc', 'other income'],
  ['otherexpense', 'other expense'],
  ['exexp', 'other expense'],
]);

/** The section of an account type of Desktop (`CostOfGoodsSold`), Online (`Cost of Goods Sold`) or IIF (`COGS`); null outside of the statement. */
export function sectionOfType(type: string): StatementSection | null {
  return TYPES.get(type.toLowerCase().replace(/\s/g, '')) ?? null;
}
