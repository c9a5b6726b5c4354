import { InvalidParameterError, OrganizationNotFoundError } from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { CollectionStatus, type OrganizationStatus } from '#src/graphql/schema/types/collection-status.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';

const SetCollectionEnabledInput = builder.inputType('SetCollectionEnabledInput', {
  description: 'Whether the nightly collection is enabled.',
  fields: (t) => ({
    organizationId: t.int(ORGANIZATION_INPUT),
    enabled: t.boolean({ required: true, description: 'True to enable the nightly collection, false to disable it.' }),
  }),
});

const SetCollectionEnabledSuccess = builder
  .objectRef<{ readonly collection: OrganizationStatus }>('SetCollectionEnabledSuccess')
  .implement({
    description: 'The nightly collection was enabled or disabled.',
    fields: (t) => ({
      collection: t.expose('collection', { type: CollectionStatus, description: 'Its current status.' }),
    }),
  });

const SetCollectionEnabledResult = resultUnion('SetCollectionEnabledResult', {
  description: 'Result of `setCollectionEnabled`.',
  success: SetCollectionEnabledSuccess,
  errors: [OrganizationNotFoundError, InvalidParameterError],
});

builder.mutationField('setCollectionEnabled', (t) =>
  t.field({
    type: SetCollectionEnabledResult,
    authScopes: { permission: 'collection:schedule' },
    description:
      'Enables or disables the nightly collection for every process on this database. Stored in the database.',
    args: {
      input: t.arg({
        type: SetCollectionEnabledInput,
        required: true,
        description: 'The organization and the setting.',
      }),
    },
    resolve: async (_root, { input }, { services: { schedule }, scope }) => {
      const { organizationId, enabled } = input;
      await schedule.setEnabled(scope(organizationId), enabled);
      return { collection: { ...(await schedule.status(scope(organizationId))), organizationId } };
    },
  }),
);
