import { metricPoints, metricSeries, type Series as SeriesShape } from '../../service/series.ts';
import { builder } from '../builder.ts';
import type { ReportedIn } from '../context.ts';
import { MetricDefinition } from './metric-definition.ts';
import { MetricValue } from './metric-value.ts';
import { Organization } from './organization.ts';
import { RANGE_ARGUMENTS, Series } from './series.ts';

type MetricSeriesShape = SeriesShape<(typeof MetricDefinition)['$inferType']>;

const MetricSeries = builder.objectRef<ReportedIn<MetricSeriesShape>>('MetricSeries').implement({
  description: 'A metric over a range of months or quarters.',
  interfaces: [Series],
  fields: (t) => ({
    definition: t.field({
      type: MetricDefinition,
      description: 'The metric.',
      resolve: ({ value }) => value.definition,
    }),
    points: t.field({
      type: [MetricValue],
      description:
        'The metric in every period of the range, in order, also where there is no value. These are stored values.',
      resolve: async ({ report, value: series }) =>
        (await metricPoints(report, series)).map((value) => ({ report, value })),
    }),
  }),
});

builder.objectField(Organization, 'metricSeries', (t) =>
  t.field({
    type: [MetricSeries],
    description:
      'Metrics over a range of months or of quarters, for charts: their values in each period, the total, the year to date and the year before.',
    args: {
      keys: t.arg.stringList({
        required: true,
        description:
          'Which ones, by key or label. An unknown one is METRIC_NOT_FOUND. They come in the order of the business review.',
      }),
      from: t.arg({ type: 'Period', required: true, description: RANGE_ARGUMENTS.from }),
      to: t.arg({ type: 'Period', required: true, description: RANGE_ARGUMENTS.to }),
    },
    resolve: ({ id }, { keys, from, to }, context) => {
      const report = context.report(id);
      return metricSeries(keys, { from, to }).map((value) => ({ report, value }));
    },
  }),
);
