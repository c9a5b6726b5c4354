import { builder } from '#src/graphql/builder.ts';
import { listSessions, type StoredSession } from '#src/service/access/sessions.ts';
import { Person } from './person.ts';
import { Role } from './viewer.ts';

export const Session = builder.objectRef<StoredSession>('Session').implement({
  description: 'Where somebody is signed in.',
  fields: (t) => ({
    id: t.exposeInt('id', { description: 'Its number.' }),
    isCurrent: t.boolean({
      description: 'Whether it is the one that this was asked by.',
      resolve: ({ id }, _args, { viewer, forgetAnswer }) => {
        // Answers are kept by who asks, who may be signed in more than once.
        forgetAnswer();
        return viewer.session?.id === id;
      },
    }),
    person: t.expose('person', { type: Person, description: 'Who is signed in.' }),
    directoryRole: t.expose('directoryRole', {
      type: Role,
      nullable: true,
      description: 'What the directory gave them at this sign-in; null where it gave them nothing.',
    }),
    address: t.exposeString('address', {
      nullable: true,
      description: 'The client’s address at the sign-in; null where it was not known.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When they signed in.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When they will have to sign in again.' }),
  }),
});

builder.queryField('sessions', (t) =>
  t.field({
    type: [Session],
    authScopes: { permission: 'people:manage' },
    description: 'Where people are signed in, newest first.',
    resolve: (_root, _args, context) => listSessions(context.peopleScope()),
  }),
);
