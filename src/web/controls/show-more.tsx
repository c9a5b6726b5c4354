import type { Pages } from '#src/web/client/use-pages.ts';

interface ShowMoreProps {
  readonly pages: Pick<Pages<unknown>, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
  readonly label: string;
}

/** A button that loads the next page of a list; absent on the last page. Not disabled while loading, to keep the focus. */
export function ShowMore({ pages: { hasNextPage, isFetchingNextPage, fetchNextPage }, label }: ShowMoreProps) {
  if (!hasNextPage) return null;
  return (
    <button
      type="button"
      className="btn btn-outline-secondary"
      aria-disabled={isFetchingNextPage}
      onClick={() => isFetchingNextPage || fetchNextPage()}
    >
      {label}
    </button>
  );
}
