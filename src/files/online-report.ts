import {
  type Report,
  type ReportStatement,
  reportStatement,
  withoutRepeatedTotal,
} from '#src/core/books/read-report.ts';
import { readStatementRows } from '#src/core/books/read-statement.ts';
import { isReportDate, parseReportSpan, type ReportSpan } from '#src/core/books/report-period.ts';
import { parseBasis, type StatementBasis, sumStatement } from '#src/core/books/statement.ts';
import { type StatementProblem, statementProblem, type TiedStatement } from '#src/core/books/statement-tie.ts';
import { addMonths, type Month, parsePeriod, periodDates } from '#src/core/period.ts';
import { isRecord, type Json, list, text } from './json-value.ts';
import { onlineRows } from './online-rows.ts';

interface Header {
  readonly span: ReportSpan;
  readonly basis: StatementBasis | null;
  readonly currency: string | null;
  readonly hasNoData: boolean;
  readonly isByMonth: boolean;
}

interface MoneyColumn {
  /** Its position in each `ColData`. */
  readonly index: number;
  readonly title: string;
  readonly span: ReportSpan;
}

/**
 * Reads the JSON of QuickBooks Online's report ProfitAndLoss: one column, or one for each month and their total. The
 * header says period, basis and currency; compare them with what was asked.
 */
export function readOnlineReport(report: Json): Report {
  const header = headerOf(report);
  if ('message' in header) return refused([header]);
  const columns = columnsOf(report, header);
  const unknown = columns.filter((column) => 'message' in column);
  if (unknown.length > 0) return refused(unknown);
  const money = columns.filter((column) => 'index' in column);
  const read = onlineRows(
    report,
    money.map(({ index }) => index),
  );
  if (read.problems.length > 0) return refused(read.problems);
  if (read.rows.length === 0) return withoutRows(header, money);
  const results = readStatementRows(read.rows, { hasOtherRows: false, hasRepeatedRows: false });
  return withoutRepeatedTotal(money.map((column, index) => statement(header, column, results[index])));
}

function refused(problems: readonly StatementProblem[]): Report {
  return { statements: [], problems };
}

function headerOf(report: Json): Header | StatementProblem {
  const header = isRecord(report) ? report['Header'] : undefined;
  if (!isRecord(header)) return statementProblem('Header', 'This is not a report of QuickBooks Online');
  if (text(header['ReportName']) !== 'ProfitAndLoss') {
    const name = JSON.stringify(header['ReportName'] ?? null);
    return statementProblem('Header.ReportName', `The report must be ProfitAndLoss, not ${name}`);
  }
  const span = { from: text(header['StartPeriod']), to: text(header['EndPeriod']) };
  if (!isReportDate(span.from) || !isReportDate(span.to) || span.from > span.to) {
    return statementProblem('Header.StartPeriod', 'StartPeriod and EndPeriod must be dates YYYY-MM-DD, in order');
  }
  const hasNoData = list(header['Option']).some(
    (option) => isRecord(option) && option['Name'] === 'NoReportData' && text(option['Value']) === 'true',
  );
  return {
    span,
    basis: parseBasis(text(header['ReportBasis'])),
    currency: text(header['Currency']) || null,
    hasNoData,
    isByMonth: text(header['SummarizeColumnsBy']) === 'Month',
  };
}

function columnsOf(report: Json, header: Header): (MoneyColumn | StatementProblem)[] {
  const columns = list(isRecord(report) && isRecord(report['Columns']) ? report['Columns']['Column'] : undefined);
  return columns.flatMap((column, index): (MoneyColumn | StatementProblem)[] => {
    if (!isRecord(column) || text(column['ColType']) !== 'Money') return [];
    const title = text(column['ColTitle']);
    const span = spanOf(column, title, header);
    const message = `The period of the column ${JSON.stringify(title)} is not understood`;
    return [span ? { index, title, span } : statementProblem(`Columns.Column[${index}]`, message)];
  });
}

function spanOf(column: Record<string, Json>, title: string, { span }: Header): ReportSpan | null {
  const meta = new Map(
    list(column['MetaData']).flatMap((each) => (isRecord(each) ? [[text(each['Name']), text(each['Value'])]] : [])),
  );
  const [from = '', to = ''] = [meta.get('StartDate'), meta.get('EndDate')];
  if (isReportDate(from) && isReportDate(to) && from <= to) return { from, to };
  const isTotal = meta.get('ColKey') === 'total' || title.toLowerCase() === 'total';
  return isTotal ? span : parseReportSpan(title.replace(/\s*\((PY|PP)\)$/, ''));
}

function statement(header: Header, { span, title }: MoneyColumn, result: TiedStatement | undefined): ReportStatement {
  const { basis, currency } = header;
  const missing: TiedStatement = { tied: false, problems: [statementProblem(title, 'The report has no rows')] };
  return reportStatement({ span, basis, currency, where: title || null, result: result ?? missing });
}

/** Without any posting the report has no rows, and each month of its period is a statement of zeros. */
function withoutRows(header: Header, columns: readonly MoneyColumn[]): Report {
  if (!header.hasNoData)
    return refused([statementProblem('Rows', 'The report has no rows, and does not say NoReportData')]);
  const zeros: TiedStatement = { tied: true, lines: [], sums: sumStatement([]) };
  const months = header.isByMonth && columns.length < 2 ? monthsWithin(header.span) : [];
  const spans = months.length > 0 ? months : columns.length > 0 ? columns.map(({ span }) => span) : [header.span];
  return withoutRepeatedTotal(spans.map((span) => statement(header, { index: 0, title: '', span }, zeros)));
}

function monthsWithin({ from, to }: ReportSpan): ReportSpan[] {
  const spans: ReportSpan[] = [];
  for (let month = parsePeriod(from.slice(0, 7)) as Month; ; month = addMonths(month, 1)) {
    const { first, last } = periodDates(month);
    if (last > to) return spans;
    if (first >= from) spans.push({ from: first, to: last });
  }
}
