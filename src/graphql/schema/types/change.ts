import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { attributionOf, type ReportedChange } from '#src/service/report/attribution.ts';
import { ChangeAttribution } from './change-attribution.ts';

export const ComparisonPeriod = enumOf('ComparisonPeriod', 'The earlier period that a value is compared with.', {
  PREVIOUS: 'The preceding period of the same kind.',
  YEAR_AGO: 'The same month or quarter of the previous year.',
});

export const Change = builder.objectRef<ReportedChange>('Change').implement({
  description:
    'The change since an earlier period. Two values are comparable if both are exact and neither period is running.',
  fields: (t) => ({
    absolute: t.expose('absolute', {
      type: 'Decimal',
      nullable: true,
      description: 'This value minus the earlier one, in the metric’s unit; null if not comparable.',
    }),
    percent: t.expose('percent', {
      type: 'Decimal',
      nullable: true,
      description:
        'The change as a fraction of the earlier value’s magnitude (0.05 is 5 %); null for a change from 0, or if not comparable.',
    }),
    better: t.exposeBoolean('better', {
      nullable: true,
      description:
        'Whether the change is an improvement; null if nothing changed, if neither direction is better, or if not comparable.',
    }),
    comparable: t.exposeBoolean('comparable', { description: 'Whether the two values are comparable.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why the two values are not comparable; null if they are.',
    }),
    attribution: t.field({
      type: ChangeAttribution,
      description: 'What each input contributes to the change, with nothing left over.',
      resolve: (change) => attributionOf(change),
    }),
  }),
});
