import type { Viewer as ViewerShape } from '#src/auth/viewer.ts';
import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed } from '#src/graphql/exposed.ts';

export const Role = enumOf('Role', 'Role of a caller. Each role includes the permissions of the roles before it.', {
  viewer: 'May read everything.',
  editor: 'May also enter and release values, set thresholds, and acknowledge findings.',
  admin: 'May also collect, close and reopen months, and manage people, sessions and API keys.',
});

const Viewer = builder.objectRef<ViewerShape>('Viewer').implement({
  description: 'The caller.',
  fields: (t) =>
    exposed(t, {
      name: ['String', 'Name recorded with entered values; `local` in local mode, `nobody` if unauthenticated.'],
      roles: [[Role], 'Roles of the caller.'],
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
