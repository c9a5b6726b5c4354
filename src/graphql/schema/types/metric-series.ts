import { builder } from '#src/graphql/builder.ts';
import type { ReportedIn } from '#src/graphql/context.ts';
import { exposedOfValue } from '#src/graphql/exposed.ts';
import { loadReached } from '#src/graphql/reached-periods.ts';
import { metricPoints, metricSeries, periodsOf, type Series as SeriesShape } from '#src/service/report/series.ts';
import { MetricCategory, MetricDefinition } from './metric-definition.ts';
import { MetricValue } from './metric-value.ts';
import { Organization } from './organization.ts';
import { SERIES_ARGUMENTS, Series } from './series.ts';

type MetricSeriesShape = SeriesShape<(typeof MetricDefinition)['$inferType']>;

const MetricSeries = builder.objectRef<ReportedIn<MetricSeriesShape>>('MetricSeries').implement({
  description: 'A metric over a range of months or quarters.',
  interfaces: [Series],
  fields: (t) =>
    exposedOfValue(t, {
      definition: [MetricDefinition, 'The metric.'],
      points: t.field({
        type: [MetricValue],
        description: 'The stored values of every period of the range, in order, including periods without a value.',
        resolve: ({ report, value: series }) => metricPoints(report, series),
      }),
    }),
});

builder.objectField(Organization, 'metricSeries', (t) =>
  t.field({
    type: [MetricSeries],
    description:
      'Metrics over a range of months or quarters, for charts and spreadsheets: the value in each period, the total, the year to date and the previous year. Without `keys` or `category`, those of the seven categories.',
    args: {
      ...SERIES_ARGUMENTS,
      category: t.arg({ type: MetricCategory, description: 'Only metrics of this category.' }),
    },
    resolve: async ({ id }, { keys, category, from, to }, context, info) => {
      const report = context.report(id);
      const filter = { ...(keys && { keys }), ...(category && { category }) };
      const series = metricSeries(filter, { from, to });
      await loadReached(report, periodsOf({ from, to }), info);
      return series.map((value) => ({ report, value }));
    },
  }),
);
