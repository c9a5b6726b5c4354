import DataLoader from 'dataloader';
import type { Month, Period } from '#src/core/period.ts';
import { type CountedBooks, readCountedBooks } from '#src/service/books/counted-books.ts';
import type { Scope } from '#src/service/scope.ts';
import { readPresentations, type StoredPresentation } from '#src/store/presentations.ts';
import { type HistoryRequest, readValueHistory, type StoredValueChange } from '#src/store/value-history.ts';
import { readProvenance, type StoredProvenance } from '#src/store/value-provenance.ts';
import type { ValuesByKey } from './snapshots.ts';

export type { StoredValueChange } from '#src/store/value-history.ts';

/** Data of values that is too large to be cached with them. What a request asks for at the same time is one batch. */
export interface ValuePages {
  /** Changes of a metric's values in some months, newest first. */
  history(request: HistoryRequest): Promise<readonly StoredValueChange[]>;
  /** The provenance of the collected values of a month, by metric. */
  provenance(month: Month): Promise<ValuesByKey<StoredProvenance>>;
  /** What was presented of a period, newest first, without contents. */
  presentations(period: Period): Promise<readonly StoredPresentation[]>;
  /** What the values of a month are from in the books; null if none of its values is. */
  books(month: Month): Promise<CountedBooks | null>;
}

/** Pages for one request. */
export function createValuePages({ database: { prisma }, organization: { id } }: Scope): ValuePages {
  const history = new DataLoader<HistoryRequest, readonly StoredValueChange[]>(
    (requests) => readValueHistory(prisma, id, requests),
    { cache: false },
  );
  const provenance = new DataLoader<Month, ValuesByKey<StoredProvenance>>(async (months) => {
    const stored = await readProvenance(prisma, id, months);
    return months.map(
      (month) => new Map(stored.filter((each) => each.month === month).map((each) => [each.metric, each])),
    );
  });
  const books = new DataLoader<Month, CountedBooks | null>(async (months) => {
    const counted = new Map((await readCountedBooks(prisma, id, months)).map((each) => [each.month, each]));
    return months.map((month) => counted.get(month) ?? null);
  });
  const presentations = new DataLoader<Period, readonly StoredPresentation[]>(async (periods) => {
    const stored = await readPresentations(prisma, id, periods);
    return periods.map((period) => stored.filter((each) => each.period === period));
  });
  return {
    history: (request) => history.load(request),
    provenance: (month) => provenance.load(month),
    books: (month) => books.load(month),
    presentations: (period) => presentations.load(period),
  };
}
