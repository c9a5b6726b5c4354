/** The five types of account that a profit and loss statement has. */
export type AccountType = 'Income' | 'CostOfGoodsSold' | 'Expense' | 'OtherIncome' | 'OtherExpense';

/** The types of account of the balance sheet that the file knows; its equity follows from them. */
export type BalanceType = 'Bank' | 'AccountsReceivable';

export interface CompanyAccount {
  /** ListID. */
  readonly id: string;
  /** `Parent:Child`; a parent is an account of its own. */
  readonly fullName: string;
  readonly type: AccountType | BalanceType;
  readonly number?: string;
  readonly specialType?: string;
  readonly isActive?: boolean;
}

export interface Posting {
  /** Full name. */
  readonly account: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** With the sign that a statement shows: `12.34`. */
  readonly amount: string;
  /** Not paid yet, so that it is no part of a statement on cash basis. */
  readonly isUnpaid?: boolean;
  /** The transaction that it is of; null for one from long ago, which no list of changes names. */
  readonly transaction?: PostedTransaction;
}

export interface PostedTransaction {
  /** TxnID. */
  readonly id: string;
  /** `Bill` */
  readonly type: string;
  readonly number?: string;
  /** By QuickBooks' clock, which ignores daylight saving: `2025-04-16T09:30:00-05:00`. */
  readonly modifiedAt: string;
  readonly modifiedBy: string;
}

/** What QuickBooks keeps of a deleted transaction, for 90 days. */
export interface DeletedTransaction {
  readonly id: string;
  /** TxnDelType: `JournalEntry`. */
  readonly type: string;
  readonly number?: string;
  readonly createdAt: string;
  readonly deletedAt: string;
}

/** An invoice that has not been paid, in the account of receivables. */
export interface OpenInvoice {
  readonly customer: string;
  /** The day it is due, `YYYY-MM-DD`. */
  readonly due: string;
  readonly amount: string;
}

/** How the answer to a request is spoiled. */
export type CompanyFault =
  /** `statusSeverity` Error. */
  | 'error'
  /** A COM error, with its code. */
  | 'hresult'
  /** The answer ends in the middle. */
  | 'truncated'
  /** The statement's total of expenses is a cent too high. */
  | 'untied'
  /** The statement is on the other basis. */
  | 'other-basis'
  /** The answer repeats another request's id. */
  | 'other-request';

/** A company file: plain JSON, so that it can be handed to another process, and changed between two sessions. */
export interface CompanyState {
  readonly name: string;
  readonly path: string;
  /** What the Web Connector has stored in the file; null for a file that shows none. GUIDs without braces. */
  readonly ids: { readonly ownerId: string; readonly fileId: string } | null;
  readonly accounts: readonly CompanyAccount[];
  readonly postings: readonly Posting[];
  readonly openInvoices: readonly OpenInvoice[];
  readonly deletedTransactions: readonly DeletedTransaction[];
  /** `YYYY-MM-DD`; null for none. */
  readonly closingDate: string | null;
  readonly usesAccountNumbers: boolean;
  /** The newest qbXML version that it accepts. */
  readonly qbxmlVersion: readonly [major: number, minor: number];
  /** By `host`, `accounts`, `deleted`, month, or month and report: `2025-03 balance sheet`, `2025-03 aging`, `2025-03 detail`. */
  readonly faults: Readonly<Record<string, CompanyFault>>;
  /** Whether the dot of numbered labels is `&#183;` or itself. */
  readonly writesReferences: boolean;
}

/** A small company with all that makes statements difficult: equal names, numbers, own postings, umlauts. */
export function exampleCompany(changes: Partial<CompanyState> = {}): CompanyState {
  const of = (type: AccountType) => (id: string, fullName: string, number: string) => ({ id, fullName, type, number });
  const [income, cogs, expense] = [of('Income'), of('CostOfGoodsSold'), of('Expense')];
  return {
    name: 'Example MSP, LLC',
    path: 'C:\\Books\\Example.qbw',
    ids: null,
    accounts: [
      income('80000001-1', 'Managed Services', '4010'),
      income('80000002-1', 'Managed Services:Backup', '4020'),
      income('80000003-1', 'Project Labor', '4100'),
      income('80000004-1', 'Job Materials', '4200'),
      cogs('80000005-1', 'Cost of Goods Sold', '5000'),
      cogs('80000006-1', 'Cost of Goods Sold:Job Materials', '5100'),
      expense('80000007-1', 'Payroll Expenses', '6300'),
      expense('80000008-1', 'Payroll Expenses:Wages', '6310'),
      expense('80000009-1', 'Insurance', '6400'),
      expense('8000000A-1', 'Insurance:Property', '6410'),
      expense('8000000B-1', 'Taxes', '6500'),
      expense('8000000C-1', 'Taxes:Property', '6510'),
      expense('8000000D-1', 'Café – “Büro” & <Misc>', '6600'),
      { ...expense('8000000E-1', 'Uncategorized Expenses', '6999'), specialType: 'UncategorizedExpenses' },
      { id: '8000000F-1', fullName: 'Interest', type: 'OtherIncome' },
      { id: '80000010-1', fullName: 'Old Loan', type: 'OtherExpense', isActive: false },
      { id: '80000020-1', fullName: 'Checking', type: 'Bank', number: '1000' },
      { id: '80000021-1', fullName: 'Savings', type: 'Bank', number: '1010' },
      { id: '80000022-1', fullName: 'Savings:Reserve', type: 'Bank', number: '1011' },
      { id: '80000023-1', fullName: 'Accounts Receivable', type: 'AccountsReceivable', number: '1200' },
    ],
    postings: [],
    openInvoices: [],
    deletedTransactions: [],
    closingDate: null,
    usesAccountNumbers: true,
    qbxmlVersion: [16, 0],
    faults: {},
    writesReferences: true,
    ...changes,
  };
}

/** Postings of a month on most accounts of the example company; `base` makes months differ. */
export function examplePostings(month: string, base = 0): Posting[] {
  const post = (account: string, amount: string, day = '15') => ({ account, date: `${month}-${day}`, amount });
  return [
    post('Managed Services', `${1_000 + base}.00`),
    post('Managed Services:Backup', '3200.10', '01'),
    post('Managed Services:Backup', '-100.05', '28'),
    post('Project Labor', '-2044.00'),
    post('Job Materials', '500.00'),
    post('Cost of Goods Sold', '10.00'),
    post('Cost of Goods Sold:Job Materials', '228.75'),
    post('Payroll Expenses', '12.34'),
    post('Payroll Expenses:Wages', '640.66'),
    post('Insurance:Property', '15.00'),
    post('Taxes:Property', '20.00'),
    { ...post('Café – “Büro” & <Misc>', '7.77'), isUnpaid: true },
    post('Uncategorized Expenses', '1.23'),
    post('Interest', '9.00'),
    post('Old Loan', '2.50'),
  ];
}
