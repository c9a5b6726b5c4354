import {
  InvalidInputError,
  InvalidParameterError,
  InvalidPeriodError,
  InvalidValueError,
  MissingFieldError,
  RunInProgressError,
} from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { CollectionRun } from '#src/graphql/schema/types/collection-run.ts';
import { VendorKey } from '#src/graphql/schema/types/vendor.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { requireRun } from '#src/service/collection/log.ts';
import { WRITTEN_LIMITS } from '#src/service/limits.ts';

const CollectInput = builder.inputType('CollectInput', {
  description: 'What to collect now.',
  fields: (t) => ({
    organizationId: t.int(ORGANIZATION_INPUT),
    periods: t.field({
      type: ['Period'],
      description: 'Months, or quarters for their months; if omitted, the configured number of newest months.',
    }),
    vendors: t.field({ type: [VendorKey], description: 'Vendors; if omitted, all that are configured.' }),
    force: t.boolean({ description: 'Overwrite frozen values of past months; requires `reason`.' }),
    reason: t.string({
      description: `Reason, recorded in the history of the values; with \`force\` only. At most ${WRITTEN_LIMITS.noteCharacters}.`,
    }),
  }),
});

const CollectSuccess = builder
  .objectRef<{ readonly organizationId: number; readonly runId: number }>('CollectSuccess')
  .implement({
    description: 'The collection has started and continues in the background.',
    fields: (t) => ({
      run: t.prismaField({
        type: CollectionRun,
        description: 'The current state of the run, normally running.',
        resolve: (query, { organizationId, runId }, _args, { scope }) =>
          requireRun(scope(organizationId), { runId, query }),
      }),
    }),
  });

const CollectResult = resultUnion('CollectResult', {
  description: 'Result of `collect`.',
  success: CollectSuccess,
  errors: [
    RunInProgressError,
    InvalidPeriodError,
    InvalidParameterError,
    MissingFieldError,
    InvalidValueError,
    InvalidInputError,
  ],
});

builder.mutationField('collect', (t) =>
  t.field({
    type: CollectResult,
    authScopes: { permission: 'collection:run' },
    description:
      'Starts a collection from the vendors and returns without waiting for it. Rejected with RunInProgressError while a collection is running.',
    args: { input: t.arg({ type: CollectInput, required: true, description: 'What to collect.' }) },
    resolve: async (_root, { input }, { services, scope }) => ({
      organizationId: input.organizationId,
      runId: await services.background.start(scope(input.organizationId), input),
    }),
  }),
);
