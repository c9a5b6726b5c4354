import { builder } from '#src/graphql/builder.ts';
import { listSessions, type StoredSession } from '#src/service/access/sessions.ts';
import { Person } from './person.ts';
import { Role } from './viewer.ts';

export const Session = builder.objectRef<StoredSession>('Session').implement({
  description: 'A session of a signed-in person.',
  fields: (t) => ({
    id: t.exposeInt('id', { description: 'ID of the session.' }),
    isCurrent: t.boolean({
      description: 'Whether it is the session of this request.',
      resolve: ({ id }, _args, { viewer, preventCaching }) => {
        // Cached answers are keyed by the person, who may have several sessions.
        preventCaching();
        return viewer.session?.id === id;
      },
    }),
    person: t.expose('person', { type: Person, description: 'The signed-in person.' }),
    directoryRole: t.expose('directoryRole', {
      type: Role,
      nullable: true,
      description: 'Role given by the directory at this sign-in; null if none was given.',
    }),
    address: t.exposeString('address', {
      nullable: true,
      description: 'Client address at the sign-in; null if unknown.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When they signed in.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'When it expires and the person must sign in again.',
    }),
  }),
});

builder.queryField('sessions', (t) =>
  t.field({
    type: [Session],
    authScopes: { permission: 'people:manage' },
    description: 'Sessions of signed-in people, newest first.',
    resolve: (_root, _args, context) => listSessions(context.peopleScope()),
  }),
);
