import type { StatementProblem } from '#src/core/books/statement-tie.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';

const MAX_PROBLEMS = 5;

/** Why a month's statement is refused, whatever it was read from. */
export function refusalText(month: Month, reason: string): string {
  return `The statement of ${periodLabel(month)} was refused. ${reason}`;
}

/** The first problems of a statement, each with its place. */
export function problemsText(problems: readonly Pick<StatementProblem, 'where' | 'message'>[]): string {
  const shown = problems
    .slice(0, MAX_PROBLEMS)
    .map(({ where, message }) => (where === null ? message : `${where}: ${message}`));
  const more = problems.length - shown.length;
  return `${shown.join('; ')}${more > 0 ? `; and ${counted(more, 'more problem')}` : ''}.`;
}
