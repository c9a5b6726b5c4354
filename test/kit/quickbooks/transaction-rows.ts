import { childrenOf, textAt, type XmlElement } from '#src/collect/quickbooks-desktop/xml.ts';
import type { CompanyState, PostedTransaction, Posting } from './company-state.ts';
import { isOfStatement, pathOf } from './report-rows.ts';
import { attribute, element } from './xml-text.ts';

/** A request that QuickBooks cannot parse. */
export class InvalidRequestError extends Error {}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}([+-]\d{2}:\d{2})?$/;
const COLUMNS: Readonly<Record<string, (posting: Posting, of: PostedTransaction, path: string) => string>> = {
  TxnID: (_, { id }) => id,
  TxnType: (_, { type }) => type,
  RefNumber: (_, { number = '' }) => number,
  Date: ({ date }) => date,
  ModifiedTime: (_, { modifiedAt }) => modifiedAt,
  LastModifiedBy: (_, { modifiedBy }) => modifiedBy,
  Account: (_posting, _of, path) => path,
  Amount: ({ amount }) => amount,
};
const DELETED_TYPES = [
  ...['ARRefundCreditCard', 'Bill', 'BillPaymentCheck', 'BillPaymentCreditCard', 'BuildAssembly', 'Charge', 'Check'],
  ...['CreditCardCharge', 'CreditCardCredit', 'CreditMemo', 'Deposit', 'Estimate', 'InventoryAdjustment', 'Invoice'],
  ...[
    'ItemReceipt',
    'JournalEntry',
    'PayrollLiabilityAdjustment',
    'PayrollPriorPayment',
    'PayrollYearToDateAdjustment',
  ],
  ...['PurchaseOrder', 'ReceivePayment', 'SalesOrder', 'SalesReceipt', 'SalesTaxPaymentCheck', 'TimeTracking'],
  ...['TransferInventory', 'VehicleMileage', 'VendorCredit'],
];

/** ProfitAndLossDetail of a month with the columns that are asked for, of what was modified on the days of the filter. */
export function detailRows(company: CompanyState, request: XmlElement, month: string): string {
  if (textAt(request, 'GeneralDetailReportType') !== 'ProfitAndLossDetail')
    throw new InvalidRequestError('another report');
  const filter = 'ReportModifiedDateRangeFilter';
  const from = valid(textAt(request, filter, 'FromReportModifiedDate'), DATE);
  const to = valid(textAt(request, filter, 'ToReportModifiedDate'), DATE);
  const columns = childrenOf(request, 'IncludeColumn').map(({ text }) => text);
  for (const column of columns) if (!COLUMNS[column]) throw new InvalidRequestError(`unknown column ${column}`);
  const isCash = textAt(request, 'ReportBasis') === 'Cash';
  const rows = company.postings.flatMap((posting, index) => {
    const { transaction: of, account, date, isUnpaid = false } = posting;
    if (!of || !date.startsWith(month) || !isOfStatement(company, account) || (isCash && isUnpaid)) return [];
    const day = of.modifiedAt.slice(0, 10);
    const found = company.accounts.find(({ fullName }) => fullName === account);
    if (day < from || day > to || !found) return [];
    const path = pathOf(company, found);
    const cells = columns.flatMap((column, at) => {
      const text = COLUMNS[column]?.(posting, of, path) ?? '';
      return text === '' ? [] : [`<ColData colID="${at + 2}" value=${attribute(text, company.writesReferences)} />`];
    });
    return [`<DataRow rowNumber="${index + 1}">${cells.join('')}</DataRow>`];
  });
  const described = ['Blank', ...columns].map(
    (type, at) =>
      `<ColDesc colID="${at + 1}" dataType="STRTYPE"><ColTitle titleRow="1" /><ColType>${type}</ColType></ColDesc>`,
  );
  const data =
    rows.length === 0 ? '' : element('ReportData', `<TextRow rowNumber="0" value="Detail" />${rows.join('')}`);
  return `<ReportRet><ReportTitle>Profit &amp; Loss Detail</ReportTitle>${described.join('')}${data}</ReportRet>`;
}

/** The transactions of the types that were deleted in the range. */
export function deletedRets({ deletedTransactions }: CompanyState, request: XmlElement): string {
  const types = childrenOf(request, 'TxnDelType').map(({ text }) => text);
  if (types.length === 0 || types.some((type) => !DELETED_TYPES.includes(type))) {
    throw new InvalidRequestError('TxnDelType is missing or unknown');
  }
  const instant = (name: string) =>
    new Date(valid(textAt(request, 'DeletedDateRangeFilter', name), DATE_TIME)).getTime();
  const [from, to] = [instant('FromDeletedDate'), instant('ToDeletedDate')];
  return deletedTransactions
    .filter(({ type, deletedAt }) => {
      const at = new Date(deletedAt).getTime();
      return types.includes(type) && at >= from && at <= to;
    })
    .map(({ id, type, number, createdAt, deletedAt }) =>
      element(
        'TxnDeletedRet',
        [
          ...[element('TxnDelType', type), element('TxnID', id), element('TimeCreated', createdAt)],
          ...[element('TimeDeleted', deletedAt), number === undefined ? '' : element('RefNumber', number)],
        ].join(''),
      ),
    )
    .join('\r\n');
}

function valid(text: string | null, pattern: RegExp): string {
  if (text === null || !pattern.test(text)) throw new InvalidRequestError(`${text} is no date`);
  return text;
}
