import { builder } from '#src/graphql/builder.ts';
import type { PeriodData } from '#src/service/report/period-data.ts';

type StoredThreshold = Awaited<ReturnType<PeriodData['thresholds']>>[number];

export const ThresholdType = builder.enumType('ThresholdType', {
  description: 'How bad it is to be outside a threshold.',
  values: {
    WARNING: { value: 'warning', description: 'Worth a look.' },
    CRITICAL: { value: 'critical', description: 'Needs attention; outranks a warning.' },
  } as const,
});

export const Bound = builder.enumType('Bound', {
  description: 'Which side of a threshold is outside.',
  values: {
    MIN: { value: 'min', description: 'Values below it are outside.' },
    MAX: { value: 'max', description: 'Values above it are outside.' },
  } as const,
});

export const Threshold = builder.objectRef<StoredThreshold>('Threshold').implement({
  description:
    'A bound on a metric or SmartNumber. A bound on a summed metric is judged on months only, one on a summed SmartNumber (new, lost and net MRR) on quarters only.',
  fields: (t) => ({
    metric: t.exposeString('metric', {
      description: 'Key of the metric or SmartNumber; `lost_mrr`, which is both, means the SmartNumber.',
    }),
    type: t.expose('type', { type: ThresholdType, description: 'How bad it is to be outside.' }),
    bound: t.expose('bound', { type: Bound, description: 'Which side is outside.' }),
    value: t.expose('value', {
      type: 'Decimal',
      description: 'The bound, in the metric’s unit; percentages as fractions.',
    }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last set.' }),
    updatedBy: t.exposeString('updatedBy', {
      nullable: true,
      description: 'Who set it last; null where that is unknown.',
    }),
  }),
});
