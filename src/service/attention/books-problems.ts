import type { AttentionText } from '#src/service/attention/severity.ts';
import { type BooksProblem, booksProblems } from '#src/service/books/problems.ts';
import type { Scope } from '#src/service/scope.ts';

/** The books do not get in, or do not count. */
export interface BooksAttention extends AttentionText {
  readonly kind: 'booksProblem';
  readonly problem: 'silent' | 'unconfirmed';
}

/** Without a session that failed, whose run is a problem of the collection already, and without what a person has paused. */
export async function booksAttention(scope: Scope): Promise<BooksAttention[]> {
  const problems = (await booksProblems(scope)) ?? [];
  return problems.flatMap((each) => (isListed(each) ? [{ ...each, kind: 'booksProblem', severity: 'warning' }] : []));
}

function isListed(problem: BooksProblem): problem is BooksProblem & Pick<BooksAttention, 'problem'> {
  return problem.problem === 'silent' || problem.problem === 'unconfirmed';
}
