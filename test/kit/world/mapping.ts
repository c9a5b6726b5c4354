import {
  type AccountMapping,
  EMPTY_MAPPING,
  type KnownAccount,
  type MappedMetric,
} from '#src/core/books/account-mapping.ts';
import { sectionOfType } from '#src/core/books/mapping-proposal.ts';
import { WORLD_ACCOUNTS, type WorldAccount } from './accounts.ts';

/** The accounts of the generated company as a list of QuickBooks has them, without ids. */
export function worldAccounts(): KnownAccount[] {
  return WORLD_ACCOUNTS.flatMap(known);
}

/** The mapping that a person confirms for the generated company's chart. */
export function worldMapping(): AccountMapping {
  const listOf = (wanted: MappedMetric) =>
    WORLD_ACCOUNTS.filter(({ metric }) => metric === wanted)
      .flatMap(known)
      .map((account) => ({ ...account, subAccounts: true }));
  return {
    ...EMPTY_MAPPING,
    metrics: {
      nrr: listOf('nrr'),
      mrr: listOf('mrr'),
      orr: listOf('orr'),
      misc_revenue: listOf('misc_revenue'),
      payroll_total: listOf('payroll_total'),
      uncategorized_expenses: listOf('uncategorized_expenses'),
    },
  };
}

function known({ fullName, type }: WorldAccount): KnownAccount[] {
  const section = sectionOfType(type);
  return section === null ? [] : [{ account: fullName, section, accountId: null }];
}
