import {
  InvalidInputError,
  InvalidParameterError,
  InvalidPeriodError,
  InvalidValueError,
  MissingFieldError,
  OrganizationNotFoundError,
  RunInProgressError,
  ValidationNotPassedError,
} from '#src/core/errors.ts';
import { exposed } from '#src/graphql/exposed.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { CollectionRun } from '#src/graphql/schema/types/collection-run.ts';
import { CollectionStatus } from '#src/graphql/schema/types/collection-status.ts';
import { VendorKey } from '#src/graphql/schema/types/vendor.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { requireRun } from '#src/service/collection/log.ts';
import { WRITTEN_LIMITS } from '#src/service/limits.ts';

mutation('collect', {
  permission: 'collection:run',
  description:
    'Starts a collection from the vendors and returns without waiting for it. Rejected with RunInProgressError while a collection is running.',
  input: {
    description: 'What to collect now.',
    argument: 'What to collect.',
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
  },
  resolve: async (input, { services, scope }) => ({
    organizationId: input.organizationId,
    runId: await services.background.start(scope(input.organizationId), input),
  }),
  success: {
    description: 'The collection has started and continues in the background.',
    fields: (t) => ({
      run: t.prismaField({
        type: CollectionRun,
        description: 'The current state of the run, normally running.',
        resolve: (query, { organizationId, runId }, _args, { scope }) =>
          requireRun(scope(organizationId), { runId, query }),
      }),
    }),
  },
  errors: [
    OrganizationNotFoundError,
    RunInProgressError,
    InvalidPeriodError,
    InvalidParameterError,
    MissingFieldError,
    InvalidValueError,
    InvalidInputError,
  ],
});

mutation('setCollectionEnabled', {
  permission: 'collection:schedule',
  description: 'Enables or disables the nightly collection for every process on this database. Stored in the database.',
  input: {
    description: 'Whether the nightly collection is enabled.',
    argument: 'The organization and the setting.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      enabled: t.boolean({
        required: true,
        description: 'True to enable the nightly collection, false to disable it.',
      }),
      acceptUnvalidated: t.boolean({
        description:
          'True to enable it although its validation has not passed, which is recorded in the audit trail. Needed then.',
      }),
    }),
  },
  resolve: async ({ organizationId, enabled, acceptUnvalidated }, { services: { schedule }, scope }) => {
    await schedule.setEnabled(scope(organizationId), enabled, { acceptUnvalidated: acceptUnvalidated ?? false });
    return { collection: { ...(await schedule.status(scope(organizationId))), organizationId } };
  },
  success: {
    description: 'The nightly collection was enabled or disabled.',
    fields: (t) => exposed(t, { collection: [CollectionStatus, 'Its current status.'] }),
  },
  errors: [OrganizationNotFoundError, InvalidParameterError, ValidationNotPassedError],
});
