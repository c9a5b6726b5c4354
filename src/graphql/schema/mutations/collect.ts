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
      description: 'The months, or quarters for their months; the configured number of newest ones where not given.',
    }),
    vendors: t.field({ type: [VendorKey], description: 'The vendors; all that are configured where not given.' }),
    force: t.boolean({ description: 'Overwrite values of past months that are frozen; needs a reason.' }),
    reason: t.string({
      description: `Why, kept in the history of the values; for \`force\` only. At most ${WRITTEN_LIMITS.noteCharacters}.`,
    }),
  }),
});

const CollectSuccess = builder
  .objectRef<{ readonly organizationId: number; readonly runId: number }>('CollectSuccess')
  .implement({
    description: 'The collection has started, and goes on.',
    fields: (t) => ({
      run: t.prismaField({
        type: CollectionRun,
        description: 'The run as it is now: most likely under way.',
        resolve: (query, { organizationId, runId }, _args, { scope }) =>
          requireRun(scope(organizationId), { runId, query }),
      }),
    }),
  });

const CollectResult = resultUnion('CollectResult', {
  description: 'What became of a collection that was to start.',
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
    description: 'Starts collecting from the vendors, and answers at once. Refused while a collection is under way.',
    args: { input: t.arg({ type: CollectInput, required: true, description: 'What to collect.' }) },
    resolve: async (_root, { input }, { services, scope }) => ({
      organizationId: input.organizationId,
      runId: await services.background.start(scope(input.organizationId), input),
    }),
  }),
);
