import { type AccountMapping, EMPTY_MAPPING, type MappedMetric } from '#src/core/books/account-mapping.ts';
import { sectionOfType } from '#src/core/books/mapping-proposal.ts';
import { WORLD_ACCOUNTS } from './accounts.ts';

/** The mapping that a person confirms for the generated company's chart. */
export function worldMapping(): AccountMapping {
  const listOf = (wanted: MappedMetric) =>
    WORLD_ACCOUNTS.flatMap(({ fullName, id, type, metric }) => {
      const section = sectionOfType(type);
      if (metric !== wanted || section === null) return [];
      return [{ account: fullName, section, accountId: id, subAccounts: true }];
    });
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
