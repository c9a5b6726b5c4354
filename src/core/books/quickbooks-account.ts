/** An account as QuickBooks Desktop or Online lists it. */
export interface QuickBooksAccount {
  /** ListID (Desktop) or Id (Online). */
  readonly id: string;
  /** `Parent:Child`, without numbers. */
  readonly fullName: string;
  readonly number: string | null;
  /** In the source's words: `CostOfGoodsSold` or `Cost of Goods Sold`; accounts of the balance sheet have theirs. */
  readonly type: string;
  /** QuickBooks' special use of it, such as `UncategorizedExpenses`, or its detail type, such as `ServiceFeeIncome`. */
  readonly specialType: string | null;
  readonly isActive: boolean;
}
