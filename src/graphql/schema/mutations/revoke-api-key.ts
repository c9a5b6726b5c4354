import { NotFoundError } from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { ApiKey } from '#src/graphql/schema/types/api-key.ts';
import { revokeApiKey, type StoredApiKey } from '#src/service/access/api-keys.ts';

const RevokeApiKeyInput = builder.inputType('RevokeApiKeyInput', {
  description: 'An API key to revoke.',
  fields: (t) => ({ id: t.int({ required: true, description: 'ID of the key.' }) }),
});

const RevokeApiKeySuccess = builder.objectRef<{ readonly apiKey: StoredApiKey }>('RevokeApiKeySuccess').implement({
  description: 'The key is revoked, by this request or by an earlier one.',
  fields: (t) => ({
    apiKey: t.expose('apiKey', { type: ApiKey, description: 'The key, with the person who first revoked it.' }),
  }),
});

const RevokeApiKeyResult = resultUnion('RevokeApiKeyResult', {
  description: 'Result of `revokeApiKey`.',
  success: RevokeApiKeySuccess,
  errors: [NotFoundError],
});

builder.mutationField('revokeApiKey', (t) =>
  t.field({
    type: RevokeApiKeyResult,
    authScopes: { permission: 'keys:manage' },
    description: 'Revokes an API key permanently, effective immediately. Revoking a revoked key changes nothing.',
    args: { input: t.arg({ type: RevokeApiKeyInput, required: true, description: 'The key to revoke.' }) },
    resolve: async (_root, { input }, context) => ({ apiKey: await revokeApiKey(context.peopleScope(), input) }),
  }),
);
