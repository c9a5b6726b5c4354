import type { ImportBooksMutation } from '#src/web/gql/operations.ts';

/** What a file holds, and what it changes or would change. */
export type ReadFile = Extract<ImportBooksMutation['importBooks'], { readonly __typename: 'ImportBooksSuccess' }>;
