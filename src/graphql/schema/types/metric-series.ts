import { builder } from '#src/graphql/builder.ts';
import type { ReportedIn } from '#src/graphql/context.ts';
import { metricPoints, metricSeries, type Series as SeriesShape } from '#src/service/report/series.ts';
import { MetricCategory, MetricDefinition } from './metric-definition.ts';
import { MetricValue } from './metric-value.ts';
import { Organization } from './organization.ts';
import { SERIES_ARGUMENTS, Series } from './series.ts';

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
      'Metrics over a range of months or of quarters, for charts and sheets: their values in each period, the total, the year to date and the year before. Without keys or a category those of the seven categories.',
    args: {
      ...SERIES_ARGUMENTS,
      category: t.arg({ type: MetricCategory, description: 'Only metrics of this category.' }),
    },
    resolve: ({ id }, { keys, category, from, to }, context) => {
      const report = context.report(id);
      const filter = { ...(keys && { keys }), ...(category && { category }) };
      return metricSeries(filter, { from, to }).map((value) => ({ report, value }));
    },
  }),
);
