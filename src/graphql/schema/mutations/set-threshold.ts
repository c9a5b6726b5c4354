import {
  InvalidInputError,
  InvalidThresholdError,
  InvalidValueError,
  MetricNotFoundError,
  OrganizationNotFoundError,
} from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { Bound, Threshold, ThresholdType } from '#src/graphql/schema/types/threshold.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { type StoredThreshold, setThreshold } from '#src/service/thresholds/set.ts';

const SetThresholdInput = builder.inputType('SetThresholdInput', {
  description: 'A threshold to set.',
  fields: (t) => ({
    organizationId: t.int(ORGANIZATION_INPUT),
    metric: t.string({
      required: true,
      description: 'Key or label of a metric or SmartNumber; `lost_mrr`, which names both, means the SmartNumber.',
    }),
    type: t.field({ type: ThresholdType, required: true, description: 'Severity of a breach.' }),
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
});

const SetThresholdSuccess = builder
  .objectRef<{ readonly threshold: StoredThreshold }>('SetThresholdSuccess')
  .implement({
    description: 'The threshold was set.',
    fields: (t) => ({
      threshold: t.expose('threshold', { type: Threshold, description: 'The stored threshold.' }),
    }),
  });

const SetThresholdResult = resultUnion('SetThresholdResult', {
  description: 'Result of `setThreshold`.',
  success: SetThresholdSuccess,
  errors: [OrganizationNotFoundError, MetricNotFoundError, InvalidValueError, InvalidThresholdError, InvalidInputError],
});

builder.mutationField('setThreshold', (t) =>
  t.field({
    type: SetThresholdResult,
    authScopes: { permission: 'thresholds:write' },
    description: 'Sets a threshold. Replaces an existing one of the same metric, type and bound.',
    args: { input: t.arg({ type: SetThresholdInput, required: true, description: 'The threshold to set.' }) },
    resolve: async (_root, { input }, context) => ({
      threshold: await setThreshold(context.scope(input.organizationId), input),
    }),
  }),
);
