import { builder } from '#src/graphql/builder.ts';
import type { ReportedIn } from '#src/graphql/context.ts';
import { exposedOfValue } from '#src/graphql/exposed.ts';
import { loadReached } from '#src/graphql/reached-periods.ts';
import {
  periodsOf,
  type Series as SeriesShape,
  smartNumberPoints,
  smartNumberSeries,
} from '#src/service/report/series.ts';
import { Organization } from './organization.ts';
import { SERIES_ARGUMENTS, Series } from './series.ts';
import { SmartNumberCategory, SmartNumberDefinition } from './smart-number-definition.ts';
import { SmartNumberValue } from './smart-number-value.ts';

type SmartNumberSeriesShape = SeriesShape<(typeof SmartNumberDefinition)['$inferType']>;

const SmartNumberSeries = builder.objectRef<ReportedIn<SmartNumberSeriesShape>>('SmartNumberSeries').implement({
  description: 'A SmartNumber over a range of months or quarters.',
  interfaces: [Series],
  fields: (t) =>
    exposedOfValue(t, {
      definition: [SmartNumberDefinition, 'The SmartNumber.'],
      points: t.field({
        type: [SmartNumberValue],
        description: 'The stored values of every period of the range, in order, including periods without a value.',
        resolve: ({ report, value: series }) => smartNumberPoints(report, series),
      }),
    }),
});

builder.objectField(Organization, 'smartNumberSeries', (t) =>
  t.field({
    type: [SmartNumberSeries],
    description:
      'SmartNumbers over a range of months or quarters, for charts and spreadsheets: the value in each period, the total, the year to date and the previous year. Without `keys` or `category`, all of them.',
    args: {
      ...SERIES_ARGUMENTS,
      category: t.arg({ type: SmartNumberCategory, description: 'Only SmartNumbers of this category.' }),
    },
    resolve: async ({ id }, { keys, category, from, to }, context, info) => {
      const report = context.report(id);
      const filter = { ...(keys && { keys }), ...(category && { category }) };
      const series = smartNumberSeries(filter, { from, to });
      await loadReached(report, periodsOf({ from, to }), info);
      return series.map((value) => ({ report, value }));
    },
  }),
);
