import type { ReviewQuery } from '#src/web/gql/operations.ts';

/** The data of the review: a period, the periods before it, and the attention items. */
export type ReviewedOrganization = NonNullable<ReviewQuery['organization']>;
