import type { StatementBasis } from './statement.ts';

/** An account of a QuickBooks Online company. */
export interface OnlineAccount {
  readonly id: string;
  /** `Parent:Child`, without numbers. */
  readonly fullName: string;
  readonly number: string | null;
  /** `Income`, `Cost of Goods Sold`, `Expense`, `Other Income`, `Other Expense` and those of the balance sheet. */
  readonly type: string;
  /** The detail type, such as `ServiceFeeIncome`. */
  readonly specialType: string | null;
  readonly isActive: boolean;
}

/** What a QuickBooks Online company says of itself. */
export interface OnlineCompany {
  readonly name: string;
  /** `YYYY-MM-DD`; null where the books are not closed. */
  readonly closingDate: string | null;
  /** ISO 4217; null where the company does not say. */
  readonly currency: string | null;
  /** The company's own choice, which need not be the basis that is asked for. */
  readonly summaryBasis: StatementBasis | null;
  readonly accounts: readonly OnlineAccount[];
}
