import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';
import type { z } from 'zod';
import { createVendorHttp, type VendorHttp } from '#src/collect/http.ts';
import type { RetryOptions, Timer } from '#src/collect/http-retry.ts';
import type { ServerLeases } from '#src/collect/server-leases.ts';
import type { TokenCache } from '#src/collect/token-cache.ts';
import { VendorError } from '#src/collect/vendor-error.ts';
import type { StatementBasis } from '#src/core/books/statement.ts';
import type { Month } from '#src/core/period.ts';
import { type AskedReport, spanOf } from './map.ts';
import {
  accountsSchema,
  companyInfoSchema,
  type OnlineAccountRow,
  type OnlineCompanyInfo,
  type OnlinePreferences,
  type OnlineReport,
  preferencesSchema,
  reportSchema,
} from './types.ts';

export const QUICKBOOKS_ONLINE = 'QuickBooks Online';

/** Overrides for tests; the defaults are those of `createVendorHttp`. */
export interface OnlineApiOptions extends RetryOptions {
  readonly requestTimeoutMs?: number;
  readonly timer?: Timer;
  /** Of the server. */
  readonly leases?: ServerLeases;
  /** Accounts of one answer. */
  readonly pageSize?: number;
}

export interface OnlineApiSettings extends OnlineApiOptions {
  /** The base of `/v3/company/{realm}`. */
  readonly baseUrl: string;
  /** The company. */
  readonly realmId: string;
  readonly tokens: TokenCache;
}

/** The requests to the Accounting API of QuickBooks Online. Every failure is a `VendorError` without secrets. */
export interface OnlineApi {
  companyInfo(signal: AbortSignal): Promise<OnlineCompanyInfo>;
  preferences(signal: AbortSignal): Promise<OnlinePreferences>;
  /** All accounts, inactive ones too. */
  accounts(signal: AbortSignal): Promise<OnlineAccountRow[]>;
  /** The profit and loss report with a column for each month; six months at most. */
  profitAndLoss(asked: AskedReport, signal: AbortSignal): Promise<OnlineReport>;
  /** The balance sheet at a month's end. */
  balanceSheet(
    asked: { readonly month: Month; readonly basis: StatementBasis },
    signal: AbortSignal,
  ): Promise<OnlineReport>;
  /** The summary of receivables by their age at a month's end. */
  agedReceivables(month: Month, signal: AbortSignal): Promise<OnlineReport>;
}

const MINOR_VERSION = 75;
/** The most that a query gives at once. */
const PAGE_SIZE = 1_000;
/** Intuit's limit for one company. */
const REQUESTS_PER_MINUTE = 500;

/** @throws InvalidParameterError for a base URL that is malformed or neither https nor on this machine */
export function createOnlineApi(settings: OnlineApiSettings): OnlineApi {
  const { realmId, pageSize = PAGE_SIZE } = settings;
  const http = onlineHttp(settings);
  const get = <T>(request: Omit<Parameters<VendorHttp['json']>[0], 'schema'> & { schema: z.ZodType<T> }) =>
    http.json<T>({
      ...request,
      path: `/v3/company/${realmId}${request.path}`,
      searchParams: { ...request.searchParams, minorversion: MINOR_VERSION },
    });
  return {
    async companyInfo(signal) {
      const path = `/companyinfo/${realmId}`;
      const what = 'reading the company';
      return (await get({ what, path, schema: companyInfoSchema, signal })).CompanyInfo;
    },
    async preferences(signal) {
      const what = 'reading the preferences';
      return (await get({ what, path: '/preferences', schema: preferencesSchema, signal })).Preferences;
    },
    accounts: (signal) =>
      readAccounts(pageSize, async (query) => {
        const request = { path: '/query', searchParams: { query }, schema: accountsSchema, signal };
        const { QueryResponse: answer } = await get({ what: 'listing accounts', ...request });
        return answer.Account ?? [];
      }),
    profitAndLoss(asked, signal) {
      const { from, to } = spanOf(asked.months);
      return get({
        what: `reading the profit and loss report of ${from} to ${to}`,
        path: '/reports/ProfitAndLoss',
        searchParams: {
          start_date: from,
          end_date: to,
          summarize_column_by: 'Month',
          accounting_method: methodOf(asked.basis),
        },
        schema: reportSchema,
        signal,
      });
    },
    balanceSheet({ month, basis }, signal) {
      const { from, to } = spanOf([month]);
      const searchParams = { start_date: from, end_date: to, summarize_column_by: 'Total' };
      return get({
        what: `reading the balance sheet of ${to}`,
        path: '/reports/BalanceSheet',
        searchParams: { ...searchParams, accounting_method: methodOf(basis) },
        schema: reportSchema,
        signal,
      });
    },
    agedReceivables(month, signal) {
      const { to } = spanOf([month]);
      return get({
        what: `reading the receivables of ${to}`,
        path: '/reports/AgedReceivables',
        searchParams: { report_date: to, aging_method: 'Report_Date' },
        schema: reportSchema,
        signal,
      });
    },
  };
}

function methodOf(basis: StatementBasis): 'Cash' | 'Accrual' {
  return basis === 'cash' ? 'Cash' : 'Accrual';
}

function onlineHttp({ baseUrl, realmId, tokens, pageSize: _, ...options }: OnlineApiSettings): VendorHttp {
  const limiter = new RateLimiterMemory({ points: REQUESTS_PER_MINUTE, duration: 60 });
  const turns = new RateLimiterQueue(limiter);
  let used = '';
  return createVendorHttp({
    ...options,
    vendor: QUICKBOOKS_ONLINE,
    baseUrl,
    // One request at a time, so that on 401 the refused token is known.
    concurrency: 1,
    authorize: async (signal) => {
      await turns.removeTokens(1, realmId);
      used = await tokens.current(signal);
      return { authorization: `Bearer ${used}` };
    },
    reauthorize: () => tokens.discard(used),
    secrets: [],
  });
}

/** Reads all pages. A server that gives a page again would never end, so an account that comes twice is an error. */
async function readAccounts(
  pageSize: number,
  read: (query: string) => Promise<OnlineAccountRow[]>,
): Promise<OnlineAccountRow[]> {
  const accounts = new Map<string, OnlineAccountRow>();
  for (;;) {
    const range = `STARTPOSITION ${accounts.size + 1} MAXRESULTS ${pageSize}`;
    // Without the condition inactive accounts are left out.
    const page = await read(`SELECT * FROM Account WHERE Active IN (true, false) ORDERBY Id ${range}`);
    for (const account of page) {
      if (accounts.has(account.Id)) {
        const problem = `account ${account.Id} came twice while listing accounts: the server does not page`;
        throw new VendorError(QUICKBOOKS_ONLINE, 'response', problem);
      }
      accounts.set(account.Id, account);
    }
    // Only an empty page is the end: a server may give less than was asked for.
    if (page.length === 0) return [...accounts.values()];
  }
}
