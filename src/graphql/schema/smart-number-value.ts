import { previousPeriod, yearBefore } from '../../core/period.ts';
import {
  changeSince,
  explainSmartNumberValue,
  reportSame,
  type SmartNumberReport,
  statusOfValue,
} from '../../service/report.ts';
import { builder } from '../builder.ts';
import type { ReportedIn } from '../context.ts';
import { Breakdown } from './breakdown.ts';
import { Change, ComparisonPeriod } from './change.ts';
import { SmartNumberDefinition } from './smart-number-definition.ts';
import { ThresholdStatus, ValueState } from './vocabulary.ts';

export const SmartNumberValue = builder.objectRef<ReportedIn<SmartNumberReport>>('SmartNumberValue');

SmartNumberValue.implement({
  description: 'A SmartNumber in a month or quarter: its value or why there is none, and how it was computed.',
  fields: (t) => ({
    definition: t.field({
      type: SmartNumberDefinition,
      description: 'The SmartNumber.',
      resolve: ({ value }) => value.definition,
    }),
    period: t.field({ type: 'Period', description: 'The month or quarter.', resolve: ({ value }) => value.period }),
    value: t.field({
      type: 'Decimal',
      nullable: true,
      description:
        'The value with four decimals at most; percentages as fractions. Null where it cannot be computed, which `state` and `breakdown` explain.',
      resolve: ({ value }) => value.value,
    }),
    formatted: t.string({
      description: 'The value as shown: `65.45`, `99.91%`, `$184.21`; `—` where there is none.',
      resolve: ({ value }) => value.formatted,
    }),
    state: t.field({
      type: ValueState,
      description: 'Whether there is a value and, if not, why.',
      resolve: ({ value }) => value.state,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the value last changed; null where there is none.',
      resolve: ({ value }) => value.updatedAt,
    }),
    monthsCovered: t.int({
      description: 'How many common months the value was computed on; 0 without a value.',
      resolve: ({ value }) => value.months.length,
    }),
    months: t.field({
      type: ['Period'],
      description: 'The common months: those in which every input of the formula is present.',
      resolve: ({ value }) => value.months,
    }),
    breakdown: t.field({
      type: Breakdown,
      description: 'How the value was calculated, also where inputs are missing.',
      resolve: ({ report, value }) => explainSmartNumberValue(report, value),
    }),
    previous: t.field({
      type: SmartNumberValue,
      nullable: true,
      description: 'The same SmartNumber in the period just before.',
      resolve: async ({ report, value }) => ({
        report,
        value: await reportSame(report, value, previousPeriod(value.period)),
      }),
    }),
    yearAgo: t.field({
      type: SmartNumberValue,
      nullable: true,
      description: 'The same SmartNumber in the same month or quarter of the year before.',
      resolve: async ({ report, value }) => ({
        report,
        value: await reportSame(report, value, yearBefore(value.period)),
      }),
    }),
    change: t.field({
      type: Change,
      nullable: true,
      description: 'How the value changed since an earlier period.',
      args: {
        since: t.arg({
          type: ComparisonPeriod,
          required: true,
          defaultValue: 'PREVIOUS',
          description: 'The period to compare with.',
        }),
      },
      resolve: ({ report, value }, { since }) => changeSince(report, value, since),
    }),
    status: t.field({
      type: ThresholdStatus,
      description: 'Where the value stands against the thresholds set for the SmartNumber.',
      resolve: ({ report, value }) => statusOfValue(report, value),
    }),
  }),
});
