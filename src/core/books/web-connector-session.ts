import type { Month } from '#src/core/period.ts';
import type { TransactionRange } from './changed-transaction.ts';
import type { StatementBasis } from './statement.ts';

/** A step of a session: one request to QuickBooks and its answer. */
export interface SessionStep {
  readonly kind: 'company' | 'accounts' | 'statement' | 'balance sheet' | 'aging' | TransactionsKind;
  /** The month of a report; null for company and accounts. */
  readonly month: Month | null;
  readonly state: 'waiting' | 'sent' | 'done' | 'failed';
  /** How often its request was sent: again only where the answer to `sendRequestXML` was lost. */
  readonly sends: number;
  /** Why it failed; null if it did not. */
  readonly message: string | null;
  /** What is asked for by a step for transactions; the others have none. */
  readonly range?: TransactionRange;
}

/** The kinds of step that ask for the transactions behind a difference; they are added once it was seen. */
export type TransactionsKind = 'modified transactions' | 'deleted transactions';

export function asksForTransactions(kind: SessionStep['kind']): kind is TransactionsKind {
  return kind === 'modified transactions' || kind === 'deleted transactions';
}

/** What the Web Connector says of the QuickBooks behind it. */
export interface SessionHost {
  /** The company file's path. */
  readonly companyFile: string;
  readonly country: string;
  /** The qbXML version of the session's requests: `13.0`. */
  readonly qbxmlVersion: string;
}

export interface WebConnectorSession {
  readonly id: number;
  readonly runId: number;
  readonly address: string | null;
  readonly basis: StatementBasis;
  /** In order. */
  readonly steps: readonly SessionStep[];
  /** Null before the first `sendRequestXML`. */
  readonly host: SessionHost | null;
  readonly connectionErrors: number;
  /** For `getLastError`; null for no error. */
  readonly lastError: string | null;
  readonly startedAt: Date;
  readonly lastCallAt: Date;
  /** Null while it is open. */
  readonly endedAt: Date | null;
}
