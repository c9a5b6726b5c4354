import type { BooksOfMonthQuery, BooksQuery } from '#src/web/gql/operations.ts';

/** The books as the page has them. */
export type Books = NonNullable<BooksQuery['organization']>['books'];

/** A month with a statement. */
export type MonthOfBooks = NonNullable<NonNullable<BooksOfMonthQuery['organization']>['books']['month']>;
