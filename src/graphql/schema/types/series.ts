import type { PeriodRange } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import type { ReportedIn } from '#src/graphql/context.ts';
import { type ReportedTotal, totalOf, yearEarlier, yearToDate } from '#src/service/report/series.ts';
import { RangeTotal } from './range-total.ts';

/** A series without its points. */
type SeriesShape = ReportedIn<Pick<ReportedTotal, 'definition' | 'range'>>;

/** The total of a series over a range; null without a range. */
function totalOver<Range extends PeriodRange | null>({ report, value }: SeriesShape, range: Range) {
  return range && { report, value: totalOf(report, { definition: value.definition, range }) };
}

/** A series of a metric or of a SmartNumber. */
export const Series = builder.interfaceRef<SeriesShape>('Series').implement({
  description: 'A metric or SmartNumber over a range of months or quarters, as in a chart or a sheet of the workbook.',
  fields: (t) => ({
    from: t.field({
      type: 'Period',
      description: 'The first month or quarter.',
      resolve: ({ value }) => value.range.from,
    }),
    to: t.field({ type: 'Period', description: 'The last month or quarter.', resolve: ({ value }) => value.range.to }),
    total: t.field({
      type: RangeTotal,
      description:
        'Total of the range: for a metric its sum, average, last month or recomputed formula, as for its quarters; for a SmartNumber its formula on the common months of the range, never an average.',
      resolve: (series) => totalOver(series, series.value.range),
    }),
    yearToDate: t.field({
      type: RangeTotal,
      nullable: true,
      description: 'Total from January of the year in which the range ends to the end of the range; null for quarters.',
      resolve: (series) => totalOver(series, yearToDate(series.value.range)),
    }),
    previousYear: t.field({
      type: RangeTotal,
      nullable: true,
      description:
        'Total of the same months a year earlier; null for quarters. `total.change` has whether the two are comparable.',
      resolve: (series) => totalOver(series, yearToDate(series.value.range) && yearEarlier(series.value.range)),
    }),
  }),
});

/** Arguments of both kinds of series, without the category. */
export const SERIES_ARGUMENTS = builder.args((t) => ({
  keys: t.stringList({
    description:
      'Only these, by key or label, returned in the order of the business review. An unknown one is rejected with METRIC_NOT_FOUND.',
  }),
  from: t.field({ type: 'Period', required: true, description: 'The first month or quarter.' }),
  to: t.field({
    type: 'Period',
    required: true,
    description: 'The last month or quarter, of the same kind as `from`. A range has at most 600 periods.',
  }),
}));
