import { NotFoundError } from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { ApiKey } from '#src/graphql/schema/types/api-key.ts';
import { revokeApiKey, type StoredApiKey } from '#src/service/access/api-keys.ts';

const RevokeApiKeyInput = builder.inputType('RevokeApiKeyInput', {
  description: 'An API key to end.',
  fields: (t) => ({ id: t.int({ required: true, description: 'Its number.' }) }),
});

const RevokeApiKeySuccess = builder.objectRef<{ readonly apiKey: StoredApiKey }>('RevokeApiKeySuccess').implement({
  description: 'The key is of no use any more, now or since somebody revoked it before.',
  fields: (t) => ({ apiKey: t.expose('apiKey', { type: ApiKey, description: 'The key, with who revoked it first.' }) }),
});

const RevokeApiKeyResult = resultUnion('RevokeApiKeyResult', {
  description: 'What became of a key that was to be revoked.',
  success: RevokeApiKeySuccess,
  errors: [NotFoundError],
});

builder.mutationField('revokeApiKey', (t) =>
  t.field({
    type: RevokeApiKeyResult,
    authScopes: { permission: 'keys:manage' },
    description: 'Ends an API key for good, at once. Revoking it twice keeps the first.',
    args: { input: t.arg({ type: RevokeApiKeyInput, required: true, description: 'Which to revoke.' }) },
    resolve: async (_root, { input }, context) => ({ apiKey: await revokeApiKey(context.peopleScope(), input) }),
  }),
);
