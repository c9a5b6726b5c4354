import type { PeriodRange } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import type { ReportedIn } from '#src/graphql/context.ts';
import { type ReportedTotal, totalOf, yearEarlier, yearToDate } from '#src/service/report/series.ts';
import { RangeTotal } from './range-total.ts';

/** What a series says of itself, beside its points. */
type SeriesShape = ReportedIn<Pick<ReportedTotal, 'definition' | 'range'>>;

/** The total of a series over one range or, where there is no such range, null. */
async function totalOver<Range extends PeriodRange | null>({ report, value }: SeriesShape, range: Range) {
  return range && { report, value: await totalOf(report, { definition: value.definition, range }) };
}

/** What series of metrics and of SmartNumbers have in common. */
export const Series = builder.interfaceRef<SeriesShape>('Series').implement({
  description:
    'A metric or SmartNumber over a range of months or quarters, as a chart or a sheet of the workbook has it.',
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
        'The whole range: a metric’s sum, average, last month or recomputed formula, as for its quarters; a SmartNumber’s formula on the common months of the range, never an average.',
      resolve: (series) => totalOver(series, series.value.range),
    }),
    yearToDate: t.field({
      type: RangeTotal,
      nullable: true,
      description: 'From January of the year in which a range of months ends up to that end; null for quarters.',
      resolve: (series) => totalOver(series, yearToDate(series.value.range)),
    }),
    previousYear: t.field({
      type: RangeTotal,
      nullable: true,
      description:
        'The same range of months, a year earlier; null for quarters. Whether the two can be compared, `total.change` says.',
      resolve: (series) => totalOver(series, yearToDate(series.value.range) && yearEarlier(series.value.range)),
    }),
  }),
});

/** What both kinds of series are asked for with, beside a category of their own. */
export const SERIES_ARGUMENTS = builder.args((t) => ({
  keys: t.stringList({
    description:
      'Only these, by key or label. An unknown one is METRIC_NOT_FOUND. They come in the order of the business review.',
  }),
  from: t.field({ type: 'Period', required: true, description: 'The first month or quarter.' }),
  to: t.field({
    type: 'Period',
    required: true,
    description: 'The last one, of the same kind. A range has at most 600 periods.',
  }),
}));
