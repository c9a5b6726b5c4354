import { builder } from '#src/graphql/builder.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import { listPeople, type OrganizationPerson } from '#src/service/access/people.ts';
import { Role } from './viewer.ts';
import { ORGANIZATION_INPUT } from './vocabulary.ts';

export const Person = builder.objectRef<OrganizationPerson>('Person').implement({
  description:
    'A person of an organization who was invited or has signed in. Their effective role is the highest of those given by an admin, by the configuration and, at sign-in, by the directory.',
  fields: (t) =>
    exposed(t, {
      id: ['Int', 'ID of the person.'],
      email: [
        nullable('String'),
        'Email address of the invitation, in lower case; null if only the directory grants access.',
      ],
      name: [nullable('String'), 'Name from the sign-in provider; null before the first sign-in.'],
      givenRole: [nullable(Role), 'Role given by an admin; null if none was given.'],
      configuredRole: [
        nullable(Role),
        'Role given to the address by the configuration (`QBR_USERS`); null if it does not list the address.',
      ],
      hasSignedIn: [
        'Boolean',
        'Whether the invitation has been accepted. Afterwards the person is identified by the provider’s subject, not by the address.',
      ],
      lastSignInAt: [nullable('DateTime'), 'When they last signed in; null if never.'],
      createdAt: ['DateTime', 'When they were invited or first signed in.'],
      createdBy: ['String', 'Who invited them; `QBR_USERS` or `directory` if access was granted there.'],
    }),
});

builder.queryField('people', (t) =>
  t.field({
    type: [Person],
    authScopes: { permission: 'people:manage' },
    description: 'Everybody of the organization who was invited or has signed in, in the order of creation.',
    args: { organizationId: t.arg.int(ORGANIZATION_INPUT) },
    resolve: (_root, { organizationId }, context) => listPeople(context.peopleScope(organizationId)),
  }),
);
