import type { Change as ChangeShape } from '#src/core/calculation/comparison.ts';
import { builder } from '#src/graphql/builder.ts';

export const ComparisonPeriod = builder.enumType('ComparisonPeriod', {
  description: 'Which earlier period a value is compared with.',
  values: {
    PREVIOUS: { description: 'The period of the same kind just before.' },
    YEAR_AGO: { description: 'The same month or quarter of the year before.' },
  } as const,
});

export const Change = builder.objectRef<ChangeShape>('Change').implement({
  description:
    'The change from an earlier period’s value to this one, given only where it is fair: both values exact, neither period running.',
  fields: (t) => ({
    absolute: t.expose('absolute', {
      type: 'Decimal',
      nullable: true,
      description: 'This value less the earlier one, in the metric’s unit; null where the two cannot be compared.',
    }),
    percent: t.expose('percent', {
      type: 'Decimal',
      nullable: true,
      description:
        'The change as a fraction of the earlier value’s magnitude (0.05 is 5 %); null for a change from 0 and where the two cannot be compared.',
    }),
    better: t.exposeBoolean('better', {
      nullable: true,
      description:
        'Whether the change is for the better; null where nothing changed, where neither direction is better, and where the two cannot be compared.',
    }),
    comparable: t.exposeBoolean('comparable', { description: 'Whether the two values can fairly be compared.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why they cannot; null where they can.' }),
  }),
});
