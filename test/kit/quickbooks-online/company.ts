import type { StatementBasis, StatementSection } from '#src/core/books/statement.ts';
import { addMonths, type Month } from '#src/core/period.ts';
import type { Chart, ChartAccount } from '../books/chart.ts';

/** An account of an invented company. Its sections' accounts are in the report, others (a bank) are not. */
export interface OnlineCompanyAccount {
  readonly id: string;
  readonly name: string;
  readonly number?: string;
  readonly section: StatementSection | null;
  readonly parentId?: string;
  readonly subType?: string;
  readonly isActive?: boolean;
}

/** Money of one account in one month, in cents, as the statement shows it. */
export interface OnlinePosting {
  readonly accountId: string;
  readonly month: Month;
  readonly cents: number;
  /** When it was paid, for the cash basis; the same month by default. */
  readonly paidIn?: Month;
}

/** A QuickBooks Online company; tests change it between readings. */
export interface OnlineCompanyState {
  realmId: string;
  name: string;
  currency: string;
  closingDate: string | null;
  accounts: OnlineCompanyAccount[];
  postings: OnlinePosting[];
  openInvoices: { readonly customer: string; readonly due: string; readonly cents: number }[];
  /** Whether reports print numbers before names. */
  hasAccountNumbers: boolean;
}

const TYPES: Readonly<Record<StatementSection, string>> = {
  income: 'Income',
  cogs: 'Cost of Goods Sold',
  expense: 'Expense',
  'other income': 'Other Income',
  'other expense': 'Other Expense',
};

/** A row of the query for accounts. Fields without a value are left out. */
export function accountRow(company: OnlineCompanyState, account: OnlineCompanyAccount): object {
  const { id, name, number, section, parentId, subType, isActive = true } = account;
  return {
    Name: name,
    SubAccount: parentId !== undefined,
    ...(parentId === undefined ? {} : { ParentRef: { value: parentId } }),
    FullyQualifiedName: fullNameOf(company, account),
    Active: isActive,
    Classification: section === null ? 'Asset' : section.includes('income') ? 'Revenue' : 'Expense',
    AccountType: section === null ? 'Bank' : TYPES[section],
    ...(subType === undefined ? {} : { AccountSubType: subType }),
    ...(number === undefined ? {} : { AcctNum: number }),
    Id: id,
  };
}

function fullNameOf(company: OnlineCompanyState, account: OnlineCompanyAccount): string {
  const parent = company.accounts.find(({ id }) => id === account.parentId);
  return parent ? `${fullNameOf(company, parent)}:${account.name}` : account.name;
}

/** The chart of a report, with a column for each month and their total. Accounts without data are left out. */
export function reportChart(
  company: OnlineCompanyState,
  {
    months,
    basis,
    hasTotal,
  }: { readonly months: readonly Month[]; readonly basis: StatementBasis; readonly hasTotal: boolean },
): Chart {
  const columns = months.length + (hasTotal ? 1 : 0);
  const own = (accountId: string): number[] | null => {
    const posted = company.postings.filter((each) => each.accountId === accountId);
    const monthOf = ({ month, paidIn }: OnlinePosting) => (basis === 'cash' ? (paidIn ?? month) : month);
    const sums = months.map((month) =>
      posted.filter((each) => monthOf(each) === month).reduce((sum, { cents }) => sum + cents, 0),
    );
    const isPosted = posted.some((each) => months.includes(monthOf(each)));
    return isPosted ? [...sums, ...(hasTotal ? [sums.reduce((sum, each) => sum + each, 0)] : [])] : null;
  };
  const accountsOf = (section: StatementSection, parentId: string | undefined): ChartAccount[] =>
    company.accounts
      .filter((account) => account.section === section && account.parentId === parentId)
      .map(({ id, name, number }) => {
        const label = { id, name, number: number ?? '' };
        return { ...label, own: own(id), children: accountsOf(section, id) };
      })
      .filter(({ own: sums, children }) => sums !== null || children.length > 0);
  const sections = {
    income: accountsOf('income', undefined),
    cogs: accountsOf('cogs', undefined),
    expense: accountsOf('expense', undefined),
    'other income': accountsOf('other income', undefined),
    'other expense': accountsOf('other expense', undefined),
  };
  return { sections, isNumbered: company.hasAccountNumbers, columns, hasEmptySections: true };
}

/** The months from a first to a last day; null where they are not whole months in order. */
export function monthsOf(from: string, to: string): Month[] | null {
  if (!/^\d{4}-\d{2}-01$/.test(from) || !/^\d{4}-\d{2}-\d{2}$/.test(to) || from > to) return null;
  const months: Month[] = [];
  for (let month = from.slice(0, 7) as Month; month <= to.slice(0, 7); month = addMonths(month, 1)) months.push(month);
  return months;
}

/** A company with nested accounts, a parent with money of its own, one name under two parents, and a bank account. */
export function exampleCompany(): OnlineCompanyState {
  return {
    realmId: '4620816365000000000',
    name: 'Example MSP, LLC',
    currency: 'USD',
    closingDate: null,
    hasAccountNumbers: false,
    accounts: [
      { id: '1', name: 'Managed Services', number: '4010', section: 'income', subType: 'ServiceFeeIncome' },
      { id: '2', name: 'Support', number: '4011', section: 'income', parentId: '1' },
      { id: '3', name: 'Project Labor', number: '4020', section: 'income' },
      { id: '4', name: 'Hardware', number: '5010', section: 'cogs', subType: 'SuppliesMaterialsCogs' },
      { id: '5', name: 'Payroll Expenses', number: '6300', section: 'expense', subType: 'PayrollExpenses' },
      { id: '6', name: 'Support', number: '6310', section: 'expense', parentId: '5' },
      { id: '7', name: 'Interest Earned', number: '7010', section: 'other income' },
      { id: '8', name: 'Checking', number: '1000', section: null },
      { id: '9', name: 'Old Fees', section: 'income', isActive: false },
    ],
    postings: [],
    openInvoices: [],
  };
}
