import { LastAdminError, NotFoundError } from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { Person } from '#src/graphql/schema/types/person.ts';
import { removePerson, type StoredPerson } from '#src/service/access/people.ts';

const RemovePersonInput = builder.inputType('RemovePersonInput', {
  description: 'Somebody to remove.',
  fields: (t) => ({ id: t.int({ required: true, description: 'Their number.' }) }),
});

const RemovePersonSuccess = builder.objectRef<{ readonly person: StoredPerson }>('RemovePersonSuccess').implement({
  description: 'They are removed, and signed out everywhere.',
  fields: (t) => ({ person: t.expose('person', { type: Person, description: 'Who was removed, as they were.' }) }),
});

const RemovePersonResult = resultUnion('RemovePersonResult', {
  description: 'What became of somebody who was to be removed.',
  success: RemovePersonSuccess,
  errors: [NotFoundError, LastAdminError],
});

builder.mutationField('removePerson', (t) =>
  t.field({
    type: RemovePersonResult,
    authScopes: { permission: 'people:manage' },
    description:
      'Removes somebody and ends their sessions. Whom configuration or directory let in may come again; their address can be taken anew.',
    args: { input: t.arg({ type: RemovePersonInput, required: true, description: 'Whom to remove.' }) },
    resolve: async (_root, { input }, context) => ({ person: await removePerson(context.peopleScope(), input) }),
  }),
);
