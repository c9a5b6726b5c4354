import { builder } from '#src/graphql/builder.ts';
import { connectionOf, PAGE_ARGUMENTS, pageRequest, toConnection } from '#src/graphql/connection.ts';
import { listOrganizations } from '#src/service/organizations/manage.ts';
import { Organization } from './organization.ts';

const OrganizationConnection = connectionOf(Organization, 'Organization', {
  one: 'An organization',
  many: 'organizations',
});

builder.queryField('organizations', (t) =>
  t.field({
    type: OrganizationConnection,
    authScopes: { everyone: true },
    description:
      'The organizations that the caller belongs to, newest first; for operators all, of which they read numbers only as members.',
    args: {
      ...PAGE_ARGUMENTS,
      search: t.arg.string({ description: 'Only those with this text in name or slug, in any case.' }),
    },
    resolve: async (_root, { search, ...args }, { services, viewer, preventCaching }) => {
      // No change of one organization says that another one is new.
      preventCaching();
      const page = pageRequest('organization', args);
      const query = { ...page, search: search ?? null };
      return toConnection('organization', page, await listOrganizations(services.database, viewer, query));
    },
  }),
);
