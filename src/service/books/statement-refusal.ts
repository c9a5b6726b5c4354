import type { StatementProblem } from '#src/core/books/statement-tie.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import { shortened } from '#src/core/words.ts';

/** Why a month's statement is refused, whatever it was read from. */
export function refusalText(month: Month, reason: string): string {
  return `The statement of ${periodLabel(month)} was refused. ${reason}`;
}

/** Why a report beside the statement is refused: the balance sheet, or the summary of receivables by age. */
export function furtherRefusalText(kind: 'balance sheet' | 'aging', month: Month, reason: string): string {
  const report = kind === 'aging' ? 'A/R aging summary' : 'balance sheet';
  return `The ${report} of ${periodLabel(month)} was refused. ${reason}`;
}

/** Why the transactions behind a difference are not known; the statement stays. */
export function transactionsRefusalText(month: Month, reason: string): string {
  return `Which transactions changed in ${periodLabel(month)} is not known. ${reason}`;
}

/** The first problems of a statement, each with its place. */
export function problemsText(problems: readonly Pick<StatementProblem, 'where' | 'message'>[]): string {
  const texts = problems.map(({ where, message }) => (where === null ? message : `${where}: ${message}`));
  return `${shortened(texts, '; ')}.`;
}
