import type { MappedMetric } from '#src/core/books/account-mapping.ts';
import type { AccountType, CompanyAccount } from '../quickbooks/company-state.ts';

/** An account of the generated company, and what is posted to it. */
export interface WorldAccount extends CompanyAccount {
  /** The metric that this account and all below it belong to; null for none of their own. */
  readonly metric: MappedMetric | null;
  /** Null for an account that only has others below it. */
  readonly posted: Posted | null;
}

/** A sum of the books that accounts share, or money beside all of them. */
export type Pot = 'mrr' | 'nrr' | 'orr' | 'products' | 'cogs' | 'owner' | 'taxes' | 'payroll' | 'expenses' | 'beside';

/** How an account gets its money: about so many dollars a month at scale 1, or its part of what the others leave. */
export type Posted = {
  readonly pot: Pot;
  /** Days of the month; the amount is spread over them. */
  readonly days: readonly number[];
  /** Months of the year, `03`; by default all. */
  readonly months?: readonly string[];
} & (
  | { readonly about: readonly [mean: number, deviation: number]; readonly part?: never }
  | { readonly part: number; readonly about?: never }
);

/** Each account that is named here stands for something that a reader of statements can get wrong. */
export const UNCATEGORIZED = 'Uncategorized Expense';
/** New in the last month, and in no metric's list. */
export const NEW_ACCOUNT = 'Cloud Telephony';
/** Has accounts below it, and postings of its own. */
export const OWN_POSTINGS = 'Product Sales';

const START = [1];
const WEEKS = [6, 13, 20, 27];
const PAY_DAYS = [15, 28];
const END = [28];
const QUARTER_ENDS = ['03', '06', '09', '12'];

const part = (pot: Pot, share: number, days = START): Posted => ({ pot, part: share, days });
const about = (pot: Pot, mean: number, deviation = 0, days = START): Posted => ({
  pot,
  about: [mean, deviation],
  days,
});

type Row = readonly [number: string, fullName: string, posted?: Posted | null, metric?: MappedMetric];

const INCOME: readonly Row[] = [
  ['4000', 'Managed Services', null, 'mrr'],
  ['4010', 'Managed Services:Managed Workplace'],
  ['4011', 'Managed Services:Managed Workplace:Workstations', part('mrr', 52)],
  ['4012', 'Managed Services:Managed Workplace:Servers', part('mrr', 21)],
  ['4020', 'Managed Services:Managed Security', part('mrr', 18)],
  ['4030', 'Managed Services:Managed Network', part('mrr', 9)],
  ['4100', 'Professional Services', null, 'nrr'],
  ['4110', 'Professional Services:Projects', part('nrr', 1, WEEKS)],
  ['4120', 'Professional Services:Time & Materials', about('nrr', 2_600, 450, WEEKS)],
  ['4200', 'Other Recurring', null, 'orr'],
  ['4210', 'Other Recurring:Web Hosting', part('orr', 24)],
  ['4220', 'Other Recurring:Backup', part('orr', 58)],
  ['4230', 'Other Recurring:Annual Renewals', part('orr', 18, END)],
  ['4300', OWN_POSTINGS, part('products', 6, END)],
  ['4310', 'Product Sales:Hardware'],
  ['4311', 'Product Sales:Hardware:Workstations', part('products', 37, WEEKS)],
  ['4312', 'Product Sales:Hardware:Servers', part('products', 18, [20])],
  ['4313', 'Product Sales:Hardware:Network Equipment', part('products', 14, WEEKS)],
  ['4320', 'Product Sales:Software Licenses', part('products', 25, [5])],
  ['4390', 'Product Sales:Discounts', about('products', -320, 60, END)],
  ['4450', NEW_ACCOUNT, about('products', 2_400)],
];

const COGS: readonly Row[] = [
  ['5000', 'Cost of Goods Sold', part('cogs', 2, END)],
  ['5010', 'Cost of Goods Sold:Hardware'],
  ['5011', 'Cost of Goods Sold:Hardware:Workstations', part('cogs', 38, WEEKS)],
  ['5012', 'Cost of Goods Sold:Hardware:Servers', part('cogs', 18, [20])],
  ['5013', 'Cost of Goods Sold:Hardware:Network Equipment', part('cogs', 14, WEEKS)],
  ['5020', 'Cost of Goods Sold:Software Licenses', part('cogs', 23, [5])],
  ['5030', 'Cost of Goods Sold:Freight', part('cogs', 5, WEEKS)],
];

const EXPENSE: readonly Row[] = [
  ['6000', 'Payroll Expenses', null, 'payroll_total'],
  ['6010', 'Payroll Expenses:Wages'],
  ['6011', 'Payroll Expenses:Wages:Technicians', part('payroll', 63, PAY_DAYS)],
  ['6012', 'Payroll Expenses:Wages:Office', part('payroll', 14, PAY_DAYS)],
  ['6020', 'Payroll Expenses:Officer Compensation', part('owner', 1, PAY_DAYS)],
  ['6025', 'Payroll Expenses:Tax Distributions', part('taxes', 1, PAY_DAYS.slice(0, 1))],
  ['6030', 'Payroll Expenses:Payroll Taxes', part('payroll', 8, PAY_DAYS)],
  ['6040', 'Payroll Expenses:Health Insurance', part('payroll', 12)],
  ['6050', 'Payroll Expenses:Retirement Plan', part('payroll', 3, END)],
  ['6100', 'Marketing'],
  ['6110', 'Marketing:Telemarketing', about('expenses', 4_200, 250, END)],
  ['6120', 'Marketing:Events', part('expenses', 9, WEEKS)],
  ['6200', 'Insurance'],
  ['6210', 'Insurance:General Liability', about('expenses', 980)],
  ['6220', 'Insurance:Cyber', about('expenses', 1_450)],
  ['6230', 'Insurance:Property', about('expenses', 310)],
  ['6300', 'Taxes & Licenses'],
  ['6310', 'Taxes & Licenses:Property', about('expenses', 265)],
  ['6320', 'Taxes & Licenses:Business Licenses', { ...about('expenses', 420, 40), months: QUARTER_ENDS }],
  ['6400', 'Facilities'],
  ['6410', 'Facilities:Rent', about('expenses', 7_200)],
  ['6420', 'Facilities:Utilities'],
  ['6421', 'Facilities:Utilities:Electricity', about('expenses', 690, 110, [11])],
  ['6422', 'Facilities:Utilities:Internet & Telephone', about('expenses', 840, 20, [9])],
  ['6500', 'Vehicles', about('expenses', 1_180)],
  ['6510', 'Vehicles:Fuel', about('expenses', 760, 120, WEEKS)],
  ['6520', 'Vehicles:Repairs', part('expenses', 4, [20])],
  ['6600', 'Tools & Subscriptions'],
  ['6610', 'Tools & Subscriptions:RMM & PSA', part('expenses', 42)],
  ['6620', 'Tools & Subscriptions:Security', part('expenses', 30)],
  ['6700', 'Professional Fees', about('expenses', 1_900, 300, END)],
  ['6800', 'Office & Training', part('expenses', 15, WEEKS)],
  ['6900', 'Depreciation', about('expenses', 2_350, 0, END)],
  ['6999', UNCATEGORIZED, about('expenses', 184.37, 0, [20]), 'uncategorized_expenses'],
];

const OTHER_INCOME: readonly Row[] = [
  ['7010', 'Interest Income', about('beside', 58, 9, END), 'misc_revenue'],
  ['7020', 'Vendor Rebates', { ...about('beside', 640, 120, END), months: QUARTER_ENDS }, 'misc_revenue'],
];

const OTHER_EXPENSE: readonly Row[] = [['8010', 'Interest on Loans', about('beside', 212, 0, END)]];

const TYPES: readonly (readonly [AccountType, readonly Row[]])[] = [
  ['Income', INCOME],
  ['CostOfGoodsSold', COGS],
  ['Expense', EXPENSE],
  ['OtherIncome', OTHER_INCOME],
  ['OtherExpense', OTHER_EXPENSE],
];

/** The chart of accounts: numbers, three levels, equal names below different parents. */
export const WORLD_ACCOUNTS: readonly WorldAccount[] = TYPES.flatMap(([type, rows]) =>
  rows.map(([number, fullName, posted = null, metric = null]) => {
    const specialType = fullName === UNCATEGORIZED ? { specialType: 'UncategorizedExpenses' } : {};
    return { id: `8000${number}-1609459200`, fullName, type, number, posted, metric, ...specialType };
  }),
);
