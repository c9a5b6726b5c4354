/** The highest id that the database can give a row: PostgreSQL's `integer`. */
export const MAX_ROW_ID = 2_147_483_647;

/** Whether a row could have that id. */
export function isRowId(id: number): boolean {
  return Number.isInteger(id) && id > 0 && id <= MAX_ROW_ID;
}

/** A stretch of a list that is ordered by id, newest first. A row that is gone or filtered out moves no other row. */
export interface IdPage {
  /** The rows behind this id; from the newest one on where null. */
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
