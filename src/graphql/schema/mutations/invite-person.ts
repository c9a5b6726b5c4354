import { AlreadyInvitedError, InvalidValueError } from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { Person } from '#src/graphql/schema/types/person.ts';
import { Role } from '#src/graphql/schema/types/viewer.ts';
import { invitePerson, type StoredPerson } from '#src/service/access/people.ts';

const InvitePersonInput = builder.inputType('InvitePersonInput', {
  description: 'Somebody to invite.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'The address that they sign in with; at most 100 characters.' }),
    role: t.field({ type: Role, required: true, description: 'What they may do.' }),
  }),
});

const InvitePersonSuccess = builder.objectRef<{ readonly person: StoredPerson }>('InvitePersonSuccess').implement({
  description: 'They may sign in from now on.',
  fields: (t) => ({ person: t.expose('person', { type: Person, description: 'Who was invited.' }) }),
});

const InvitePersonResult = resultUnion('InvitePersonResult', {
  description: 'What became of an invitation.',
  success: InvitePersonSuccess,
  errors: [InvalidValueError, AlreadyInvitedError],
});

builder.mutationField('invitePerson', (t) =>
  t.field({
    type: InvitePersonResult,
    authScopes: { permission: 'people:manage' },
    description:
      'Invites somebody by their address. Nothing is sent. The first sign-in with the address uses the invitation up; who comes with it later as somebody else is refused.',
    args: { input: t.arg({ type: InvitePersonInput, required: true, description: 'Whom to invite.' }) },
    resolve: async (_root, { input }, context) => ({ person: await invitePerson(context.peopleScope(), input) }),
  }),
);
