import type { Month } from '#src/core/period.ts';
import type { StatementBasis } from './statement.ts';

/** A step of a session: one request to QuickBooks and its answer. */
export interface SessionStep {
  readonly kind: 'company' | 'accounts' | 'statement' | 'balance sheet' | 'aging';
  /** The month of a report; null for company and accounts. */
  readonly month: Month | null;
  readonly state: 'waiting' | 'sent' | 'done' | 'failed';
  /** How often its request was sent: again only where the answer to `sendRequestXML` was lost. */
  readonly sends: number;
  /** Why it failed; null if it did not. */
  readonly message: string | null;
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
