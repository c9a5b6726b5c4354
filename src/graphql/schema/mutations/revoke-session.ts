import { NotFoundError } from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { Session } from '#src/graphql/schema/types/session.ts';
import { revokeSession, type StoredSession } from '#src/service/access/sessions.ts';

const RevokeSessionInput = builder.inputType('RevokeSessionInput', {
  description: 'A session to end.',
  fields: (t) => ({ id: t.int({ required: true, description: 'ID of the session.' }) }),
});

const RevokeSessionSuccess = builder.objectRef<{ readonly session: StoredSession }>('RevokeSessionSuccess').implement({
  description: 'The session has ended.',
  fields: (t) => ({ session: t.expose('session', { type: Session, description: 'The session as before it ended.' }) }),
});

const RevokeSessionResult = resultUnion('RevokeSessionResult', {
  description: 'Result of `revokeSession`.',
  success: RevokeSessionSuccess,
  errors: [NotFoundError],
});

builder.mutationField('revokeSession', (t) =>
  t.field({
    type: RevokeSessionResult,
    authScopes: { permission: 'people:manage' },
    description: 'Ends a session immediately. The person can sign in again; `removePerson` prevents that.',
    args: { input: t.arg({ type: RevokeSessionInput, required: true, description: 'The session to end.' }) },
    resolve: async (_root, { input }, context) => ({ session: await revokeSession(context.peopleScope(), input) }),
  }),
);
