import { InvalidInputError, MetricNotFoundError, OrganizationNotFoundError } from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { Bound, ThresholdType } from '#src/graphql/schema/types/threshold.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { removeThreshold } from '#src/service/thresholds/set.ts';

const RemoveThresholdInput = builder.inputType('RemoveThresholdInput', {
  description: 'A threshold to remove.',
  fields: (t) => ({
    organizationId: t.int(ORGANIZATION_INPUT),
    metric: t.string({
      required: true,
      description: 'Key or label of a metric or SmartNumber; `lost_mrr`, which names both, means the SmartNumber.',
    }),
    type: t.field({ type: ThresholdType, required: true, description: 'Severity of a breach.' }),
    bound: t.field({ type: Bound, required: true, description: 'Whether it is a minimum or a maximum.' }),
  }),
});

const RemoveThresholdSuccess = builder.objectRef<{ readonly metric: string }>('RemoveThresholdSuccess').implement({
  description: 'The threshold does not exist, whether or not it did before.',
  fields: (t) => ({
    metric: t.exposeString('metric', { description: 'Key of the metric or SmartNumber.' }),
  }),
});

const RemoveThresholdResult = resultUnion('RemoveThresholdResult', {
  description: 'Result of `removeThreshold`.',
  success: RemoveThresholdSuccess,
  errors: [OrganizationNotFoundError, MetricNotFoundError, InvalidInputError],
});

builder.mutationField('removeThreshold', (t) =>
  t.field({
    type: RemoveThresholdResult,
    authScopes: { permission: 'thresholds:write' },
    description: 'Removes a threshold. Succeeds also if the threshold does not exist.',
    args: { input: t.arg({ type: RemoveThresholdInput, required: true, description: 'The threshold to remove.' }) },
    resolve: async (_root, { input }, context) => ({
      metric: await removeThreshold(context.scope(input.organizationId), input),
    }),
  }),
);
