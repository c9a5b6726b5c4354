import type { ValidationQuery } from '#src/web/gql/operations.ts';

/** What the server says of the last nights and of every month. */
export type Validation = NonNullable<ValidationQuery['organization']>['validation'];
