import type { PresentationViewQuery } from '#src/web/gql/operations.ts';

/** The organization with a presentation of one of its periods. */
export type PresentingOrganization = NonNullable<PresentationViewQuery['organization']>;
/** A presentation as its page shows it. */
export type ShownPresentation = NonNullable<PresentingOrganization['presentation']>;
