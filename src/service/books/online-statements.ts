import type { OnlineApi } from '#src/collect/quickbooks-online/api.ts';
import type { AskedReport } from '#src/collect/quickbooks-online/map.ts';
import { type ReportReading, readOnlineCompany, readOnlineReports } from '#src/collect/quickbooks-online/source.ts';
import { withOnlineAccounts } from '#src/core/books/chart-of-accounts.ts';
import type { OnlineCompany } from '#src/core/books/online-company.ts';
import { monthlyStatement } from '#src/core/books/read-report.ts';
import type { Statement, StatementBasis } from '#src/core/books/statement.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import { readOnlineReport } from '#src/files/online-report.ts';
import type { OnlineFurther } from './online-further.ts';
import { problemsText, refusalText } from './statement-refusal.ts';

/** A month's statement as QuickBooks Online gave it, or why it is refused. */
export type OnlineMonth =
  | { readonly month: Month; readonly statement: Statement; readonly refusal: null }
  | { readonly month: Month; readonly statement: null; readonly refusal: string };

/** Everything that was read of a company. */
export interface OnlineReading {
  readonly company: OnlineCompany;
  /** Each asked month, oldest first. */
  readonly months: readonly OnlineMonth[];
  readonly further: OnlineFurther;
}

export interface OnlineRequest {
  readonly months: readonly Month[];
  readonly basis: StatementBasis;
  readonly signal: AbortSignal;
  /** Called after each month; `total` is the number of months. */
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * Reads the company and the statements of months. The unit of refusal is one month: what a report of several months lacks is
 * asked for again, each month alone.
 * @throws VendorError; there is no partial reading
 */
export async function readOnlineStatements(
  api: OnlineApi,
  { months, basis, signal, onProgress }: OnlineRequest,
): Promise<Omit<OnlineReading, 'further'>> {
  const company = await readOnlineCompany(api, signal);
  const asked = { months, basis, currency: company.currency };
  const read = new Map<Month, OnlineMonth>();
  const progress = () => onProgress({ done: read.size, total: months.length });
  for await (const reading of readOnlineReports(api, { ...asked, signal })) {
    for (const month of statementsOf(reading, company)) {
      const isAlone = month.statement !== null || reading.asked.months.length === 1;
      read.set(
        month.month,
        isAlone ? month : await readAlone(api, { ...asked, months: [month.month], signal }, company),
      );
      progress();
    }
  }
  return { company, months: [...read.values()].sort((one, other) => (one.month < other.month ? -1 : 1)) };
}

async function readAlone(
  api: OnlineApi,
  request: AskedReport & { readonly signal: AbortSignal },
  company: OnlineCompany,
): Promise<OnlineMonth> {
  for await (const reading of readOnlineReports(api, request)) {
    for (const month of statementsOf(reading, company)) return month;
  }
  throw new RangeError('One month has one report');
}

/** The months of one report. */
function statementsOf({ asked, report, refusal }: ReportReading, company: OnlineCompany): OnlineMonth[] {
  if (refusal !== null) return asked.months.map((month) => refused(month, refusal));
  const { statements, problems } = readOnlineReport(report);
  return asked.months.map((month) => {
    if (problems.length > 0) return refused(month, problemsText(problems));
    const found = statements.find((each) => each.month === month);
    if (!found) return refused(month, `The report has no column for ${periodLabel(month)}.`);
    if (!found.result.tied) return refused(month, problemsText(found.result.problems));
    const statement = monthlyStatement(found);
    if (!statement) throw new RangeError(`The statement of ${month} is tied`);
    const { basis, currency } = asked;
    const lines = withOnlineAccounts(statement.lines, company.accounts);
    return { month, statement: { month, basis, currency: statement.currency ?? currency, lines }, refusal: null };
  });
}

function refused(month: Month, reason: string): OnlineMonth {
  return { month, statement: null, refusal: refusalText(month, reason) };
}
