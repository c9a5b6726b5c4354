import { childrenOf, parseXml, textAt, type XmlElement } from '#src/collect/quickbooks-desktop/xml.ts';
import { agingRows } from './aging-rows.ts';
import { balanceRows } from './balance-rows.ts';
import type { CompanyFault, CompanyState } from './company-state.ts';
import { reportRows } from './report-rows.ts';
import { deletedRets, detailRows, InvalidRequestError } from './transaction-rows.ts';
import { attribute, characters, element } from './xml-text.ts';

/** What QuickBooks gives the Web Connector for a request: an answer, or a COM error. */
export type QuickBooksAnswer =
  | { readonly response: string; readonly hresult: ''; readonly message: '' }
  | { readonly response: ''; readonly hresult: string; readonly message: string };

/** QuickBooks with an open company file. */
export interface CompanyFile {
  /** Host, company and preferences, as the Web Connector asks for them by itself. */
  hcpResponse(): string;
  /** Answers a qbXML request; one that it cannot parse, or whose elements are out of order, is the COM error 0x80040400. */
  answer(request: string): QuickBooksAnswer;
}

const PARSE_ERROR = '0x80040400';

/** The order of the elements of each request, by the qbXML specification. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  HostQueryRq: ['IncludeListMetaData'],
  CompanyQueryRq: ['IncludeRetElement', 'OwnerID'],
  PreferencesQueryRq: ['IncludeRetElement'],
  AccountQueryRq: [
    ...['MaxReturned', 'ActiveStatus', 'FromModifiedDate', 'ToModifiedDate', 'NameFilter', 'AccountType'],
    ...['CurrencyFilter', 'IncludeRetElement', 'OwnerID'],
  ],
  GeneralSummaryReportQueryRq: [
    ...['GeneralSummaryReportType', 'DisplayReport', 'ReportPeriod', 'ReportDateMacro', 'ReportAccountFilter'],
    ...[
      'ReportEntityFilter',
      'ReportItemFilter',
      'ReportClassFilter',
      'ReportTxnTypeFilter',
      'ReportDetailLevelFilter',
    ],
    ...['ReportPostingStatusFilter', 'SummarizeColumnsBy', 'IncludeSubcolumns', 'ReportCalendar', 'ReturnRows'],
    ...['ReturnColumns', 'ReportBasis'],
  ],
  AgingReportQueryRq: [
    ...['AgingReportType', 'DisplayReport', 'ReportPeriod', 'ReportDateMacro', 'ReportAccountFilter'],
    ...['ReportEntityFilter', 'ReportItemFilter', 'ReportClassFilter', 'ReportTxnTypeFilter'],
    ...['ReportModifiedDateRangeFilter', 'ReportDetailLevelFilter', 'ReportPostingStatusFilter', 'IncludeColumn'],
    ...['IncludeAccounts', 'ReportAgingAsOf'],
  ],
  GeneralDetailReportQueryRq: [
    ...['GeneralDetailReportType', 'DisplayReport', 'ReportPeriod', 'ReportDateMacro', 'ReportAccountFilter'],
    ...['ReportEntityFilter', 'ReportItemFilter', 'ReportClassFilter', 'ReportTxnTypeFilter'],
    ...['ReportModifiedDateRangeFilter', 'ReportModifiedDateRangeMacro', 'ReportDetailLevelFilter'],
    ...['ReportPostingStatusFilter', 'SummarizeRowsBy', 'IncludeColumn', 'IncludeAccounts', 'ReportOpenBalanceAsOf'],
    'ReportBasis',
  ],
  TxnDeletedQueryRq: ['TxnDelType', 'DeletedDateRangeFilter'],
  ReportPeriod: ['FromReportDate', 'ToReportDate'],
  ReportModifiedDateRangeFilter: ['FromReportModifiedDate', 'ToReportModifiedDate'],
  DeletedDateRangeFilter: ['FromDeletedDate', 'ToDeletedDate'],
};

class ParseError extends Error {}

export function openCompanyFile(company: CompanyState): CompanyFile {
  return {
    hcpResponse: () => hcpResponse(company),
    answer(request) {
      try {
        return answered(company, requestsOf(company, request));
      } catch (error) {
        if (!(error instanceof ParseError || error instanceof InvalidRequestError)) throw error;
        const message = `QuickBooks found an error when parsing the provided XML text stream. ${error.message}`;
        return { response: '', hresult: PARSE_ERROR, message };
      }
    },
  };
}

/** Parses a request as strictly as QuickBooks does. */
function requestsOf({ qbxmlVersion }: CompanyState, text: string): readonly XmlElement[] {
  if (/[^\t\n\r -~]/.test(text)) throw new ParseError('not ASCII');
  const [, major, minor] = /^<\?xml version="1\.0"[^>]*\?>\s*<\?qbxml version="(\d+)\.(\d+)"\?>/.exec(text) ?? [];
  if (major === undefined) throw new ParseError('no qbxml version');
  const isNewer = Number(major) * 100 + Number(minor) > qbxmlVersion[0] * 100 + qbxmlVersion[1];
  if (isNewer) throw new ParseError(`version ${major}.${minor} is not supported`);
  const root = parse(text);
  const [messages] = childrenOf(root.name === 'QBXML' ? root : null, 'QBXMLMsgsRq');
  if (!messages || !/^(stop|continue)OnError$/.test(messages.attributes['onError'] ?? '')) {
    throw new ParseError('no QBXMLMsgsRq with onError');
  }
  for (const message of messages.children) checkOrder(message);
  return messages.children;
}

function parse(text: string): XmlElement {
  try {
    return parseXml(text);
  } catch {
    throw new ParseError('not well-formed');
  }
}

function checkOrder({ name, children, attributes }: XmlElement): void {
  const order = ORDER[name];
  if (!order) {
    if (children.length > 0) throw new ParseError(`unknown element ${name}`);
    return;
  }
  if ((attributes['requestID'] ?? '').length > 50) throw new ParseError('requestID is too long');
  let last = 0;
  for (const child of children) {
    const place = order.indexOf(child.name);
    if (place < last) throw new ParseError(`${child.name} in ${name} is unknown or out of order`);
    last = place;
    checkOrder(child);
  }
}

function answered(company: CompanyState, requests: readonly XmlElement[]): QuickBooksAnswer {
  const fault = requests.map((request) => company.faults[subjectOf(request)]).find((each) => each !== undefined);
  if (fault === 'hresult') return { response: '', hresult: '0x80040402', message: 'Unexpected error' };
  const answers = requests.map((request) => answerTo(company, request, fault)).join('\n');
  const response = `<?xml version="1.0" ?>\r\n<QBXML>\r\n<QBXMLMsgsRs>\r\n${answers}</QBXMLMsgsRs>\r\n</QBXML>\r\n`;
  const end = fault === 'truncated' ? response.length / 2 : response.length;
  return { response: response.slice(0, end), hresult: '', message: '' };
}

/** What a fault is set for: `host`, `accounts`, `deleted`, a month, or a month and a report. */
function subjectOf(request: XmlElement): string {
  if (request.name === 'GeneralSummaryReportQueryRq') {
    return textAt(request, 'GeneralSummaryReportType') === 'BalanceSheetStandard'
      ? `${monthOf(request)} balance sheet`
      : monthOf(request);
  }
  if (request.name === 'GeneralDetailReportQueryRq') return `${monthOf(request)} detail`;
  if (request.name === 'TxnDeletedQueryRq') return 'deleted';
  if (request.name === 'AgingReportQueryRq') return `${dayOf(request).slice(0, 7)} aging`;
  return request.name === 'AccountQueryRq' ? 'accounts' : 'host';
}

function monthOf(request: XmlElement): string {
  const from = textAt(request, 'ReportPeriod', 'FromReportDate') ?? '';
  const to = textAt(request, 'ReportPeriod', 'ToReportDate') ?? '';
  const month = from.slice(0, 7);
  const next = new Date(`${to}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  if (from !== `${month}-01` || next.getUTCDate() !== 1) throw new ParseError('the period is not a month');
  return month;
}

function dayOf(request: XmlElement): string {
  return textAt(request, 'ReportPeriod', 'ToReportDate') ?? '';
}

function answerTo(company: CompanyState, request: XmlElement, fault: CompanyFault | undefined): string {
  const name = request.name.replace(/Rq$/, 'Rs');
  const asked = request.attributes['requestID'] ?? '';
  const requestId = fault === 'other-request' ? '9-9' : asked;
  const status = fault === 'error' ? ERROR_STATUS : 'statusCode="0" statusSeverity="Info" statusMessage="Status OK"';
  const content = fault === 'error' ? '' : contentOf(company, request, fault);
  return `<${name} requestID=${attribute(requestId)} ${status}>\r\n${content}</${name}>\r\n`;
}

const ERROR_STATUS =
  'statusCode="3261" statusSeverity="Error" statusMessage="There was an error when obtaining data. You don&apos;t have permission."';

function contentOf(company: CompanyState, request: XmlElement, fault: CompanyFault | undefined): string {
  switch (request.name) {
    case 'HostQueryRq':
      return hostRet(company);
    case 'CompanyQueryRq':
      return companyRet(company, textAt(request, 'OwnerID'));
    case 'PreferencesQueryRq':
      return preferencesRet(company);
    case 'AccountQueryRq':
      return accountRets(company);
    case 'AgingReportQueryRq':
      return agingRet(company, request, fault);
    case 'GeneralDetailReportQueryRq':
      return detailRows(company, request, monthOf(request));
    case 'TxnDeletedQueryRq':
      return deletedRets(company, request);
    default:
      return reportRet(company, request, fault);
  }
}

function hcpResponse(company: CompanyState): string {
  const ownerId = company.ids ? `{${company.ids.ownerId}}` : null;
  const of = (name: string, id: number, content: string) =>
    `<${name} requestID="${id}" statusCode="0" statusSeverity="Info" statusMessage="Status OK">${content}</${name}>`;
  const parts = [
    of('HostQueryRs', 0, hostRet(company)),
    of('CompanyQueryRs', 1, companyRet(company, ownerId)),
    of('PreferencesQueryRs', 2, preferencesRet(company)),
  ];
  return `<?xml version="1.0" ?><QBXML><QBXMLMsgsRs>${parts.join('')}</QBXMLMsgsRs></QBXML>`;
}

function hostRet({ qbxmlVersion: [newest] }: CompanyState): string {
  const versions = Array.from({ length: newest }, (_, index) => element('SupportedQBXMLVersion', `${index + 1}.0`));
  const host = `<ProductName>QuickBooks Pro</ProductName><MajorVersion>${newest + 11}</MajorVersion><Country>US</Country>`;
  return `<HostRet>${host}${versions.join('')}<QBFileMode>SingleUser</QBFileMode></HostRet>`;
}

function companyRet({ name, ids }: CompanyState, ownerId: string | null): string {
  const isOurs = ids !== null && ownerId?.toUpperCase() === `{${ids.ownerId}}`.toUpperCase();
  const extension = (key: string, value: string) =>
    `<DataExtRet><OwnerID>${ownerId}</OwnerID><DataExtName>${key}</DataExtName><DataExtType>STR255TYPE</DataExtType><DataExtValue>${value}</DataExtValue></DataExtRet>`;
  const extensions = isOurs
    ? extension('AppLock', 'LOCKED:REDACTED:1') + extension('FileID', `{${ids.fileId}}`.toUpperCase())
    : '';
  return `<CompanyRet><IsSampleCompany>false</IsSampleCompany><CompanyName>${characters(name)}</CompanyName>${extensions}</CompanyRet>`;
}

function preferencesRet({ closingDate, usesAccountNumbers }: CompanyState): string {
  const closing = closingDate === null ? '' : element('ClosingDate', closingDate);
  return `<PreferencesRet><AccountingPreferences><IsUsingAccountNumbers>${usesAccountNumbers}</IsUsingAccountNumbers>${closing}</AccountingPreferences><ReportsPreferences><SummaryReportBasis>Accrual</SummaryReportBasis></ReportsPreferences><CurrentAppAccessRights><IsAutomaticLoginAllowed>true</IsAutomaticLoginAllowed><IsPersonalDataAccessAllowed>false</IsPersonalDataAccessAllowed></CurrentAppAccessRights></PreferencesRet>`;
}

function accountRets({ accounts }: CompanyState): string {
  return accounts
    .map(({ id, fullName, isActive = true, type, specialType, number }) =>
      element(
        'AccountRet',
        [
          element('ListID', id),
          element('FullName', characters(fullName)),
          element('IsActive', String(isActive)),
          element('AccountType', type),
          specialType === undefined ? '' : element('SpecialAccountType', specialType),
          number === undefined ? '' : element('AccountNumber', number),
        ].join(''),
      ),
    )
    .join('\r\n');
}

function agingRet(company: CompanyState, request: XmlElement, fault: CompanyFault | undefined): string {
  const isAsked = textAt(request, 'AgingReportType') === 'ARAgingSummary';
  if (!isAsked || textAt(request, 'ReportAgingAsOf') !== 'ReportEndDate') throw new ParseError('another report');
  const rows = agingRows(company, { date: dayOf(request), spoil: fault === 'untied' ? 1 : 0 });
  return `<ReportRet><ReportTitle>A/R Aging Summary</ReportTitle>${rows}</ReportRet>`;
}

function reportRet(company: CompanyState, request: XmlElement, fault: CompanyFault | undefined): string {
  const type = textAt(request, 'GeneralSummaryReportType');
  const isBalance = type === 'BalanceSheetStandard';
  const isAsked = isBalance || type === 'ProfitAndLossStandard';
  if (!isAsked || textAt(request, 'SummarizeColumnsBy') !== 'TotalOnly') throw new ParseError('another report');
  const isCash = (textAt(request, 'ReportBasis') === 'Cash') !== (fault === 'other-basis');
  const spoil = fault === 'untied' ? 1 : 0;
  const xml = isBalance
    ? balanceRows(company, { date: dayOf(request), spoil })
    : reportRows(company, { month: monthOf(request), isCash, spoil }).xml;
  const columns =
    '<ColDesc colID="1" dataType="STRTYPE"><ColTitle titleRow="1" /><ColType>Label</ColType></ColDesc><ColDesc colID="2" dataType="AMTTYPE"><ColTitle titleRow="1" value="Month" /><ColType>Amount</ColType></ColDesc>';
  return `<ReportRet><ReportTitle>${isBalance ? 'Balance Sheet' : 'Profit &amp; Loss'}</ReportTitle><ReportBasis>${isCash ? 'Cash' : 'Accrual'}</ReportBasis>${columns}${xml}</ReportRet>`;
}
