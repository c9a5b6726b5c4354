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
      description: 'Key or label of a metric or SmartNumber; `lost_mrr`, which is both, means the SmartNumber.',
    }),
    type: t.field({ type: ThresholdType, required: true, description: 'How bad it is to be outside.' }),
    bound: t.field({ type: Bound, required: true, description: 'Which side is outside.' }),
  }),
});

const RemoveThresholdSuccess = builder.objectRef<{ readonly metric: string }>('RemoveThresholdSuccess').implement({
  description: 'There is no such threshold now, whether there was one or not.',
  fields: (t) => ({
    metric: t.exposeString('metric', { description: 'Key of the metric or SmartNumber.' }),
  }),
});

const RemoveThresholdResult = resultUnion('RemoveThresholdResult', {
  description: 'What became of a threshold that was to be removed.',
  success: RemoveThresholdSuccess,
  errors: [OrganizationNotFoundError, MetricNotFoundError, InvalidInputError],
});

builder.mutationField('removeThreshold', (t) =>
  t.field({
    type: RemoveThresholdResult,
    authScopes: { permission: 'thresholds:write' },
    description: 'Removes a threshold. One that is not there is as wanted: that is a success.',
    args: { input: t.arg({ type: RemoveThresholdInput, required: true, description: 'What to remove.' }) },
    resolve: async (_root, { input }, context) => ({
      metric: await removeThreshold(context.scope(input.organizationId), input),
    }),
  }),
);
