import { LastAdminError, NotFoundError } from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { Person } from '#src/graphql/schema/types/person.ts';
import { Role } from '#src/graphql/schema/types/viewer.ts';
import { changePersonRole, type StoredPerson } from '#src/service/access/people.ts';

const ChangePersonRoleInput = builder.inputType('ChangePersonRoleInput', {
  description: 'A person and their new role.',
  fields: (t) => ({
    id: t.int({ required: true, description: 'ID of the person.' }),
    role: t.field({ type: Role, required: true, description: 'The new role.' }),
  }),
});

const ChangePersonRoleSuccess = builder
  .objectRef<{ readonly person: StoredPerson }>('ChangePersonRoleSuccess')
  .implement({
    description: 'The person has the role, also in existing sessions.',
    fields: (t) => ({ person: t.expose('person', { type: Person, description: 'The person with the new role.' }) }),
  });

const ChangePersonRoleResult = resultUnion('ChangePersonRoleResult', {
  description: 'Result of `changePersonRole`.',
  success: ChangePersonRoleSuccess,
  errors: [NotFoundError, LastAdminError],
});

builder.mutationField('changePersonRole', (t) =>
  t.field({
    type: ChangePersonRoleResult,
    authScopes: { permission: 'people:manage' },
    description:
      'Changes the role of a person, effective immediately. Roles from the configuration or the directory remain; the highest role applies.',
    args: { input: t.arg({ type: ChangePersonRoleInput, required: true, description: 'The person and the role.' }) },
    resolve: async (_root, { input }, context) => ({ person: await changePersonRole(context.peopleScope(), input) }),
  }),
);
