import type { Viewer as ViewerShape } from '#src/auth/viewer.ts';
import { builder } from '#src/graphql/builder.ts';

export const Role = builder.enumType('Role', {
  description: 'What somebody may do; each role may do all that the ones before it may.',
  values: {
    VIEWER: { value: 'viewer', description: 'May read everything.' },
    EDITOR: {
      value: 'editor',
      description: 'May also enter and release values, set thresholds, and acknowledge findings.',
    },
    ADMIN: {
      value: 'admin',
      description: 'May also collect, close and reopen months, and manage people, sessions and API keys.',
    },
  } as const,
});

const Viewer = builder.objectRef<ViewerShape>('Viewer').implement({
  description: 'Who is asking.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description:
        'The name written beside what they enter; `local` in local mode, `nobody` where nobody is signed in.',
    }),
    roles: t.expose('roles', { type: [Role], description: 'What they may do.' }),
    isLocal: t.exposeBoolean('isLocal', {
      description: 'Whether the program runs in local mode: no sign-in, and whoever reaches it may do everything.',
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    authScopes: { everyone: true },
    description: 'Who is asking. Answers also those who are not signed in: they have no role.',
    resolve: (_root, _args, { viewer }) => viewer,
  }),
);
