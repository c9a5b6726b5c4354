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
import { setThreshold } from '#src/service/thresholds/set.ts';

const SetThresholdInput = builder.inputType('SetThresholdInput', {
  description: 'A threshold to set.',
  fields: (t) => ({
    organizationId: t.int(ORGANIZATION_INPUT),
    metric: t.string({
      required: true,
      description: 'Key or label of a metric or SmartNumber; `lost_mrr`, which is both, means the SmartNumber.',
    }),
    type: t.field({ type: ThresholdType, required: true, description: 'How bad it is to be outside.' }),
    bound: t.field({
      type: Bound,
      description:
        'Which side is outside. Not given, it follows from what is better: MIN for higher, MAX for lower; where neither is better it is needed.',
    }),
    value: t.field({
      type: 'Decimal',
      required: true,
      description: 'The bound, in the metric’s unit; percentages as fractions. Rounded half-up to four decimals.',
    }),
  }),
});

type Shape = Awaited<ReturnType<typeof setThreshold>>;

const SetThresholdSuccess = builder.objectRef<{ readonly threshold: Shape }>('SetThresholdSuccess').implement({
  description: 'The threshold was set.',
  fields: (t) => ({
    threshold: t.expose('threshold', { type: Threshold, description: 'The threshold as it is stored.' }),
  }),
});

const SetThresholdResult = resultUnion('SetThresholdResult', {
  description: 'What became of a threshold that was to be set.',
  success: SetThresholdSuccess,
  errors: [OrganizationNotFoundError, MetricNotFoundError, InvalidValueError, InvalidThresholdError, InvalidInputError],
});

builder.mutationField('setThreshold', (t) =>
  t.field({
    type: SetThresholdResult,
    authScopes: { permission: 'thresholds:write' },
    description: 'Sets a threshold, in the place of the one of the same metric, type and bound where there is one.',
    args: { input: t.arg({ type: SetThresholdInput, required: true, description: 'What to set.' }) },
    resolve: async (_root, { input }, context) => ({
      threshold: await setThreshold(context.scope(input.organizationId), input),
    }),
  }),
);
