import {
  AlreadyInvitedError,
  InvalidValueError,
  LastAdminError,
  NotFoundError,
  OrganizationNotFoundError,
} from '#src/core/errors.ts';
import { exposed } from '#src/graphql/exposed.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { Person } from '#src/graphql/schema/types/person.ts';
import { Role } from '#src/graphql/schema/types/viewer.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { changePersonRole, invitePerson, removePerson } from '#src/service/access/people.ts';

mutation('invitePerson', {
  permission: 'people:manage',
  description:
    'Invites a person by email address. No message is sent. The first sign-in with the address accepts the invitation; a later sign-in with the same address by a different person is refused.',
  input: {
    description: 'A person to invite.',
    argument: 'The person to invite.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      email: t.string({ required: true, description: 'Email address used to sign in; at most 100 characters.' }),
      role: t.field({ type: Role, required: true, description: 'Role of the person.' }),
    }),
  },
  resolve: async (input, context) => ({ person: await invitePerson(context.peopleScope(input.organizationId), input) }),
  success: {
    description: 'The person can sign in.',
    fields: (t) => exposed(t, { person: [Person, 'The invited person.'] }),
  },
  errors: [OrganizationNotFoundError, InvalidValueError, AlreadyInvitedError],
});

mutation('changePersonRole', {
  permission: 'people:manage',
  description:
    'Changes the role of a person, effective immediately. Roles from the configuration or the directory remain; the highest role applies.',
  input: {
    description: 'A person and their new role.',
    argument: 'The person and the role.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      id: t.int({ required: true, description: 'ID of the person.' }),
      role: t.field({ type: Role, required: true, description: 'The new role.' }),
    }),
  },
  resolve: async (input, context) => ({
    person: await changePersonRole(context.peopleScope(input.organizationId), input),
  }),
  success: {
    description: 'The person has the role, also in existing sessions.',
    fields: (t) => exposed(t, { person: [Person, 'The person with the new role.'] }),
  },
  errors: [OrganizationNotFoundError, NotFoundError, LastAdminError],
});

mutation('removePerson', {
  permission: 'people:manage',
  description:
    'Removes a person and ends their sessions. A person with access from the configuration or the directory can sign in again. The address can be invited again.',
  input: {
    description: 'A person to remove.',
    argument: 'The person to remove.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      id: t.int({ required: true, description: 'ID of the person.' }),
    }),
  },
  resolve: async (input, context) => ({ person: await removePerson(context.peopleScope(input.organizationId), input) }),
  success: {
    description: 'The person was removed and all their sessions ended.',
    fields: (t) => exposed(t, { person: [Person, 'The person as before the removal.'] }),
  },
  errors: [OrganizationNotFoundError, NotFoundError, LastAdminError],
});
