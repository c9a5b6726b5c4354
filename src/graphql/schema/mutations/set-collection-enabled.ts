import { InvalidParameterError, OrganizationNotFoundError } from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { CollectionStatus, type OrganizationStatus } from '#src/graphql/schema/types/collection-status.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';

const SetCollectionEnabledInput = builder.inputType('SetCollectionEnabledInput', {
  description: 'Whether to collect every night.',
  fields: (t) => ({
    organizationId: t.int(ORGANIZATION_INPUT),
    enabled: t.boolean({ required: true, description: 'True to collect every night from now on.' }),
  }),
});

const SetCollectionEnabledSuccess = builder
  .objectRef<{ readonly collection: OrganizationStatus }>('SetCollectionEnabledSuccess')
  .implement({
    description: 'The nightly collection is as it was asked to be.',
    fields: (t) => ({
      collection: t.expose('collection', { type: CollectionStatus, description: 'Where it stands now.' }),
    }),
  });

const SetCollectionEnabledResult = resultUnion('SetCollectionEnabledResult', {
  description: 'What became of the nightly collection.',
  success: SetCollectionEnabledSuccess,
  errors: [OrganizationNotFoundError, InvalidParameterError],
});

builder.mutationField('setCollectionEnabled', (t) =>
  t.field({
    type: SetCollectionEnabledResult,
    authScopes: { permission: 'collection:schedule' },
    description: 'Enables or disables the nightly collection, for every program on this database. Kept there.',
    args: { input: t.arg({ type: SetCollectionEnabledInput, required: true, description: 'What to set.' }) },
    resolve: async (_root, { input }, { services: { schedule }, scope }) => {
      const { organizationId, enabled } = input;
      await schedule.setEnabled(scope(organizationId), enabled);
      return { collection: { ...(await schedule.status(scope(organizationId))), organizationId } };
    },
  }),
);
