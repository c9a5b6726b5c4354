import {
  InvalidInputError,
  InvalidValueError,
  MissingFieldError,
  NotFoundError,
  OrganizationNotFoundError,
} from '#src/core/errors.ts';
import { exposed } from '#src/graphql/exposed.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { ApiKey } from '#src/graphql/schema/types/api-key.ts';
import { Role } from '#src/graphql/schema/types/viewer.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { createApiKey, revokeApiKey } from '#src/service/access/api-keys.ts';

mutation('createApiKey', {
  permission: 'keys:manage',
  description: 'Creates an API key for a program. The key is shown only once.',
  input: {
    description: 'An API key to create.',
    argument: 'The key to create.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      name: t.string({ required: true, description: 'Name that describes its purpose; at most 80 characters.' }),
      role: t.field({ type: Role, required: true, description: 'Role of the key.' }),
      expiresAt: t.field({
        type: 'DateTime',
        description: 'When it expires; if omitted, it is valid until it is revoked.',
      }),
    }),
  },
  resolve: (input, context) => createApiKey(context.scope(input.organizationId), input),
  success: {
    description: 'The key was created.',
    fields: (t) =>
      exposed(t, {
        key: ['String', 'The secret key, which is shown only once: send it as `X-API-Key` or `Authorization: Bearer`.'],
        apiKey: [ApiKey, 'The stored key, without its secret.'],
      }),
  },
  errors: [OrganizationNotFoundError, MissingFieldError, InvalidValueError, InvalidInputError],
});

mutation('revokeApiKey', {
  permission: 'keys:manage',
  description: 'Revokes an API key permanently, effective immediately. Revoking a revoked key changes nothing.',
  input: {
    description: 'An API key to revoke.',
    argument: 'The key to revoke.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      id: t.int({ required: true, description: 'ID of the key.' }),
    }),
  },
  resolve: async (input, context) => ({ apiKey: await revokeApiKey(context.scope(input.organizationId), input) }),
  success: {
    description: 'The key is revoked, by this request or by an earlier one.',
    fields: (t) => exposed(t, { apiKey: [ApiKey, 'The key, with the person who first revoked it.'] }),
  },
  errors: [OrganizationNotFoundError, NotFoundError],
});
