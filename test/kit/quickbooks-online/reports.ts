import { type Month, periodDates } from '#src/core/period.ts';
import { amountWriter, centsText } from '../books/chart.ts';
import { onlineJson } from '../books/online-json.ts';
import { monthsOf, type OnlineCompanyState, reportChart } from './company.ts';

/** Where the answer says something other than was asked, or how it is odd. */
export interface ReportOddity {
  readonly header?: Readonly<Record<string, string>>;
  /** The amount, counted from 0, one of whose digits is another. */
  readonly falsified?: number;
  /** A report without data has the columns of its months, or none. */
  readonly hasColumnsWithoutData?: boolean;
}

export interface ReportAnswer {
  readonly status: number;
  readonly json: unknown;
}

const PARAMETERS = ['start_date', 'end_date', 'summarize_column_by', 'accounting_method', 'minorversion'];
const MAX_MONTHS = 6;

/** Answers `GET /reports/ProfitAndLoss`. What Intuit does not know, or advises against, is refused. */
export function profitAndLossReply(
  company: OnlineCompanyState,
  query: URLSearchParams,
  oddity: ReportOddity,
): ReportAnswer {
  const unknown = [...query.keys()].find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined) return fault(400, '4001', `Unknown parameter ${unknown}`);
  const missing = PARAMETERS.find((name) => !query.has(name));
  if (missing !== undefined) return fault(400, '2020', `Required parameter ${missing} is missing`);
  const [from = '', to = '', columns = '', method = '', version = ''] = PARAMETERS.map((name) => query.get(name) ?? '');
  const months = monthsOf(from, to);
  if (!months || to !== periodDates(months.at(-1) as Month).last) return fault(400, '2090', 'Invalid date range');
  if (months.length > MAX_MONTHS) return fault(400, '5020', 'The date range has more than six months');
  if (columns !== 'Month') return fault(400, '2090', `Invalid summarize_column_by ${columns}`);
  if (method !== 'Accrual' && method !== 'Cash') return fault(400, '2090', `Invalid accounting_method ${method}`);
  if (version !== '75') return fault(400, '2090', `Unexpected minorversion ${version}`);
  return { status: 200, json: report(company, { from, to, months, method }, oddity) };
}

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly months: readonly Month[];
  readonly method: 'Accrual' | 'Cash';
}

function report(company: OnlineCompanyState, { from, to, months, method }: Asked, oddity: ReportOddity): object {
  const basis = method === 'Cash' ? 'cash' : 'accrual';
  const chart = reportChart(company, { months, basis, hasTotal: true });
  const hasData = Object.values(chart.sections).some((accounts) => accounts.length > 0);
  const falsify = oddity.falsified === undefined ? null : { index: oddity.falsified, digit: 3 };
  const write = amountWriter(centsText, falsify);
  const titles = months.map((month) => ({ title: titleOf(month), ...datesOf(month) }));
  const whole = onlineJson(chart, write, [...titles, { title: 'Total', from, to }]) as Record<string, object>;
  const header = {
    ...whole['Header'],
    Time: '2026-01-31T10:00:00-08:00',
    ReportBasis: method,
    Currency: company.currency,
    SummarizeColumnsBy: 'Month',
    Option: [
      { Name: 'AccountingStandard', Value: 'GAAP' },
      { Name: 'NoReportData', Value: String(!hasData) },
    ],
    ...oddity.header,
  };
  if (hasData) return { ...whole, Header: header };
  const columns = oddity.hasColumnsWithoutData ? whole['Columns'] : { Column: [] };
  return { Header: header, Columns: columns, Rows: {} };
}

function datesOf(month: Month): { readonly from: string; readonly to: string } {
  const { first, last } = periodDates(month);
  return { from: first, to: last };
}

const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function titleOf(month: Month): string {
  return `${MONTH_NAMES[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;
}

/** An error in the shape of the Accounting API. */
export function fault(status: number, code: string, detail: string): ReportAnswer {
  const type = status === 401 ? 'AUTHENTICATION' : 'ValidationFault';
  const error = { Message: 'The request was refused', Detail: detail, code };
  return { status, json: { Fault: { Error: [error], type }, time: '2026-01-31T10:00:00.000-08:00' } };
}
