import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
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
  fields: (t) =>
    exposed(t, {
      metric: ['String', 'Key of the metric or SmartNumber; `lost_mrr`, which names both, means the SmartNumber.'],
      type: [ThresholdType, 'Severity of a breach.'],
      bound: [Bound, 'Whether it is a minimum or a maximum.'],
      value: ['Decimal', 'The limit, in the metric’s unit; percentages as fractions.'],
      updatedAt: ['DateTime', 'When it was last set.'],
      updatedBy: [nullable('String'), 'Who last set it; null if unknown.'],
    }),
});
