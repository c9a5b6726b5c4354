import { accountOfPath } from '#src/core/books/account-label.ts';
import type { ChangedTransaction, ReadTransaction } from '#src/core/books/changed-transaction.ts';
import { withAccounts } from '#src/core/books/chart-of-accounts.ts';
import { plainAmount } from '#src/core/books/plain-amount.ts';
import type { QuickBooksAccount } from '#src/core/books/quickbooks-account.ts';
import { QbxmlError, type QbxmlMessage } from './qbxml-answer.ts';
import { readReport } from './qbxml-report.ts';
import type { QbxmlReportRow } from './qbxml-rows.ts';
import { childrenOf, textAt } from './xml.ts';

/** Longer texts are cut: what is stored is bounded. */
const MAX_TEXT = 200;

/**
 * Reads the postings of a detail report.
 * @param chart empty where the chart of accounts is not known
 * @throws QbxmlError where the answer has no report, or lacks a column that was asked for
 */
export function readModifiedTransactions(
  message: QbxmlMessage,
  chart: readonly QuickBooksAccount[],
): ReadTransaction[] {
  const { rows, columns } = readReport(message);
  const postings = rows.filter(({ element }) => element === 'DataRow');
  if (postings.length === 0) return [];
  const cellOf = (type: string) => {
    const id = columns.find((column) => column.type === type)?.id;
    if (id === undefined) throw new QbxmlError(`The report has no column ${type}`);
    return (row: QbxmlReportRow) => bounded(row.colData.find(({ colId }) => colId === id)?.value ?? null);
  };
  const [type, account, amount] = [cellOf('TxnType'), cellOf('Account'), cellOf('Amount')];
  const [number, id, date] = [cellOf('RefNumber'), cellOf('TxnID'), cellOf('Date')];
  const [at, by] = [cellOf('ModifiedTime'), cellOf('LastModifiedBy')];
  const read = postings.flatMap((row) => {
    const [typeText, path] = [type(row), account(row)];
    if (typeText === null || path === null) return [];
    const named = { ...accountOfPath(path), accountId: null, type: null };
    const [found = named] = withAccounts([named], chart);
    const day = /^\d{4}-\d{2}-\d{2}/.exec(date(row) ?? '')?.[0] ?? null;
    const posting = {
      account: found.account,
      accountId: found.accountId,
      amount: plainAmount(amount(row) ?? '') ?? null,
    };
    const modified = { number: number(row), id: id(row), date: day, at: instantOf(at(row)), by: by(row) };
    return [{ kind: 'modified' as const, type: typeText, ...modified, ...posting }];
  });
  return read;
}

/** Reads the list of deleted transactions; empty for none. */
export function readDeletedTransactions({ element }: QbxmlMessage): ChangedTransaction[] {
  return childrenOf(element, 'TxnDeletedRet').flatMap((deleted) => {
    const type = bounded(textAt(deleted, 'TxnDelType'));
    if (type === null) return [];
    const known = { number: bounded(textAt(deleted, 'RefNumber')), id: bounded(textAt(deleted, 'TxnID')) };
    const at = instantOf(textAt(deleted, 'TimeDeleted'));
    const nothing = { account: null, amount: null, date: null, by: null };
    return [{ kind: 'deleted' as const, type: type.replace(/([a-z])([A-Z])/g, '$1 $2'), ...known, at, ...nothing }];
  });
}

function bounded(text: string | null): string | null {
  return text?.trim().slice(0, MAX_TEXT) || null;
}

/** Null without an offset: whether the clock of QuickBooks knows daylight saving cannot be known. */
function instantOf(text: string | null): Date | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? null : instant;
}
