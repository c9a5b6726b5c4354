import { type Month, periodDates } from '#src/core/period.ts';
import { centsText } from '../books/chart.ts';
import type { OnlineCompanyState } from './company.ts';
import { fault, type ReportAnswer, type ReportOddity } from './reports.ts';

const TITLES = ['Current', '1 - 30', '31 - 60', '61 - 90', '91 and over', 'Total'];
const DAY_MS = 24 * 3_600_000;

const cells = (label: string, amounts: readonly number[], id?: string) => ({
  ColData: [{ value: label, ...(id !== undefined && { id }) }, ...amounts.map((each) => ({ value: centsText(each) }))],
});

function demands(query: URLSearchParams, expected: Readonly<Record<string, RegExp>>): ReportAnswer | null {
  const unknown = [...query.keys()].find((name) => !(name in expected));
  if (unknown !== undefined) return fault(400, '4001', `Unknown parameter ${unknown}`);
  const wrong = Object.entries(expected).find(([name, words]) => !words.test(query.get(name) ?? ''));
  return wrong ? fault(400, '2090', `Invalid ${wrong[0]}`) : null;
}

/** Answers `GET /reports/BalanceSheet` for one month: banks, receivables, and an equity that makes it tie. */
export function balanceSheetReply(
  company: OnlineCompanyState,
  query: URLSearchParams,
  oddity: ReportOddity,
): ReportAnswer {
  const day = /^\d{4}-\d{2}-\d{2}$/;
  const refusal = demands(query, {
    ...{ start_date: day, end_date: day, summarize_column_by: /^Total$/, accounting_method: /^(Accrual|Cash)$/ },
    minorversion: /^75$/,
  });
  if (refusal) return refusal;
  const [from = '', to = ''] = [query.get('start_date'), query.get('end_date')].map((each) => each ?? '');
  const month = to.slice(0, 7) as Month;
  if (from !== periodDates(month).first || to !== periodDates(month).last) return fault(400, '2090', 'not a month');
  const balanceOf = (id: string) =>
    company.postings
      .filter((each) => each.accountId === id && each.month <= month)
      .reduce((all, { cents }) => all + cents, 0);
  const banks = company.accounts.filter(({ section }) => section === null);
  const owed = company.openInvoices.filter(({ due }) => due <= to).reduce((all, { cents }) => all + cents, 0);
  const cash = banks.reduce((all, { id }) => all + balanceOf(id), 0);
  const total = cash + owed;
  const spoil = oddity.falsified === undefined ? 0 : 1;
  const section = (name: string, rows: readonly object[], sum: number) => ({
    Header: cells(name, []),
    ...(rows.length > 0 && { Rows: { Row: rows } }),
    Summary: cells(`Total ${name}`, [sum]),
    type: 'Section',
  });
  const data = (label: string, sum: number, id?: string) => ({ ...cells(label, [sum], id), type: 'Data' });
  const bankRows = banks.map(({ id, name }) => data(name, balanceOf(id), id));
  const assets = [
    section('Bank Accounts', bankRows, cash),
    section('Accounts Receivable', [data('Accounts Receivable (A/R)', owed, '84')], owed),
  ];
  const equity = section('Equity', [data('Opening Balance Equity', total, '2'), data('Net Income', 0)], total);
  const rows = [
    { ...section('ASSETS', assets, total), group: 'TotalAssets' },
    { ...section('LIABILITIES AND EQUITY', [equity], total + spoil), group: 'TotalLiabilitiesAndEquity' },
  ];
  const header = {
    ReportName: 'BalanceSheet',
    ReportBasis: query.get('accounting_method'),
    StartPeriod: from,
    EndPeriod: to,
    Currency: company.currency,
    Option: [{ Name: 'NoReportData', Value: 'false' }],
    ...oddity.header,
  };
  const columns = [
    { ColTitle: '', ColType: 'Account' },
    { ColTitle: 'Total', ColType: 'Money' },
  ];
  return { status: 200, json: { Header: header, Columns: { Column: columns }, Rows: { Row: rows } } };
}

/** Answers `GET /reports/AgedReceivables`. */
export function agedReceivablesReply(
  company: OnlineCompanyState,
  query: URLSearchParams,
  oddity: ReportOddity,
): ReportAnswer {
  const day = /^\d{4}-\d{2}-\d{2}$/;
  const refusal = demands(query, { report_date: day, aging_method: /^Report_Date$/, minorversion: /^75$/ });
  if (refusal) return refusal;
  const date = query.get('report_date') ?? '';
  const customers = new Map<string, number[]>();
  for (const { customer, due, cents } of company.openInvoices) {
    const days = Math.floor((Date.parse(date) - Date.parse(due)) / DAY_MS);
    const row = customers.get(customer) ?? TITLES.map(() => 0);
    for (const column of [days <= 0 ? 0 : Math.min(Math.ceil(days / 30), 4), 5])
      row[column] = (row[column] ?? 0) + cents;
    customers.set(customer, row);
  }
  const totals = TITLES.map((_, index) => [...customers.values()].reduce((all, row) => all + (row[index] ?? 0), 0));
  totals[4] = (totals[4] ?? 0) + (oddity.falsified === undefined ? 0 : 1);
  const rows = [...customers].map(([name, amounts], index) => cells(name, amounts, String(index + 1)));
  const total = { group: 'GrandTotal', type: 'Section', Summary: cells('TOTAL', totals) };
  const columns = TITLES.map((title) => ({ ColTitle: title, ColType: 'Money' }));
  const header = {
    ReportName: 'AgedReceivables',
    EndPeriod: date,
    Currency: company.currency,
    Option: [
      { Name: 'report_date', Value: date },
      { Name: 'NoReportData', Value: String(rows.length === 0) },
    ],
    ...oddity.header,
  };
  return {
    status: 200,
    json: {
      Header: header,
      Columns: { Column: [{ ColTitle: '', ColType: 'Customer' }, ...columns] },
      Rows: rows.length === 0 ? {} : { Row: [...rows, total] },
    },
  };
}
