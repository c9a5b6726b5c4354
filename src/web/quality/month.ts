import type { ShellQuery } from '#src/web/gql/operations.ts';

/** A month that can be closed or reopened. */
export type Month = NonNullable<ShellQuery['organization']>['months'][number];
