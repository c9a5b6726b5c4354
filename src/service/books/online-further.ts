import type { OnlineApi } from '#src/collect/quickbooks-online/api.ts';
import { dayProblem, headerProblem } from '#src/collect/quickbooks-online/map.ts';
import { mappingFor } from '#src/core/books/account-mapping.ts';
import { withOnlineAccounts } from '#src/core/books/chart-of-accounts.ts';
import { type FurtherReadings, isAsked } from '#src/core/books/further-readings.ts';
import { cashReserve, type FurtherValue, overdueReceivables } from '#src/core/books/further-values.ts';
import type { OnlineCompany } from '#src/core/books/online-company.ts';
import { receivablesOver90Days } from '#src/core/books/receivables-aging.ts';
import type { StatementBasis } from '#src/core/books/statement.ts';
import type { Month } from '#src/core/period.ts';
import { readOnlineAging, readOnlineBalanceSheet } from '#src/files/online-further.ts';
import { readMappings } from '#src/store/account-mappings.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { confirmedMappings } from './mapping-document.ts';
import { furtherRefusalText, problemsText } from './statement-refusal.ts';

/** A month that has ended, with what its mapping asks for. */
export interface FurtherMonth {
  readonly month: Month;
  readonly further: FurtherReadings;
}

/** The months before the running one, with what their mapping asks for beside the statement; none without a mapping. */
export async function furtherMonths(
  reader: Reader,
  organizationId: number,
  { months, running }: { readonly months: readonly Month[]; readonly running: Month },
): Promise<FurtherMonth[]> {
  const mappings = confirmedMappings(await readMappings(reader, organizationId));
  return months
    .filter((month) => month < running)
    .flatMap((month) => {
      const mapping = mappingFor(mappings, month);
      return mapping ? [{ month, further: mapping.further }] : [];
    });
}

/** What was read beside the statements. */
export interface OnlineFurther {
  readonly values: readonly FurtherValue[];
  /** Reports that were refused, each alone. */
  readonly refusals: readonly { readonly month: Month; readonly refusal: string }[];
}

interface OnlineFurtherRequest {
  readonly months: readonly FurtherMonth[];
  readonly company: OnlineCompany;
  readonly basis: StatementBasis;
  readonly signal: AbortSignal;
}

/**
 * Reads the balance sheet and the receivables of months, where they are asked for.
 * @throws VendorError; there is no partial reading
 */
export async function readOnlineFurther(api: OnlineApi, request: OnlineFurtherRequest): Promise<OnlineFurther> {
  const values: FurtherValue[] = [];
  const refusals: { month: Month; refusal: string }[] = [];
  const take = (kind: 'balance sheet' | 'aging', month: Month, read: FurtherValue | string) => {
    if (typeof read === 'string') refusals.push({ month, refusal: furtherRefusalText(kind, month, read) });
    else values.push(read);
  };
  for (const one of request.months) {
    const { month, further } = one;
    if (isAsked(further, 'cash_reserve')) take('balance sheet', month, await readBalances(api, one, request));
    if (isAsked(further, 'ar_over_90_days')) take('aging', month, await readAging(api, one, request));
  }
  return { values, refusals };
}

/** The value, or why the report is refused. */
async function readBalances(
  api: OnlineApi,
  { month, further }: FurtherMonth,
  { company: { currency, accounts }, basis, signal }: OnlineFurtherRequest,
): Promise<FurtherValue | string> {
  const report = await api.balanceSheet({ month, basis }, signal);
  const other = headerProblem(report, { months: [month], basis, currency });
  if (other !== null) return other;
  const sheet = readOnlineBalanceSheet(report);
  if (!sheet.tied) return problemsText(sheet.problems);
  return cashReserve(month, { lines: withOnlineAccounts(sheet.lines, accounts), accounts: further.cashReserve });
}

async function readAging(
  api: OnlineApi,
  { month }: FurtherMonth,
  { company: { currency }, signal }: OnlineFurtherRequest,
): Promise<FurtherValue | string> {
  const report = await api.agedReceivables(month, signal);
  const other = dayProblem(report, { month, currency });
  if (other !== null) return other;
  const aging = readOnlineAging(report);
  if ('message' in aging) return aging.message;
  const overdue = receivablesOver90Days(aging);
  return overdue.refusal ?? overdueReceivables(month, overdue as Extract<typeof overdue, { refusal: null }>);
}
