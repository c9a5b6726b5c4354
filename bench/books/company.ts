import type { Month } from '#src/core/period.ts';
import { type CompanyAccount, type CompanyState, exampleCompany } from '../../test/kit/quickbooks/company-state.ts';

const PARENTS = [
  ['Income', 'Revenue', 12],
  ['CostOfGoodsSold', 'Costs', 4],
  ['Expense', 'Expenses', 40],
  ['OtherIncome', 'Other', 2],
  ['OtherExpense', 'Loans', 2],
] as const;
const BELOW_EACH = 4;

/** 300 accounts below 60 parents, numbered; each has a posting in every month. */
export function benchmarkCompany(months: readonly Month[], ids: CompanyState['ids']): CompanyState {
  const parents = PARENTS.flatMap(([type, name, count]) =>
    Array.from({ length: count }, (_, index) => ({ type, fullName: `${name} of department ${index + 1}` })),
  );
  const names = parents.flatMap(({ type, fullName }) => [
    { type, fullName },
    ...Array.from({ length: BELOW_EACH }, (_, index) => ({ type, fullName: `${fullName}:Kind ${index + 1}` })),
  ]);
  const accounts = names.map((account, index): CompanyAccount => {
    const number = String(1_000 + index);
    return { ...account, number, id: `8000${number}-1609459200` };
  });
  const postings = months.flatMap((month, at) =>
    accounts.map(({ fullName }, index) => {
      const amount = `${100 + ((index * 37 + at * 11) % 4_000)}.${10 + ((index + at) % 90)}`;
      return { account: fullName, date: `${month}-15`, amount };
    }),
  );
  return exampleCompany({ name: 'Bench', path: 'C:\\Books\\Bench.qbw', ids, accounts, postings });
}

/** The same, and a cent more on one account in each month. */
export function withOneDifference(company: CompanyState, months: readonly Month[]): CompanyState {
  const account = company.accounts[0]?.fullName ?? '';
  const more = months.map((month) => ({ account, date: `${month}-20`, amount: '0.01' }));
  return { ...company, postings: [...company.postings, ...more] };
}
