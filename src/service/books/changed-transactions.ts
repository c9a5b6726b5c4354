import { QbxmlError, type QbxmlMessage } from '#src/collect/quickbooks-desktop/qbxml-answer.ts';
import {
  readDeletedTransactions,
  readModifiedTransactions,
} from '#src/collect/quickbooks-desktop/qbxml-transactions.ts';
import { askForTransactions, MAX_EXPLAINED_MONTHS } from '#src/collect/quickbooks-desktop/session.ts';
import {
  type ChangedTransaction,
  MAX_CHANGED_TRANSACTIONS,
  onMovedAccounts,
  type TransactionRange,
  transactionRange,
  transactionsText,
} from '#src/core/books/changed-transaction.ts';
import type { QuickBooksAccount } from '#src/core/books/quickbooks-account.ts';
import { compareStatements } from '#src/core/books/statement.ts';
import type { TransactionsKind, WebConnectorSession } from '#src/core/books/web-connector-session.ts';
import type { Month } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';
import { addToEntries } from '#src/store/collection-log.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { addChangedTransactions, readStatements } from '#src/store/statements.ts';
import type { BooksSettings } from './settings.ts';
import { transactionsRefusalText } from './statement-refusal.ts';
import type { StoredMonth } from './store-statements.ts';

interface Call {
  readonly tx: Transaction;
  readonly settings: BooksSettings;
  readonly session: WebConnectorSession;
  readonly at: Date;
}

/** Adds the steps for the transactions behind a difference, where there is one; a month too many is said in its log row. */
export async function explainDifference(
  { tx, settings, session, at }: Call,
  { month, version, differsSince }: Pick<StoredMonth, 'month' | 'version' | 'differsSince'>,
): Promise<WebConnectorSession> {
  if (differsSince === null) return session;
  const asking = askForTransactions(session, month, transactionRange(version, { since: differsSince, until: at }));
  if (asking) return asking;
  const reason = `QuickBooks is asked for ${counted(MAX_EXPLAINED_MONTHS, 'month')} a session at most.`;
  await addNotes({ tx, settings, session }, [{ month, notes: transactionsRefusalText(month, reason) }]);
  return session;
}

/**
 * Stores the transactions that QuickBooks names with the statement that differs, and says so in the month's log row.
 * @returns why they cannot be read; null where they were stored
 */
export async function takeTransactions(
  { tx, settings, session }: Omit<Call, 'at'>,
  asked: {
    readonly kind: TransactionsKind;
    readonly month: Month;
    readonly range: TransactionRange;
    readonly chart: readonly QuickBooksAccount[];
  },
  message: QbxmlMessage,
): Promise<string | null> {
  if (message.refusal !== null) return message.refusal;
  const { kind, month, range, chart } = asked;
  const { version } = range;
  const { organizationId } = settings;
  const versions = [version - 1, version].map((each) => ({ month, version: each }));
  const [before, after] = await readStatements(tx, organizationId, versions);
  const differences = compareStatements(before?.lines ?? [], after?.lines ?? []);
  let found: readonly ChangedTransaction[];
  try {
    found =
      kind === 'deleted transactions'
        ? readDeletedTransactions(message)
        : onMovedAccounts(readModifiedTransactions(message, chart), differences, range);
  } catch (error) {
    if (error instanceof QbxmlError) return `${error.message}.`;
    throw error;
  }
  const kept = found.slice(0, MAX_CHANGED_TRANSACTIONS - (after?.changedTransactions?.length ?? 0));
  await addChangedTransactions(tx, { organizationId, month, version }, kept);
  await addNotes({ tx, settings, session }, [{ month, notes: noteOf(kind, { found, kept: kept.length }) }]);
  return null;
}

function noteOf(
  kind: TransactionsKind,
  { found, kept }: { readonly found: readonly ChangedTransaction[]; readonly kept: number },
): string {
  const what =
    kind === 'deleted transactions' ? 'Deleted in QuickBooks since then, of any month' : 'Changed in QuickBooks';
  const rest = kept < found.length ? ` (${kept} of ${found.length} are kept)` : '';
  return `${what}: ${found.length === 0 ? 'nothing' : transactionsText(found)}${rest}.`;
}

/** Adds sentences to the months' log rows of the session's run. */
export async function addNotes(
  { tx, settings, session }: Omit<Call, 'at'>,
  notes: readonly { readonly month: Month; readonly notes: string }[],
): Promise<void> {
  if (notes.length === 0) return;
  const { organizationId, database } = settings;
  const entries = { organizationId, runId: session.runId, vendorId: database.vendorIds.quickbooks };
  await addToEntries(
    tx,
    entries,
    notes.map((note) => ({ ...note, metricsCollected: 0 })),
  );
}
