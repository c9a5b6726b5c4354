import { LastAdminError, NotFoundError } from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { Person } from '#src/graphql/schema/types/person.ts';
import { removePerson, type StoredPerson } from '#src/service/access/people.ts';

const RemovePersonInput = builder.inputType('RemovePersonInput', {
  description: 'A person to remove.',
  fields: (t) => ({ id: t.int({ required: true, description: 'ID of the person.' }) }),
});

const RemovePersonSuccess = builder.objectRef<{ readonly person: StoredPerson }>('RemovePersonSuccess').implement({
  description: 'The person was removed and all their sessions ended.',
  fields: (t) => ({ person: t.expose('person', { type: Person, description: 'The person as before the removal.' }) }),
});

const RemovePersonResult = resultUnion('RemovePersonResult', {
  description: 'Result of `removePerson`.',
  success: RemovePersonSuccess,
  errors: [NotFoundError, LastAdminError],
});

builder.mutationField('removePerson', (t) =>
  t.field({
    type: RemovePersonResult,
    authScopes: { permission: 'people:manage' },
    description:
      'Removes a person and ends their sessions. A person with access from the configuration or the directory can sign in again. The address can be invited again.',
    args: { input: t.arg({ type: RemovePersonInput, required: true, description: 'The person to remove.' }) },
    resolve: async (_root, { input }, context) => ({ person: await removePerson(context.peopleScope(), input) }),
  }),
);
