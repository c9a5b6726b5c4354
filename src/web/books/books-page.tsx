import './books.css';
import { useState } from 'react';
import { useOperation } from '#src/web/client/use-operation.ts';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { BooksOfMonthOperation, BooksOperation } from '#src/web/gql/operations.ts';
import type { PeriodKey } from '#src/web/values/period.ts';
import type { Books } from './books.ts';
import { MappingSection } from './mapping-section.tsx';
import { WaysIn } from './ways-in.tsx';

/** The books: how statements get in, how accounts become metrics, and how that ties out. */
export function BooksPage() {
  const { data, error, refetch } = useOperation(BooksOperation, {});
  const books = data?.organization?.books;
  const [chosen, setChosen] = useState<PeriodKey | null>(null);
  const period = chosen ?? (books && newestWithPostings(books.accounts));
  const month = useOperation(BooksOfMonthOperation, { period: period ?? '' }, { enabled: period != null });
  const [wasAllThere, setAllThere] = useState(false);
  // Sections that load late would push down those that are already read. Later, the first statement keeps the others open.
  const isAllThere = books && (wasAllThere || period === null || month.data || month.error);
  if (isAllThere && !wasAllThere) setAllThere(true);
  return (
    <div className="books">
      <header className="books-header">
        <h1>Books</h1>
        {isAllThere && (
          <p className="books-state" data-state={books.mappingState}>
            {stateWords(books)}
          </p>
        )}
      </header>
      {error && <Failure error={error} retry={refetch} />}
      {month.error && <Failure error={month.error} retry={month.refetch} />}
      {!isAllThere && !error && <Loading label="Loading the books" />}
      {isAllThere && (
        <>
          <WaysIn books={books} />
          <MappingSection books={books} month={month.data?.organization?.books.month ?? null} chooseMonth={setChosen} />
        </>
      )}
    </div>
  );
}

function stateWords({ mapping, proposal }: Books): string {
  if (mapping) return '✓ Mapping confirmed: the values follow the books.';
  return proposal ? '▲ A mapping is proposed: nothing counts until it is confirmed.' : 'No books have been read yet.';
}

/** The newest month in which something was posted, because the running one may have nothing yet; null without statements. */
function newestWithPostings({ months, accounts }: Books['accounts']): PeriodKey | null {
  const posted = months.findLast((_, index) =>
    accounts.some(({ amounts }) => Number(amounts[index]?.amount ?? 0) !== 0),
  );
  return posted ?? months.at(-1) ?? null;
}
