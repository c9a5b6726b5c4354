import { type ReactNode, useState } from 'react';
import { ShowMore } from './show-more.tsx';

/** The first rows of a list that is here as a whole, and the button that shows more of them. */
interface FirstRows<Row> {
  readonly shown: readonly Row[];
  readonly more: ReactNode;
}

/** @param first as many rows as are drawn at once; the button adds four times as many */
export function useFirstRows<Row>(rows: readonly Row[], first: number): FirstRows<Row> {
  const [count, setCount] = useState(first);
  const left = rows.length - count;
  const pages = { hasNextPage: left > 0, isFetchingNextPage: false, fetchNextPage: () => setCount(count + first * 4) };
  return { shown: rows.slice(0, count), more: <ShowMore pages={pages} label={`Show more (${left} left)`} /> };
}
