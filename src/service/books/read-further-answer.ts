import { readQbxmlAging } from '#src/collect/quickbooks-desktop/qbxml-aging.ts';
import { QbxmlError, type QbxmlMessage } from '#src/collect/quickbooks-desktop/qbxml-answer.ts';
import { readReport, readSummary } from '#src/collect/quickbooks-desktop/qbxml-report.ts';
import { readQbxmlBalanceSheet } from '#src/collect/quickbooks-desktop/qbxml-rows.ts';
import { withAccounts } from '#src/core/books/chart-of-accounts.ts';
import type { FurtherReadings } from '#src/core/books/further-readings.ts';
import { cashReserve, type FurtherValue, overdueReceivables } from '#src/core/books/further-values.ts';
import type { QuickBooksAccount } from '#src/core/books/quickbooks-account.ts';
import { receivablesOver90Days } from '#src/core/books/receivables-aging.ts';
import type { StatementBasis } from '#src/core/books/statement.ts';
import type { Month } from '#src/core/period.ts';
import { otherBasis } from './read-statement-answer.ts';
import { furtherRefusalText, problemsText } from './statement-refusal.ts';

/** A value beside the statement as QuickBooks sent it, or why its report is refused. */
export type FurtherReading =
  | { readonly value: FurtherValue; readonly refusal: null }
  | { readonly value: null; readonly refusal: string };

/** A report beside the statement that was asked for. */
export interface AskedFurther {
  readonly kind: 'balance sheet' | 'aging';
  readonly month: Month;
  readonly basis: StatementBasis;
  readonly further: FurtherReadings;
  /** Null where the chart of accounts is not known. */
  readonly chart: readonly QuickBooksAccount[] | null;
}

/** Reads the answer to the request of such a report. One that does not tie is refused whole. */
export function readFurtherAnswer(message: QbxmlMessage, asked: AskedFurther): FurtherReading {
  if (message.refusal !== null) return refused(asked, message.refusal);
  try {
    return asked.kind === 'aging' ? readAging(message, asked) : readBalances(message, asked);
  } catch (error) {
    if (error instanceof QbxmlError) return refused(asked, error.message);
    throw error;
  }
}

function readBalances(message: QbxmlMessage, asked: AskedFurther): FurtherReading {
  const { rows, basis, amountColumn } = readSummary(message);
  const other = otherBasis(basis, asked.basis);
  if (other !== null) return refused(asked, other);
  const sheet = readQbxmlBalanceSheet(rows, amountColumn);
  if (!sheet.tied) return refused(asked, problemsText(sheet.problems));
  const lines = withAccounts(sheet.lines, asked.chart ?? []);
  return { value: cashReserve(asked.month, { lines, accounts: asked.further.cashReserve }), refusal: null };
}

function readAging(message: QbxmlMessage, asked: AskedFurther): FurtherReading {
  const overdue = receivablesOver90Days(readQbxmlAging(readReport(message)));
  if (overdue.refusal !== null) return refused(asked, overdue.refusal);
  return { value: overdueReceivables(asked.month, overdue), refusal: null };
}

function refused({ kind, month }: AskedFurther, reason: string): FurtherReading {
  return { value: null, refusal: furtherRefusalText(kind, month, reason) };
}
