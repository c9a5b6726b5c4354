import { builder } from '#src/graphql/builder.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import { listPeople, type StoredPerson } from '#src/service/access/people.ts';
import { Role } from './viewer.ts';

export const Person = builder.objectRef<StoredPerson>('Person').implement({
  description:
    'A person who was invited or has signed in. Their effective role is the highest of those given by an admin, by the configuration and, at sign-in, by the directory.',
  fields: (t) =>
    exposed(t, {
      id: ['Int', 'ID of the person.'],
      email: [
        nullable('String'),
        'Email address of the invitation, in lower case; null if only the directory grants access.',
      ],
      name: [nullable('String'), 'Name from the sign-in provider; null before the first sign-in.'],
      givenRole: t.expose('role', {
        type: Role,
        nullable: true,
        description: 'Role given by an admin; null if none was given.',
      }),
      configuredRole: t.field({
        type: Role,
        nullable: true,
        description:
          'Role given to the address by the configuration (`QBR_USERS`); null if it does not list the address.',
        resolve: ({ email }, _args, context) => (email && context.peopleScope().configuredRoles.get(email)) || null,
      }),
      hasSignedIn: t.boolean({
        description:
          'Whether the invitation has been accepted. Afterwards the person is identified by the provider’s subject, not by the address.',
        resolve: ({ identity }) => identity !== null,
      }),
      lastSignInAt: [nullable('DateTime'), 'When they last signed in; null if never.'],
      createdAt: ['DateTime', 'When they were invited or first signed in.'],
      createdBy: ['String', 'Who invited them; `QBR_USERS` or `directory` if access was granted there.'],
    }),
});

builder.queryField('people', (t) =>
  t.field({
    type: [Person],
    authScopes: { permission: 'people:manage' },
    description: 'Everybody who was invited or has signed in, in the order of creation.',
    resolve: (_root, _args, context) => listPeople(context.peopleScope()),
  }),
);
