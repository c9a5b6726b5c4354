import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import type { StoredThreshold } from '#src/service/thresholds/set.ts';

export const ThresholdType = enumOf('ThresholdType', 'Severity of a threshold.', {
  warning: 'A breach should be looked at.',
  critical: 'A breach needs attention; outranks a warning.',
});

export const Bound = enumOf('Bound', 'Whether a threshold is a minimum or a maximum.', {
  min: 'Values below it breach the threshold.',
  max: 'Values above it breach the threshold.',
});

export const Threshold = builder.objectRef<StoredThreshold>('Threshold').implement({
  description:
    'A limit for a metric or SmartNumber. A threshold of a summed metric applies to months only, one of a summed SmartNumber (new, lost and net MRR) to quarters only.',
  fields: (t) => ({
    metric: t.exposeString('metric', {
      description: 'Key of the metric or SmartNumber; `lost_mrr`, which names both, means the SmartNumber.',
    }),
    type: t.expose('type', { type: ThresholdType, description: 'Severity of a breach.' }),
    bound: t.expose('bound', { type: Bound, description: 'Whether it is a minimum or a maximum.' }),
    value: t.expose('value', {
      type: 'Decimal',
      description: 'The limit, in the metric’s unit; percentages as fractions.',
    }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last set.' }),
    updatedBy: t.exposeString('updatedBy', {
      nullable: true,
      description: 'Who last set it; null if unknown.',
    }),
  }),
});
