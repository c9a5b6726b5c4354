import type { QuickBooksAccount } from './quickbooks-account.ts';
import type { StatementBasis } from './statement.ts';

/** What a QuickBooks Online company says of itself. */
export interface OnlineCompany {
  readonly name: string;
  /** `YYYY-MM-DD`; null where the books are not closed. */
  readonly closingDate: string | null;
  /** ISO 4217; null where the company does not say. */
  readonly currency: string | null;
  /** The company's own choice, which need not be the basis that is asked for. */
  readonly summaryBasis: StatementBasis | null;
  readonly accounts: readonly QuickBooksAccount[];
}
