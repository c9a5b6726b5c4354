import { QbxmlError, type QbxmlMessage } from '#src/collect/quickbooks-desktop/qbxml-answer.ts';
import { readSummary } from '#src/collect/quickbooks-desktop/qbxml-report.ts';
import { readQbxmlRows } from '#src/collect/quickbooks-desktop/qbxml-rows.ts';
import { withAccounts } from '#src/core/books/chart-of-accounts.ts';
import type { QuickBooksAccount } from '#src/core/books/quickbooks-account.ts';
import type { Statement, StatementBasis } from '#src/core/books/statement.ts';
import type { Month } from '#src/core/period.ts';
import { problemsText, refusalText } from './statement-refusal.ts';

/** A month's statement as QuickBooks sent it, or why it is refused. */
export type StatementReading =
  | { readonly statement: Statement; readonly refusal: null }
  | { readonly statement: null; readonly refusal: string };

/**
 * Reads the answer to a month's request. A statement that does not tie, or is in another basis than asked, is refused whole.
 * @param chart null where the chart of accounts is not known
 */
export function readStatementAnswer(
  message: QbxmlMessage,
  asked: { readonly month: Month; readonly basis: StatementBasis; readonly chart: readonly QuickBooksAccount[] | null },
): StatementReading {
  if (message.refusal !== null) return refused(asked.month, message.refusal);
  try {
    const report = readSummary(message);
    const other = otherBasis(report.basis, asked.basis);
    if (other !== null) return refused(asked.month, other);
    const tied = readQbxmlRows(report.rows, report.amountColumn);
    if (!tied.tied) return refused(asked.month, problemsText(tied.problems));
    const lines = withAccounts(tied.lines, asked.chart ?? []);
    return { statement: { month: asked.month, basis: asked.basis, currency: null, lines }, refusal: null };
  } catch (error) {
    if (error instanceof QbxmlError) return refused(asked.month, error.message);
    throw error;
  }
}

/** Why an answer in another basis than asked is refused; null where it is not. */
export function otherBasis(answered: StatementBasis | null, asked: StatementBasis): string | null {
  if (answered === null || answered === asked) return null;
  return `QuickBooks answered on ${answered} basis, but ${asked} was asked for.`;
}

function refused(month: Month, reason: string): StatementReading {
  return { statement: null, refusal: refusalText(month, reason) };
}
