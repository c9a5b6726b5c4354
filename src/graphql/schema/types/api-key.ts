import { apiKeyState } from '#src/auth/api-key.ts';
import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import { listApiKeys, type OrganizationApiKey } from '#src/service/access/api-keys.ts';
import { Role } from './viewer.ts';
import { ORGANIZATION_INPUT } from './vocabulary.ts';

export const ApiKeyState = enumOf('ApiKeyState', 'State of an API key.', {
  valid: 'Accepted.',
  expired: 'Past `expiresAt`.',
  revoked: 'Revoked, whether or not it has expired since.',
});

/** What became of a key, of whatever kind. */
export const KEY_HISTORY = {
  createdAt: ['DateTime', 'When it was created.'],
  createdBy: ['String', 'Who created it.'],
  expiresAt: [nullable('DateTime'), 'When it expires; null if it is valid until it is revoked.'],
  lastUsedAt: [nullable('DateTime'), 'When it was last used, to the minute; null if never.'],
  lastUsedFrom: [nullable('String'), 'Client address of the last use; null if never used.'],
  revokedAt: [nullable('DateTime'), 'When it was revoked; null if it was not.'],
  revokedBy: [nullable('String'), 'Who revoked it; null if nobody did.'],
} as const;

export const ApiKey = builder.objectRef<OrganizationApiKey>('ApiKey').implement({
  description: 'An API key of a program, without its secret, which is not stored.',
  fields: (t) =>
    exposed(t, {
      id: ['Int', 'ID of the key.'],
      name: ['String', 'Name that describes its purpose.'],
      prefix: ['String', 'First characters of the key, which identify it.'],
      role: [Role, 'Role of the key.'],
      state: t.field({
        type: ApiKeyState,
        description: 'Current state.',
        resolve: (key, _args, { services }) => apiKeyState(key, services.clock()),
      }),
      ...KEY_HISTORY,
    }),
});

builder.queryField('apiKeys', (t) =>
  t.field({
    type: [ApiKey],
    authScopes: { permission: 'keys:manage' },
    description: 'The API keys of the organization, newest first, including expired and revoked ones.',
    args: { organizationId: t.arg.int(ORGANIZATION_INPUT) },
    resolve: (_root, { organizationId }, context) => listApiKeys(context.scope(organizationId)),
  }),
);
