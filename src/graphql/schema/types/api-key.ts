import { apiKeyState } from '#src/auth/api-key.ts';
import { builder } from '#src/graphql/builder.ts';
import { listApiKeys, type StoredApiKey } from '#src/service/access/api-keys.ts';
import { Role } from './viewer.ts';

const ApiKeyState = builder.enumType('ApiKeyState', {
  description: 'Whether a key is accepted.',
  values: {
    VALID: { value: 'valid', description: 'It is accepted.' },
    EXPIRED: { value: 'expired', description: 'Its end has come.' },
    REVOKED: { value: 'revoked', description: 'Somebody has ended it, whether it has expired since or not.' },
  } as const,
});

export const ApiKey = builder.objectRef<StoredApiKey>('ApiKey').implement({
  description: 'A key by which a program comes in, without its secret, which is kept nowhere.',
  fields: (t) => ({
    id: t.exposeInt('id', { description: 'Its number.' }),
    name: t.exposeString('name', { description: 'What it is for.' }),
    prefix: t.exposeString('prefix', { description: 'Its visible beginning, by which it is told from others.' }),
    role: t.expose('role', { type: Role, description: 'What it may do.' }),
    state: t.field({
      type: ApiKeyState,
      description: 'Whether it is accepted now.',
      resolve: (key, _args, context) => apiKeyState(key, context.peopleScope().at),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    createdBy: t.exposeString('createdBy', { description: 'Who made it.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends; null where it lasts until it is revoked.',
    }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was used last, to the minute; null where it never was.',
    }),
    lastUsedFrom: t.exposeString('lastUsedFrom', {
      nullable: true,
      description: 'The client’s address then; null where it never was used.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null where it was not.',
    }),
    revokedBy: t.exposeString('revokedBy', {
      nullable: true,
      description: 'Who revoked it; null where nobody has.',
    }),
  }),
});

builder.queryField('apiKeys', (t) =>
  t.field({
    type: [ApiKey],
    authScopes: { permission: 'keys:manage' },
    description: 'All API keys, newest first, also those that are of no use any more.',
    resolve: (_root, _args, context) => listApiKeys(context.peopleScope()),
  }),
);
