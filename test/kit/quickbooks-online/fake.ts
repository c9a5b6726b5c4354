import { type FakeReply, type FakeRequest, type HttpFake, startHttpFake } from '../http-faults.ts';
import { accountRow, exampleCompany, type OnlineCompanyState } from './company.ts';
import { agedReceivablesReply, balanceSheetReply } from './further-reports.ts';
import { createIntuitTokens, type IntuitTokens } from './oauth.ts';
import { fault, profitAndLossReply, type ReportAnswer, type ReportOddity } from './reports.ts';

export interface QuickBooksOnlineFakeOptions {
  readonly company?: OnlineCompanyState;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly redirectUris?: readonly string[];
  /** The server's clock: when tokens expire. */
  readonly now?: () => Date;
  readonly accessSeconds?: number;
  readonly idleSeconds?: number;
  /** More accounts are not given at once, 1000 by default. */
  readonly maxPageSize?: number;
  readonly port?: number;
}

/** Intuit's authorization server and the Accounting API of one company, on loopback. */
export interface QuickBooksOnlineFake extends HttpFake {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Tests change it between readings. */
  readonly company: OnlineCompanyState;
  readonly tokens: IntuitTokens;
  /** How reports answer from now on. */
  setOddity(oddity: ReportOddity | ((query: URLSearchParams) => ReportOddity)): void;
}

/** Starts QuickBooks Online, as far as facts of its protocol are known, on loopback. Unknown requests are refused. */
export async function startQuickBooksOnlineFake(
  options: QuickBooksOnlineFakeOptions = {},
): Promise<QuickBooksOnlineFake> {
  const { company = exampleCompany(), clientId = 'fake-intuit-id', clientSecret = 'fake-intuit-secret' } = options;
  const { now = () => new Date(), maxPageSize = 1_000 } = options;
  const tokens = createIntuitTokens({
    clientId,
    clientSecret,
    ...(options.redirectUris && { redirectUris: options.redirectUris }),
    accessSeconds: options.accessSeconds ?? 3_600,
    idleSeconds: options.idleSeconds ?? 100 * 24 * 3_600,
  });
  let oddity: ReportOddity | ((query: URLSearchParams) => ReportOddity) = {};
  const server = await startHttpFake({
    ...(options.port === undefined ? {} : { port: options.port }),
    answer: (request) => {
      const oauth = oauthReply(tokens, request, now());
      if (oauth) return oauth;
      const how = typeof oddity === 'function' ? oddity(request.query) : oddity;
      const realm = tokens.realmOf(request.headers.authorization, now());
      return jsonReply(apiReply(company, request, { realm, maxPageSize, oddity: how }));
    },
  });
  const setOddity = (next: typeof oddity): void => {
    oddity = next;
  };
  return Object.assign(server, { clientId, clientSecret, company, tokens, setOddity });
}

function oauthReply(tokens: IntuitTokens, request: FakeRequest, now: Date): FakeReply | null {
  const sent = {
    authorization: request.headers.authorization ?? '',
    contentType: request.headers['content-type'] ?? '',
    body: request.body,
  };
  const isPost = request.method === 'POST';
  if (request.path === '/oauth2/v1/tokens/bearer' && isPost) return jsonReply(tokens.token(sent, now));
  if (request.path === '/v2/oauth2/tokens/revoke' && isPost) {
    const { status, json } = tokens.revoke(sent);
    return { status, body: status === 200 ? '' : JSON.stringify(json) };
  }
  return null;
}

interface Answering {
  /** The company that the access token is for; null for a token that is not valid. */
  readonly realm: string | null;
  readonly maxPageSize: number;
  readonly oddity: ReportOddity;
}

function apiReply(company: OnlineCompanyState, request: FakeRequest, answering: Answering): ReportAnswer {
  const [, realmId, rest = ''] = /^\/v3\/company\/(\d+)\/(.+)$/.exec(request.path) ?? [];
  if (realmId === undefined) return fault(404, '500', `No such resource: ${request.path}`);
  if (answering.realm === null) return fault(401, '3200', 'AuthenticationFailed');
  if (answering.realm !== realmId) return fault(403, '3100', 'ApplicationAuthorizationFailed');
  if (company.realmId !== realmId) return fault(403, '3100', 'ApplicationAuthorizationFailed');
  if (request.method !== 'GET') return fault(405, '500', 'Only GET is allowed');
  if (rest === 'reports/ProfitAndLoss') return profitAndLossReply(company, request.query, answering.oddity);
  if (rest === 'reports/BalanceSheet') return balanceSheetReply(company, request.query, answering.oddity);
  if (rest === 'reports/AgedReceivables') return agedReceivablesReply(company, request.query, answering.oddity);
  const { query } = request;
  if (rest === `companyinfo/${realmId}`) return { status: 200, json: companyInfo(company) };
  if (rest === 'preferences') return { status: 200, json: preferences(company) };
  if (rest === 'query') return accountsReply(company, query.get('query') ?? '', answering.maxPageSize);
  return fault(404, '500', `No such resource: ${rest}`);
}

function companyInfo({ name, realmId }: OnlineCompanyState): object {
  return { CompanyInfo: { CompanyName: name, LegalName: name, Country: 'US', Id: '1', domain: 'QBO', realmId } };
}

function preferences({ closingDate, currency, hasAccountNumbers }: OnlineCompanyState): object {
  return {
    Preferences: {
      AccountingInfoPrefs: {
        FirstMonthOfFiscalYear: 'January',
        UseAccountNumbers: hasAccountNumbers,
        ...(closingDate === null ? {} : { BookCloseDate: closingDate }),
      },
      ReportPrefs: { ReportBasis: 'Accrual' },
      CurrencyPrefs: { HomeCurrency: { value: currency }, MultiCurrencyEnabled: false },
    },
  };
}

const ACCOUNTS =
  /^SELECT \* FROM Account WHERE Active IN \(true, false\) ORDERBY Id STARTPOSITION (\d+) MAXRESULTS (\d+)$/;

function accountsReply(company: OnlineCompanyState, query: string, maxPageSize: number): ReportAnswer {
  const [, start = '', size = ''] = ACCOUNTS.exec(query) ?? [];
  if (start === '') return fault(400, '4000', `Error parsing query: ${query}`);
  if (Number(size) > 1_000) return fault(400, '4001', 'MAXRESULTS is more than 1000');
  const first = Number(start) - 1;
  const ordered = company.accounts.toSorted((one, other) => one.id.localeCompare(other.id));
  const page = ordered.slice(first, first + Math.min(Number(size), maxPageSize));
  const rows = page.map((account) => accountRow(company, account));
  const answer = rows.length === 0 ? {} : { Account: rows, startPosition: first + 1, maxResults: rows.length };
  return { status: 200, json: { QueryResponse: answer, time: '2026-01-31T10:00:00.000-08:00' } };
}

function jsonReply({ status, json }: ReportAnswer): FakeReply {
  return { status, body: JSON.stringify(json) };
}
