import type { TransactionRange } from '#src/core/books/changed-transaction.ts';
import type { StatementBasis } from '#src/core/books/statement.ts';
import { localDate, type Month, periodDates } from '#src/core/period.ts';
import { escapeAscii } from './xml.ts';

/** A request's id, which its answer must repeat, and the qbXML version to ask in. */
export interface RequestHead {
  /** At most 40 characters. */
  readonly requestId: string;
  /** `13.0` */
  readonly version: string;
}

/** The version that the requests are written for (QuickBooks 2014); later QuickBooks keeps accepting it. */
const NEWEST_MAJOR = 13;

/** The version to ask in: the lower of 13.0 and the client's; 13.0 where the client says none. */
export function qbxmlVersion(major: string, minor: string): string {
  const [first, second] = [whole(major), whole(minor)];
  return first === 0 || first >= NEWEST_MAJOR ? `${NEWEST_MAJOR}.0` : `${first}.${second}`;
}

function whole(text: string): number {
  return /^\s*\d{1,3}\s*$/.test(text) ? Number(text) : 0;
}

/** The ids of the three messages of a company request. */
export function companyRequestIds({ requestId }: Pick<RequestHead, 'requestId'>): readonly [string, string, string] {
  return [`${requestId}-host`, `${requestId}-company`, `${requestId}-preferences`];
}

/**
 * Asks for what the first call of a session usually brings unasked: host, company and preferences.
 * @param ownerId GUID without braces; the company then shows the FileID that was stored under it
 */
export function companyRequest(head: RequestHead, ownerId: string): string {
  const [host, company, preferences] = companyRequestIds(head).map(escapeAscii);
  // One refused message must not take the others with it.
  return documentOf(head, 'continueOnError', [
    `<HostQueryRq requestID="${host}"></HostQueryRq>`,
    `<CompanyQueryRq requestID="${company}"><OwnerID>{${escapeAscii(ownerId)}}</OwnerID></CompanyQueryRq>`,
    `<PreferencesQueryRq requestID="${preferences}"></PreferencesQueryRq>`,
  ]);
}

const ACCOUNT_ELEMENTS = ['ListID', 'FullName', 'IsActive', 'AccountType', 'SpecialAccountType', 'AccountNumber'];

/** Asks for the chart of accounts, inactive accounts included: they have postings too. */
export function accountRequest(head: RequestHead): string {
  const elements = ACCOUNT_ELEMENTS.map((name) => `<IncludeRetElement>${name}</IncludeRetElement>`).join('');
  return documentOf(head, 'stopOnError', [
    `<AccountQueryRq requestID="${escapeAscii(head.requestId)}"><ActiveStatus>All</ActiveStatus>${elements}</AccountQueryRq>`,
  ]);
}

/** Asks for a month's profit and loss statement. */
export function statementRequest(head: RequestHead, month: Month, basis: StatementBasis): string {
  return summaryRequest(head, 'ProfitAndLossStandard', { month, basis });
}

/** Asks for the balance sheet at a month's end. */
export function balanceSheetRequest(head: RequestHead, month: Month, basis: StatementBasis): string {
  return summaryRequest(head, 'BalanceSheetStandard', { month, basis });
}

/** Asks for the receivables by their age at a month's end. */
export function agingRequest(head: RequestHead, month: Month): string {
  return documentOf(head, 'stopOnError', [
    `<AgingReportQueryRq requestID="${escapeAscii(head.requestId)}">`,
    '<AgingReportType>ARAgingSummary</AgingReportType>',
    '<DisplayReport>false</DisplayReport>',
    `<ReportPeriod><ToReportDate>${periodDates(month).last}</ToReportDate></ReportPeriod>`,
    '<ReportAgingAsOf>ReportEndDate</ReportAgingAsOf>',
    '</AgingReportQueryRq>',
  ]);
}

const DETAIL_COLUMNS = ['TxnID', 'TxnType', 'RefNumber', 'Date', 'ModifiedTime', 'LastModifiedBy', 'Account', 'Amount'];

/** Asks for the postings of a month that were modified in a range; QuickBooks takes its ends as local dates only. */
export function modifiedTransactionsRequest(
  head: RequestHead,
  asked: { readonly month: Month; readonly basis: StatementBasis; readonly timeZone: string },
  { since, until }: TransactionRange,
): string {
  const { first, last } = periodDates(asked.month);
  const day = (instant: string) => localDate(new Date(instant), asked.timeZone);
  return documentOf(head, 'stopOnError', [
    `<GeneralDetailReportQueryRq requestID="${escapeAscii(head.requestId)}">`,
    '<GeneralDetailReportType>ProfitAndLossDetail</GeneralDetailReportType>',
    '<DisplayReport>false</DisplayReport>',
    `<ReportPeriod><FromReportDate>${first}</FromReportDate><ToReportDate>${last}</ToReportDate></ReportPeriod>`,
    `<ReportModifiedDateRangeFilter><FromReportModifiedDate>${day(since)}</FromReportModifiedDate>`,
    `<ToReportModifiedDate>${day(until)}</ToReportModifiedDate></ReportModifiedDateRangeFilter>`,
    ...DETAIL_COLUMNS.map((column) => `<IncludeColumn>${column}</IncludeColumn>`),
    `<ReportBasis>${basisWord(asked.basis)}</ReportBasis>`,
    '</GeneralDetailReportQueryRq>',
  ]);
}

/** The types of transaction that have postings in a profit and loss statement. */
const DELETED_TYPES = [
  ...['ARRefundCreditCard', 'Bill', 'BillPaymentCheck', 'BillPaymentCreditCard', 'BuildAssembly', 'Charge', 'Check'],
  ...['CreditCardCharge', 'CreditCardCredit', 'CreditMemo', 'Deposit', 'InventoryAdjustment', 'Invoice', 'ItemReceipt'],
  ...['JournalEntry', 'ReceivePayment', 'SalesReceipt', 'SalesTaxPaymentCheck', 'VendorCredit'],
];
/** QuickBooks knows no deleted transactions from before. */
const DELETED_MS = 90 * 24 * 60 * 60 * 1_000;

/** Asks for the transactions that were deleted in a range, of which QuickBooks keeps neither month nor account. */
export function deletedTransactionsRequest(head: RequestHead, { since, until }: TransactionRange): string {
  const to = new Date(until).getTime();
  const from = Math.max(new Date(since).getTime(), to - DELETED_MS);
  // Without an offset QuickBooks would take its own local time.
  const text = (instant: number) => `${new Date(instant).toISOString().slice(0, 19)}+00:00`;
  return documentOf(head, 'stopOnError', [
    `<TxnDeletedQueryRq requestID="${escapeAscii(head.requestId)}">`,
    ...DELETED_TYPES.map((type) => `<TxnDelType>${type}</TxnDelType>`),
    `<DeletedDateRangeFilter><FromDeletedDate>${text(from)}</FromDeletedDate>`,
    `<ToDeletedDate>${text(to)}</ToDeletedDate></DeletedDateRangeFilter>`,
    '</TxnDeletedQueryRq>',
  ]);
}

function basisWord(basis: StatementBasis): string {
  return basis === 'cash' ? 'Cash' : 'Accrual';
}

/** QuickBooks demands this order, with the basis last. */
function summaryRequest(
  head: RequestHead,
  type: 'ProfitAndLossStandard' | 'BalanceSheetStandard',
  { month, basis }: { readonly month: Month; readonly basis: StatementBasis },
): string {
  const { first, last } = periodDates(month);
  return documentOf(head, 'stopOnError', [
    `<GeneralSummaryReportQueryRq requestID="${escapeAscii(head.requestId)}">`,
    `<GeneralSummaryReportType>${type}</GeneralSummaryReportType>`,
    '<DisplayReport>false</DisplayReport>',
    `<ReportPeriod><FromReportDate>${first}</FromReportDate><ToReportDate>${last}</ToReportDate></ReportPeriod>`,
    '<SummarizeColumnsBy>TotalOnly</SummarizeColumnsBy>',
    `<ReportBasis>${basisWord(basis)}</ReportBasis>`,
    '</GeneralSummaryReportQueryRq>',
  ]);
}

function documentOf({ version }: RequestHead, onError: string, messages: readonly string[]): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<?qbxml version="${version}"?>`,
    `<QBXML><QBXMLMsgsRq onError="${onError}">${messages.join('')}</QBXMLMsgsRq></QBXML>`,
  ].join('');
}
