import { InvalidInputError, InvalidValueError, MissingFieldError } from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { ApiKey } from '#src/graphql/schema/types/api-key.ts';
import { Role } from '#src/graphql/schema/types/viewer.ts';
import { createApiKey, type StoredApiKey } from '#src/service/access/api-keys.ts';

const CreateApiKeyInput = builder.inputType('CreateApiKeyInput', {
  description: 'An API key to make.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is for; at most 80 characters.' }),
    role: t.field({ type: Role, required: true, description: 'What it may do.' }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When it ends; not given, it lasts until it is revoked.',
    }),
  }),
});

const CreateApiKeySuccess = builder
  .objectRef<{ readonly key: string; readonly apiKey: StoredApiKey }>('CreateApiKeySuccess')
  .implement({
    description: 'The key is made.',
    fields: (t) => ({
      key: t.exposeString('key', {
        description: 'The key, which can never be shown again: send it as `X-API-Key`, or `Authorization: Bearer`.',
      }),
      apiKey: t.expose('apiKey', { type: ApiKey, description: 'What is kept of it.' }),
    }),
  });

const CreateApiKeyResult = resultUnion('CreateApiKeyResult', {
  description: 'What became of a key that was to be made.',
  success: CreateApiKeySuccess,
  errors: [MissingFieldError, InvalidValueError, InvalidInputError],
});

builder.mutationField('createApiKey', (t) =>
  t.field({
    type: CreateApiKeyResult,
    authScopes: { permission: 'keys:manage' },
    description: 'Makes an API key for a program, and shows it this once.',
    args: { input: t.arg({ type: CreateApiKeyInput, required: true, description: 'What to make.' }) },
    resolve: (_root, { input }, context) => createApiKey(context.peopleScope(), input),
  }),
);
