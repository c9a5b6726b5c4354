import type { Month } from '#src/core/period.ts';
import { monthOfSpan, type ReportSpan } from './report-period.ts';
import type { Statement, StatementBasis } from './statement.ts';
import type { StatementProblem, TiedStatement } from './statement-tie.ts';

/** One column of a report: the statement of a month, or of another span, which is read and tied but stored for no month. */
export interface ReportStatement {
  readonly span: ReportSpan;
  /** Null where the span is not exactly one month. */
  readonly month: Month | null;
  readonly basis: StatementBasis | null;
  readonly currency: string | null;
  readonly result: TiedStatement;
  /** The place of the column's heading in messages. */
  readonly where: string | null;
}

/** What was read from a report of one or several columns. `problems` are those of the whole report. */
export interface Report {
  readonly statements: readonly ReportStatement[];
  readonly problems: readonly StatementProblem[];
}

export function reportStatement(read: Omit<ReportStatement, 'month'>): ReportStatement {
  return { ...read, month: monthOfSpan(read.span) };
}

/** The statement of a month that ties; null for a refused one and for other spans. */
export function monthlyStatement({ month, basis, currency, result }: ReportStatement): Statement | null {
  return month === null || !result.tied ? null : { month, basis, currency, lines: result.lines };
}

/** A report by month of one month has its total beside it, which is the same statement again, and must tie too. */
export function withoutRepeatedTotal(statements: readonly ReportStatement[]): Report {
  const isRepeated = (each: ReportStatement, index: number) =>
    statements.findIndex(({ span }) => span.from === each.span.from && span.to === each.span.to) < index;
  const repeated = statements.filter(isRepeated);
  const problems = repeated.flatMap(({ result }) => (result.tied ? [] : result.problems));
  return { statements: statements.filter((each, index) => !isRepeated(each, index)), problems };
}
