import type { OnlineCompany } from '#src/core/books/online-company.ts';
import type { QuickBooksAccount } from '#src/core/books/quickbooks-account.ts';
import { parseBasis, type StatementBasis } from '#src/core/books/statement.ts';
import { addMonths, type Month, periodDates } from '#src/core/period.ts';
import type { OnlineAccountRow, OnlineCompanyInfo, OnlinePreferences, OnlineReport } from './types.ts';

/** Intuit's advice for one report. */
export const MAX_MONTHS = 6;

/** Consecutive months that one report is asked for. */
export interface AskedReport {
  readonly months: readonly Month[];
  readonly basis: StatementBasis;
  /** The company's currency, ISO 4217; null where it does not say. */
  readonly currency: string | null;
}

/** Groups of consecutive months, each for one report, oldest first. */
export function monthGroups(months: readonly Month[]): Month[][] {
  const groups: Month[][] = [];
  for (const month of [...new Set(months)].sort()) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && group.length < MAX_MONTHS && addMonths(last, 1) === month) group.push(month);
    else groups.push([month]);
  }
  return groups;
}

/** First and last day of the months of a report, `YYYY-MM-DD`. */
export function spanOf(months: readonly Month[]): { readonly from: string; readonly to: string } {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('A report needs a month');
  return { from: periodDates(first).first, to: periodDates(last).last };
}

/** As `headerProblem`, for the report of a day: receivables have neither a period nor a basis. */
export function dayProblem(
  { Header: header }: OnlineReport,
  asked: Pick<AskedReport, 'currency'> & { readonly month: Month },
): string | null {
  const { last } = periodDates(asked.month);
  const end = header.EndPeriod ?? last;
  if (end === last) return currencyProblem(header.Currency ?? null, asked.currency);
  return `QuickBooks Online answered for ${end}, but ${last} was asked for.`;
}

/** Where a report's header says something other than was asked, in a sentence; null where it does not. */
export function headerProblem({ Header: header }: OnlineReport, asked: AskedReport): string | null {
  const { from, to } = spanOf(asked.months);
  if (header.StartPeriod !== from || header.EndPeriod !== to) {
    const got = `${header.StartPeriod ?? 'no date'} to ${header.EndPeriod ?? 'no date'}`;
    return `QuickBooks Online answered for ${got}, but ${from} to ${to} was asked for.`;
  }
  const basis = header.ReportBasis ?? null;
  if (basis !== null && parseBasis(basis) !== asked.basis) {
    return `QuickBooks Online answered on ${basis} basis, but ${asked.basis} was asked for.`;
  }
  return currencyProblem(header.Currency ?? null, asked.currency);
}

function currencyProblem(currency: string | null, asked: string | null): string | null {
  if (currency === null || asked === null || currency === asked) return null;
  return `QuickBooks Online answered in ${currency}, but the company's currency is ${asked}.`;
}

export function onlineCompany(
  info: OnlineCompanyInfo,
  preferences: OnlinePreferences,
  accounts: readonly OnlineAccountRow[],
): OnlineCompany {
  const currency = preferences.CurrencyPrefs?.HomeCurrency?.value ?? '';
  return {
    name: info.CompanyName,
    closingDate: preferences.AccountingInfoPrefs?.BookCloseDate ?? null,
    currency: /^[A-Z]{3}$/.test(currency) ? currency : null,
    summaryBasis: parseBasis(preferences.ReportPrefs?.ReportBasis),
    accounts: accounts.map(onlineAccount),
  };
}

function onlineAccount(row: OnlineAccountRow): QuickBooksAccount {
  return {
    id: row.Id,
    fullName: row.FullyQualifiedName ?? row.Name,
    number: row.AcctNum?.trim() || null,
    type: row.AccountType ?? '',
    specialType: row.AccountSubType ?? null,
    isActive: row.Active ?? true,
  };
}
