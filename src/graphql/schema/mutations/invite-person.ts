import { AlreadyInvitedError, InvalidValueError } from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { Person } from '#src/graphql/schema/types/person.ts';
import { Role } from '#src/graphql/schema/types/viewer.ts';
import { invitePerson, type StoredPerson } from '#src/service/access/people.ts';

const InvitePersonInput = builder.inputType('InvitePersonInput', {
  description: 'A person to invite.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'Email address used to sign in; at most 100 characters.' }),
    role: t.field({ type: Role, required: true, description: 'Role of the person.' }),
  }),
});

const InvitePersonSuccess = builder.objectRef<{ readonly person: StoredPerson }>('InvitePersonSuccess').implement({
  description: 'The person can sign in.',
  fields: (t) => ({ person: t.expose('person', { type: Person, description: 'The invited person.' }) }),
});

const InvitePersonResult = resultUnion('InvitePersonResult', {
  description: 'Result of `invitePerson`.',
  success: InvitePersonSuccess,
  errors: [InvalidValueError, AlreadyInvitedError],
});

builder.mutationField('invitePerson', (t) =>
  t.field({
    type: InvitePersonResult,
    authScopes: { permission: 'people:manage' },
    description:
      'Invites a person by email address. No message is sent. The first sign-in with the address accepts the invitation; a later sign-in with the same address by a different person is refused.',
    args: { input: t.arg({ type: InvitePersonInput, required: true, description: 'The person to invite.' }) },
    resolve: async (_root, { input }, context) => ({ person: await invitePerson(context.peopleScope(), input) }),
  }),
);
