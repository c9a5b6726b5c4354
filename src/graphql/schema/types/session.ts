import { builder } from '#src/graphql/builder.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import { listSessions, type OrganizationSession } from '#src/service/access/sessions.ts';
import { Person } from './person.ts';
import { Role } from './viewer.ts';
import { ORGANIZATION_INPUT } from './vocabulary.ts';

export const Session = builder.objectRef<OrganizationSession>('Session').implement({
  description: 'A session of a signed-in person.',
  fields: (t) =>
    exposed(t, {
      id: ['Int', 'ID of the session.'],
      isCurrent: t.boolean({
        description: 'Whether it is the session of this request.',
        resolve: ({ id }, _args, { viewer, preventCaching }) => {
          // Cached answers are keyed by the person, who may have several sessions.
          preventCaching();
          return viewer.session?.id === id;
        },
      }),
      person: [Person, 'The signed-in person.'],
      directoryRole: [nullable(Role), 'Role given by the directory at this sign-in; null if none was given.'],
      address: [nullable('String'), 'Client address at the sign-in; null if unknown.'],
      createdAt: ['DateTime', 'When they signed in.'],
      expiresAt: ['DateTime', 'When it expires and the person must sign in again.'],
    }),
});

builder.queryField('sessions', (t) =>
  t.field({
    type: [Session],
    authScopes: { permission: 'people:manage' },
    description: 'Sessions of signed-in people of the organization, newest first.',
    args: { organizationId: t.arg.int(ORGANIZATION_INPUT) },
    resolve: (_root, { organizationId }, context) => listSessions(context.peopleScope(organizationId)),
  }),
);
