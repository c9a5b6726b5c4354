import type { ReviewQuery } from '#src/web/gql/operations.ts';

/** What the review knows of a company: a period, those before it, and what needs attention now. */
export type ReviewedOrganization = NonNullable<ReviewQuery['organization']>;
