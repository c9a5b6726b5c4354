import {
  InvalidInputError,
  InvalidThresholdError,
  InvalidValueError,
  MetricNotFoundError,
  OrganizationNotFoundError,
} from '#src/core/errors.ts';
import { exposed } from '#src/graphql/exposed.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { Bound, Threshold, ThresholdType } from '#src/graphql/schema/types/threshold.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { removeThreshold, setThreshold } from '#src/service/thresholds/set.ts';

/** What both inputs say of their threshold. */
const METRIC = {
  required: true,
  description: 'Key or label of a metric or SmartNumber; `lost_mrr`, which names both, means the SmartNumber.',
} as const;
const TYPE = { type: ThresholdType, required: true, description: 'Severity of a breach.' } as const;

mutation('setThreshold', {
  permission: 'thresholds:write',
  description: 'Sets a threshold. Replaces an existing one of the same metric, type and bound.',
  input: {
    description: 'A threshold to set.',
    argument: 'The threshold to set.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      metric: t.string(METRIC),
      type: t.field(TYPE),
      bound: t.field({
        type: Bound,
        description:
          'Whether it is a minimum or a maximum. If omitted, MIN for a metric whose higher values are better, MAX for one whose lower values are better; required if neither is.',
      }),
      value: t.field({
        type: 'Decimal',
        required: true,
        description: 'The limit, in the metric’s unit; percentages as fractions. Rounded half-up to four decimals.',
      }),
    }),
  },
  resolve: async (input, { scope }) => ({ threshold: await setThreshold(scope(input.organizationId), input) }),
  success: {
    description: 'The threshold was set.',
    fields: (t) => exposed(t, { threshold: [Threshold, 'The stored threshold.'] }),
  },
  errors: [OrganizationNotFoundError, MetricNotFoundError, InvalidValueError, InvalidThresholdError, InvalidInputError],
});

mutation('removeThreshold', {
  permission: 'thresholds:write',
  description: 'Removes a threshold. Succeeds also if the threshold does not exist.',
  input: {
    description: 'A threshold to remove.',
    argument: 'The threshold to remove.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      metric: t.string(METRIC),
      type: t.field(TYPE),
      bound: t.field({ type: Bound, required: true, description: 'Whether it is a minimum or a maximum.' }),
    }),
  },
  resolve: async (input, { scope }) => ({ metric: await removeThreshold(scope(input.organizationId), input) }),
  success: {
    description: 'The threshold does not exist, whether or not it did before.',
    fields: (t) => exposed(t, { metric: ['String', 'Key of the metric or SmartNumber.'] }),
  },
  errors: [OrganizationNotFoundError, MetricNotFoundError, InvalidInputError],
});
