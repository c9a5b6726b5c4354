import SchemaBuilder from '@pothos/core';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { graphql, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { withPlainProperties } from '#src/graphql/plain-properties.ts';

interface Box {
  readonly label: string;
  readonly weight: string;
  readonly secret: string;
}

const BOX: Box = { label: 'Pens', weight: '2 kg', secret: 'gold' };

function boxSchema() {
  const builder = new SchemaBuilder<{ AuthScopes: { keeper: boolean } }>({
    plugins: [ScopeAuthPlugin],
    scopeAuth: { authScopes: () => ({ keeper: false }) },
    // Its types are those of the program, which has this plugin.
    prisma: { client: undefined as never, dmmf: undefined as never },
  });
  const box = builder.objectRef<Box>('Box').implement({
    fields: (t) => ({
      label: t.exposeString('label'),
      mass: t.exposeString('weight'),
      secret: t.exposeString('secret', { nullable: true, authScopes: { keeper: true } }),
    }),
  });
  builder.queryType({ fields: (t) => ({ box: t.field({ type: box, resolve: () => BOX }) }) });
  return withPlainProperties(builder.toSchema());
}

describe('Plain properties', () => {
  it('are read without a resolver where a field has their name', () => {
    const type = boxSchema().getType('Box');
    const { label, mass } = isObjectType(type) ? type.getFields() : {};
    expect([label?.resolve, mass?.resolve]).toEqual([undefined, expect.any(Function)]);
  });

  it('stay guarded where they are', async () => {
    const { data, errors } = await graphql({
      schema: boxSchema(),
      source: '{ box { label mass secret } }',
      contextValue: {},
    });
    expect(data).toEqual({ box: { label: 'Pens', mass: '2 kg', secret: null } });
    expect(errors?.map(({ path }) => path)).toEqual([['box', 'secret']]);
  });
});
