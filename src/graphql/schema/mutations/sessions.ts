import { NotFoundError, OrganizationNotFoundError } from '#src/core/errors.ts';
import { exposed } from '#src/graphql/exposed.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { Session } from '#src/graphql/schema/types/session.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { revokeSession } from '#src/service/access/sessions.ts';

mutation('revokeSession', {
  permission: 'people:manage',
  description: 'Ends a session immediately. The person can sign in again; `removePerson` prevents that.',
  input: {
    description: 'A session to end.',
    argument: 'The session to end.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      id: t.int({ required: true, description: 'ID of the session.' }),
    }),
  },
  resolve: async (input, context) => ({
    session: await revokeSession(context.peopleScope(input.organizationId), input),
  }),
  success: {
    description: 'The session has ended.',
    fields: (t) => exposed(t, { session: [Session, 'The session as before it ended.'] }),
  },
  errors: [OrganizationNotFoundError, NotFoundError],
});
