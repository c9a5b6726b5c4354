import { builder } from '#src/graphql/builder.ts';
import type { MetricReport, SmartNumberReport } from '#src/service/report/report.ts';
import { changeSince, statusOfValue } from '#src/service/report/report-value.ts';
import { Change, ComparisonPeriod } from './change.ts';
import { ThresholdStatus, ValueState } from './vocabulary.ts';

/** Value of a metric or of a SmartNumber. */
export const ReportedValue = builder.interfaceRef<MetricReport | SmartNumberReport>('ReportedValue');

ReportedValue.implement({
  description: 'A metric or SmartNumber in a month or quarter: its value, or why it is absent.',
  resolveType: ({ kind }) => (kind === 'metric' ? 'MetricValue' : 'SmartNumberValue'),
  fields: (t) => ({
    period: t.expose('period', { type: 'Period', description: 'The month or quarter.' }),
    value: t.expose('value', {
      type: 'Decimal',
      nullable: true,
      description:
        'The value in its unit: dollars, hours or a count; percentages as fractions; a SmartNumber with at most four decimals. Null if absent, never 0; `state` and `breakdown` have the reason.',
    }),
    formatted: t.string({
      description: 'The value formatted for display: `$38,261.63`, `99.91%`, `1,080`; `—` if there is no value.',
      resolve: ({ formatted }) => formatted,
    }),
    state: t.field({
      type: ValueState,
      description: 'Whether there is a value and, if not, why.',
      resolve: ({ state }) => state,
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the value last changed; null if there is no value.',
    }),
    monthsCovered: t.int({
      description:
        'Number of months the value was computed on: 3 for a whole quarter, 1 for a month, 0 without a value.',
      resolve: ({ months }) => months.length,
    }),
    months: t.expose('months', {
      type: ['Period'],
      description:
        'The months the value was computed on, in order: for a formula, those in which every input is present.',
    }),
    change: t.field({
      type: Change,
      nullable: true,
      description: 'Change since an earlier period.',
      args: {
        since: t.arg({
          type: ComparisonPeriod,
          required: true,
          defaultValue: 'PREVIOUS',
          description: 'The period to compare with.',
        }),
      },
      resolve: (value, { since }) => changeSince(value, since),
    }),
    status: t.field({
      type: ThresholdStatus,
      description: 'Status of the value against its thresholds.',
      resolve: (value) => statusOfValue(value),
    }),
  }),
});
