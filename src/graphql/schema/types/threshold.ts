import { builder } from '#src/graphql/builder.ts';
import type { StoredThreshold } from '#src/service/thresholds/set.ts';

export const ThresholdType = builder.enumType('ThresholdType', {
  description: 'Severity of a threshold.',
  values: {
    WARNING: { value: 'warning', description: 'A breach should be looked at.' },
    CRITICAL: { value: 'critical', description: 'A breach needs attention; outranks a warning.' },
  } as const,
});

export const Bound = builder.enumType('Bound', {
  description: 'Whether a threshold is a minimum or a maximum.',
  values: {
    MIN: { value: 'min', description: 'Values below it breach the threshold.' },
    MAX: { value: 'max', description: 'Values above it breach the threshold.' },
  } as const,
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
