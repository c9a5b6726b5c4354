import { builder } from '#src/graphql/builder.ts';
import type { ReportedIn } from '#src/graphql/context.ts';
import { exposedOfValue, nullable } from '#src/graphql/exposed.ts';
import { definitionsOf } from '#src/service/report/definitions.ts';
import { changeOfTotal, type ReportedTotal, totalYearEarlier } from '#src/service/report/series.ts';
import { Change } from './change.ts';
import { MetricDefinition } from './metric-definition.ts';
import { ValueState } from './vocabulary.ts';

export const RangeTotal = builder.objectRef<ReportedIn<ReportedTotal>>('RangeTotal');

RangeTotal.implement({
  description:
    'Total of a metric or SmartNumber over a range of periods. Computed on request from the stored values of the range’s months; stored values are not recomputed.',
  fields: (t) =>
    exposedOfValue(t, {
      from: t.field({
        type: 'Period',
        description: 'The first month or quarter of the range.',
        resolve: ({ value }) => value.range.from,
      }),
      to: t.field({
        type: 'Period',
        description: 'The last month or quarter of the range.',
        resolve: ({ value }) => value.range.to,
      }),
      value: [
        nullable('Decimal'),
        'The value in the metric’s unit; percentages as fractions. Null if there is no value; `state` has the reason.',
      ],
      formatted: ['String', 'The value formatted for display: `$515,488.00`, `99.91%`; `—` if there is no value.'],
      state: [
        ValueState,
        'EXACT if it covers every month of the range, PARTIAL if only some; otherwise why there is no value.',
      ],
      monthsCovered: t.int({
        description: 'Number of months the value was computed on; 0 without a value.',
        resolve: ({ value }) => value.months.length,
      }),
      months: [
        ['Period'],
        'The months it was computed on, in order: those with a value or, if a formula is recomputed, those with every input.',
      ],
      missing: t.field({
        type: [MetricDefinition],
        description: 'The metrics that are absent in at least one month of the range.',
        resolve: ({ value }) => definitionsOf(value.missing),
      }),
      yearAgo: t.field({
        type: RangeTotal,
        description: 'The same range, a year earlier.',
        resolve: ({ report, value }) => ({ report, value: totalYearEarlier(report, value) }),
      }),
      change: t.field({
        type: Change,
        description:
          'Change since the same range a year earlier; comparable if both are exact and the range has ended.',
        resolve: ({ report, value }) => changeOfTotal(report, value),
      }),
    }),
});
