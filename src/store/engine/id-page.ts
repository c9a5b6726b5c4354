/** The highest possible id of a row: PostgreSQL's `integer`. */
export const MAX_ROW_ID = 2_147_483_647;

/** Whether `id` is in the range of row ids. */
export function isRowId(id: number): boolean {
  return Number.isInteger(id) && id > 0 && id <= MAX_ROW_ID;
}

/** A page of a list ordered by id, newest first. Pages do not shift when rows are added or removed. */
export interface IdPage {
  /** Only rows with a lower id; null for the first page. */
  readonly olderThan: number | null;
  readonly limit: number;
}

/** The page as arguments of a `findMany`. */
export function idPageQuery({ olderThan, limit }: IdPage): {
  where: { id?: { lt: number } };
  orderBy: { id: 'desc' };
  take: number;
} {
  return { where: olderThan === null ? {} : { id: { lt: olderThan } }, orderBy: { id: 'desc' }, take: limit };
}
