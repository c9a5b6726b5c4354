import type { Viewer as ViewerShape } from '#src/auth/viewer.ts';
import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed } from '#src/graphql/exposed.ts';
import { listMemberships, type Membership as MembershipShape } from '#src/service/organizations/memberships.ts';

export const Role = enumOf('Role', 'Role of a caller. Each role includes the permissions of the roles before it.', {
  viewer: 'May read everything.',
  editor: 'May also enter and release values, set thresholds, and acknowledge findings.',
  admin: 'May also collect, close and reopen months, and manage people, sessions and API keys.',
});

const Membership = builder.objectRef<MembershipShape>('Membership').implement({
  description: 'An organization that the caller belongs to.',
  fields: (t) =>
    exposed(t, {
      organizationId: ['Int', 'ID of the organization.'],
      name: ['String', 'Name of the organization.'],
      slug: ['String', 'Its name in commands.'],
      isArchived: ['Boolean', 'Whether it can only be read.'],
      role: [Role, 'Role of the caller there.'],
    }),
});

const Viewer = builder.objectRef<ViewerShape>('Viewer').implement({
  description: 'The caller.',
  fields: (t) =>
    exposed(t, {
      name: ['String', 'Name recorded with entered values; `local` in local mode, `nobody` if unauthenticated.'],
      roles: [[Role], 'The highest role of the caller in any organization; empty without one.'],
      memberships: t.field({
        type: [Membership],
        description: 'The organizations that the caller belongs to, by ID; in local mode all.',
        resolve: (viewer, _args, { services, preventCaching }) => {
          // No change of one organization says that another one is new.
          preventCaching();
          return listMemberships(services.organizations, viewer);
        },
      }),
      isOperator: ['Boolean', 'Whether the caller creates organizations and gives memberships in all of them.'],
      isLocal: ['Boolean', 'Whether the server runs in local mode: no sign-in, and every caller has every permission.'],
    }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    authScopes: { everyone: true },
    description: 'The caller. Also available to unauthenticated callers, who have no role.',
    resolve: (_root, _args, { viewer }) => viewer,
  }),
);
