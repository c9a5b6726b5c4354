import { apiKeyState } from '#src/auth/api-key.ts';
import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { listApiKeys, type StoredApiKey } from '#src/service/access/api-keys.ts';
import { Role } from './viewer.ts';

const ApiKeyState = enumOf('ApiKeyState', 'State of an API key.', {
  valid: 'Accepted.',
  expired: 'Past `expiresAt`.',
  revoked: 'Revoked, whether or not it has expired since.',
});

export const ApiKey = builder.objectRef<StoredApiKey>('ApiKey').implement({
  description: 'An API key of a program, without its secret, which is not stored.',
  fields: (t) => ({
    id: t.exposeInt('id', { description: 'ID of the key.' }),
    name: t.exposeString('name', { description: 'Name that describes its purpose.' }),
    prefix: t.exposeString('prefix', { description: 'First characters of the key, which identify it.' }),
    role: t.expose('role', { type: Role, description: 'Role of the key.' }),
    state: t.field({
      type: ApiKeyState,
      description: 'Current state.',
      resolve: (key, _args, context) => apiKeyState(key, context.peopleScope().at),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    createdBy: t.exposeString('createdBy', { description: 'Who created it.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it expires; null if it is valid until it is revoked.',
    }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last used, to the minute; null if never.',
    }),
    lastUsedFrom: t.exposeString('lastUsedFrom', {
      nullable: true,
      description: 'Client address of the last use; null if never used.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null if it was not.',
    }),
    revokedBy: t.exposeString('revokedBy', {
      nullable: true,
      description: 'Who revoked it; null if nobody did.',
    }),
  }),
});

builder.queryField('apiKeys', (t) =>
  t.field({
    type: [ApiKey],
    authScopes: { permission: 'keys:manage' },
    description: 'All API keys, newest first, including expired and revoked ones.',
    resolve: (_root, _args, context) => listApiKeys(context.peopleScope()),
  }),
);
