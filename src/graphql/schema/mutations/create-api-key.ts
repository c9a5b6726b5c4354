import { InvalidInputError, InvalidValueError, MissingFieldError } from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { ApiKey } from '#src/graphql/schema/types/api-key.ts';
import { Role } from '#src/graphql/schema/types/viewer.ts';
import { createApiKey, type StoredApiKey } from '#src/service/access/api-keys.ts';

const CreateApiKeyInput = builder.inputType('CreateApiKeyInput', {
  description: 'An API key to create.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name that describes its purpose; at most 80 characters.' }),
    role: t.field({ type: Role, required: true, description: 'Role of the key.' }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When it expires; if omitted, it is valid until it is revoked.',
    }),
  }),
});

const CreateApiKeySuccess = builder
  .objectRef<{ readonly key: string; readonly apiKey: StoredApiKey }>('CreateApiKeySuccess')
  .implement({
    description: 'The key was created.',
    fields: (t) => ({
      key: t.exposeString('key', {
        description: 'The secret key, which is shown only once: send it as `X-API-Key` or `Authorization: Bearer`.',
      }),
      apiKey: t.expose('apiKey', { type: ApiKey, description: 'The stored key, without its secret.' }),
    }),
  });

const CreateApiKeyResult = resultUnion('CreateApiKeyResult', {
  description: 'Result of `createApiKey`.',
  success: CreateApiKeySuccess,
  errors: [MissingFieldError, InvalidValueError, InvalidInputError],
});

builder.mutationField('createApiKey', (t) =>
  t.field({
    type: CreateApiKeyResult,
    authScopes: { permission: 'keys:manage' },
    description: 'Creates an API key for a program. The key is shown only once.',
    args: { input: t.arg({ type: CreateApiKeyInput, required: true, description: 'The key to create.' }) },
    resolve: (_root, { input }, context) => createApiKey(context.peopleScope(), input),
  }),
);
