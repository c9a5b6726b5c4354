import { builder } from '#src/graphql/builder.ts';
import { listPeople, type StoredPerson } from '#src/service/access/people.ts';
import { Role } from './viewer.ts';

export const Person = builder.objectRef<StoredPerson>('Person').implement({
  description:
    'Somebody who was invited or has signed in. They may do what the highest of the roles lets them that an admin, the configuration and, at their sign-in, the directory gave them.',
  fields: (t) => ({
    id: t.exposeInt('id', { description: 'Their number.' }),
    email: t.exposeString('email', {
      nullable: true,
      description: 'The address they were invited by, in lower case; null where the directory alone lets them in.',
    }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'As the sign-in provider calls them; null until they have signed in.',
    }),
    givenRole: t.expose('role', {
      type: Role,
      nullable: true,
      description: 'What an admin gave them; null where nobody did.',
    }),
    configuredRole: t.field({
      type: Role,
      nullable: true,
      description: 'What the configuration (`QBR_USERS`) gives their address; null where it does not name it.',
      resolve: ({ email }, _args, context) => (email && context.peopleScope().configuredRoles.get(email)) || null,
    }),
    hasSignedIn: t.boolean({
      description:
        'Whether they have used their invitation up; from then on they are known by more than their address.',
      resolve: ({ identity }) => identity !== null,
    }),
    lastSignInAt: t.expose('lastSignInAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When they signed in last; null where they never have.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When they were invited, or first came.' }),
    createdBy: t.exposeString('createdBy', {
      description: 'Who invited them; `QBR_USERS` or `directory` where they were let in by those.',
    }),
  }),
});

builder.queryField('people', (t) =>
  t.field({
    type: [Person],
    authScopes: { permission: 'people:manage' },
    description: 'Everybody who was invited or has signed in, in the order in which they came.',
    resolve: (_root, _args, context) => listPeople(context.peopleScope()),
  }),
);
