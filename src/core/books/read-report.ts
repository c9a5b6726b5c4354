import type { Month } from '#src/core/period.ts';
import { monthOfSpan, type ReportSpan } from './report-period.ts';
import { compareStatements, type Statement, type StatementBasis } from './statement.ts';
import { type StatementProblem, statementProblem, type TiedStatement } from './statement-tie.ts';

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

/**
 * A report by month of one month has its total beside it: the same statement again, which must say the same. Columns that do
 * not, such as those of two classes, are no statements of the company.
 */
export function withoutRepeatedTotal(statements: readonly ReportStatement[]): Report {
  const first = (span: ReportSpan) =>
    statements.find((each) => each.span.from === span.from && each.span.to === span.to);
  const repeated = statements.filter((each) => first(each.span) !== each);
  const problems = repeated.flatMap((each) => repetitionProblems(each, first(each.span)));
  return { statements: statements.filter((each) => !repeated.includes(each)), problems };
}

function repetitionProblems({ result, where, span }: ReportStatement, first?: ReportStatement): StatementProblem[] {
  if (!result.tied) return [...result.problems];
  const [difference] = first?.result.tied ? compareStatements(first.result.lines, result.lines) : [];
  if (!difference) return [];
  const message = `Two columns cover ${span.from} to ${span.to}, and ${difference.account} differs between them`;
  return [statementProblem(where, message)];
}
