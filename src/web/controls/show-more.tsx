import type { Pages } from '#src/web/client/use-pages.ts';

interface ShowMoreProps {
  readonly pages: Pick<Pages<unknown>, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
  readonly label: string;
}

/** Adds the next page of a list beneath what is shown of it; nothing where that is all. It keeps the focus while it asks. */
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
