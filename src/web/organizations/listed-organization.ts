import type { OrganizationsQuery } from '#src/web/gql/operations.ts';

/** An organization as operators see it. */
export type ListedOrganization = OrganizationsQuery['organizations']['edges'][number]['node'];
