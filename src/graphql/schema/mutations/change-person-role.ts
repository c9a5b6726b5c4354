import { LastAdminError, NotFoundError } from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { Person } from '#src/graphql/schema/types/person.ts';
import { Role } from '#src/graphql/schema/types/viewer.ts';
import { changePersonRole, type StoredPerson } from '#src/service/access/people.ts';

const ChangePersonRoleInput = builder.inputType('ChangePersonRoleInput', {
  description: 'Another role for somebody.',
  fields: (t) => ({
    id: t.int({ required: true, description: 'Their number.' }),
    role: t.field({ type: Role, required: true, description: 'What they may do from now on.' }),
  }),
});

const ChangePersonRoleSuccess = builder
  .objectRef<{ readonly person: StoredPerson }>('ChangePersonRoleSuccess')
  .implement({
    description: 'They have the role, also where they are signed in.',
    fields: (t) => ({ person: t.expose('person', { type: Person, description: 'Who has it.' }) }),
  });

const ChangePersonRoleResult = resultUnion('ChangePersonRoleResult', {
  description: 'What became of somebody’s role.',
  success: ChangePersonRoleSuccess,
  errors: [NotFoundError, LastAdminError],
});

builder.mutationField('changePersonRole', (t) =>
  t.field({
    type: ChangePersonRoleResult,
    authScopes: { permission: 'people:manage' },
    description:
      'Gives somebody another role, at once. What configuration or directory give them stands beside it: the highest counts.',
    args: { input: t.arg({ type: ChangePersonRoleInput, required: true, description: 'Whom to give which.' }) },
    resolve: async (_root, { input }, context) => ({ person: await changePersonRole(context.peopleScope(), input) }),
  }),
);
