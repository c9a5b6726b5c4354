import type { ReportStatement } from '#src/core/books/read-report.ts';
import type { StatementBasis, StatementLine, StatementSection, StatementSums } from '#src/core/books/statement.ts';
import type { StatementProblem } from '#src/core/books/statement-tie.ts';
import type { Month } from '#src/core/period.ts';
import type { StatementFile } from '#src/files/statement-file.ts';
import type { UntrustedFile } from '#src/files/untrusted-file.ts';

/** A statement of a file in the shape of `qbr import books --json`. Amounts are decimals in plain notation. */
export interface BooksFileStatement {
  /** Null for a column that is not exactly one month: it is read and tied, but not stored. */
  readonly period: Month | null;
  /** First and last day, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  readonly basis: StatementBasis | null;
  readonly currency: string | null;
  readonly totals: {
    readonly income: string;
    readonly cogs: string;
    readonly expense: string;
    readonly otherIncome: string;
    readonly otherExpense: string;
    readonly netIncome: string;
  };
  readonly lines: readonly {
    readonly account: string;
    readonly number: string | null;
    readonly section: StatementSection;
    readonly amount: string;
  }[];
}

/** What a file holds. A column that was refused is not among the statements, but its problems are listed. */
export interface BooksFile {
  readonly statements: readonly BooksFileStatement[];
  /** `where` is a line, a cell such as `Sheet1!H14`, or `file`. */
  readonly problems: readonly { readonly where: string; readonly message: string }[];
  /** What was assumed, such as an encoding. */
  readonly notes: readonly string[];
}

/**
 * Reads a profit and loss export, or an IIF list of accounts, that anybody may have made. Loaded when it is called.
 * @throws nothing for what is in the file
 */
export async function readForeignFile(bytes: Uint8Array): Promise<UntrustedFile> {
  const { readUntrustedFile } = await import('#src/files/untrusted-file.ts');
  return readUntrustedFile(bytes);
}

/** A file that was read, as a document. Whatever is wrong with it is among the problems. */
export function booksFile({ statements, problems, notes }: StatementFile): BooksFile {
  const refused = statements.flatMap(({ where, result }) =>
    result.tied ? [] : result.problems.map((problem) => ({ ...problem, where: problem.where ?? where })),
  );
  return {
    statements: statements.flatMap(statementDocument),
    problems: [...problems, ...refused].map(problemDocument),
    notes,
  };
}

function problemDocument({ where, message }: StatementProblem): { where: string; message: string } {
  return { where: where ?? 'file', message };
}

function statementDocument({ month, span, basis, currency, result }: ReportStatement): BooksFileStatement[] {
  if (!result.tied) return [];
  const { from, to } = span;
  return [
    { period: month, from, to, basis, currency, totals: totals(result.sums), lines: result.lines.map(lineDocument) },
  ];
}

function totals({ sections, netIncome }: StatementSums): BooksFileStatement['totals'] {
  return {
    income: sections.income.toFixed(),
    cogs: sections.cogs.toFixed(),
    expense: sections.expense.toFixed(),
    otherIncome: sections['other income'].toFixed(),
    otherExpense: sections['other expense'].toFixed(),
    netIncome: netIncome.toFixed(),
  };
}

function lineDocument({ account, number, section, amount }: StatementLine): BooksFileStatement['lines'][number] {
  return { account, number, section, amount: amount.toFixed() };
}
