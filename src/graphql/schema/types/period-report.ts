import { type Period, periodBoundaries, periodLabel, previousPeriod, yearBefore } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import type { ReportedPeriod } from '#src/graphql/context.ts';
import { andThen } from '#src/service/report/maybe-promise.ts';
import { periodKind } from '#src/service/report/period-data.ts';
import { monthsWithin, quarterContaining } from '#src/service/report/periods.ts';
import {
  findMetric,
  findSmartNumber,
  reportMetrics,
  reportSmartNumbers,
  statusOfPeriod,
} from '#src/service/report/report.ts';
import { MetricCategory } from './metric-definition.ts';
import { MetricValue } from './metric-value.ts';
import { SmartNumberCategory } from './smart-number-definition.ts';
import { SmartNumberValue } from './smart-number-value.ts';
import { PeriodKind } from './vocabulary.ts';

const PeriodStatus = builder.enumType('PeriodStatus', {
  description: 'Where a period stands now. A quarter takes the least advanced status of its months that have begun.',
  values: {
    FUTURE: { description: 'Has not begun; accepts no values.' },
    RUNNING: { description: 'Has begun and not ended; its values will still change.' },
    ENDED: { description: 'Is over. Collected values freeze; entries by hand go on.' },
    CLOSED: { description: 'An admin has closed it: nothing changes its values any more.' },
  } as const,
});

export const PeriodReport = builder.objectRef<ReportedPeriod<Period>>('PeriodReport');

PeriodReport.implement({
  description: 'What is known of an organization’s month or quarter.',
  fields: (t) => ({
    period: t.expose('period', { type: 'Period', description: '`2025-01` or `2025-Q1`.' }),
    label: t.string({
      description: 'The period as shown: `January 2025`, `Q1 2025`.',
      resolve: ({ period }) => periodLabel(period),
    }),
    kind: t.field({ type: PeriodKind, description: 'Month or quarter.', resolve: ({ period }) => periodKind(period) }),
    start: t.field({
      type: 'DateTime',
      description: 'Its first instant: local midnight in the organization’s time zone.',
      resolve: ({ report, period }) => periodBoundaries(period, report.timeZone).start,
    }),
    end: t.field({
      type: 'DateTime',
      description: 'The first instant after it, where the next period starts.',
      resolve: ({ report, period }) => periodBoundaries(period, report.timeZone).end,
    }),
    status: t.field({
      type: PeriodStatus,
      description: 'Where it stands now.',
      resolve: ({ report, period }) => statusOfPeriod(report, period),
    }),
    months: t.field({
      type: [PeriodReport],
      description: 'A quarter’s three months in order; none for a month.',
      resolve: ({ report, period }) => monthsWithin(period).map((month) => ({ report, period: month })),
    }),
    quarter: t.field({
      type: PeriodReport,
      description: 'The quarter a month belongs to; of a quarter, itself.',
      resolve: ({ report, period }) => ({ report, period: quarterContaining(period) }),
    }),
    previous: t.field({
      type: PeriodReport,
      description: 'The period of the same kind just before.',
      resolve: ({ report, period }) => ({ report, period: previousPeriod(period) }),
    }),
    yearAgo: t.field({
      type: PeriodReport,
      description: 'The same month or quarter of the year before.',
      resolve: ({ report, period }) => ({ report, period: yearBefore(period) }),
    }),
    metrics: t.field({
      type: [MetricValue],
      description:
        'Metrics in the order of the business review, each with its value or why there is none. Without arguments those of the seven categories.',
      args: {
        keys: t.arg.stringList({
          description: 'Only these, by key or label, whatever their category. An unknown one is METRIC_NOT_FOUND.',
        }),
        category: t.arg({ type: MetricCategory, description: 'Only metrics of this category.' }),
        includeIntermediate: t.arg.boolean({
          required: true,
          defaultValue: false,
          description: 'Also the intermediate metrics; says nothing where keys or a category are given.',
        }),
      },
      resolve: ({ report, period }, { keys, category, includeIntermediate }) => {
        const filter = { includeIntermediate, ...(keys && { keys }), ...(category && { category }) };
        return andThen(reportMetrics(report, period, filter), (values) => values.map((value) => ({ report, value })));
      },
    }),
    metric: t.field({
      type: MetricValue,
      nullable: true,
      description: 'The metric of that name, also one of your own; null where there is none.',
      args: { key: t.arg.string({ required: true, description: 'Its key or label.' }) },
      resolve: ({ report, period }, { key }) =>
        andThen(findMetric(report, period, key), (value) => value && { report, value }),
    }),
    smartNumbers: t.field({
      type: [SmartNumberValue],
      description: 'The SmartNumbers in order, each with its value or why there is none.',
      args: {
        keys: t.arg.stringList({ description: 'Only these, by key or label. An unknown one is METRIC_NOT_FOUND.' }),
        category: t.arg({ type: SmartNumberCategory, description: 'Only SmartNumbers of this category.' }),
      },
      resolve: ({ report, period }, { keys, category }) => {
        const filter = { ...(keys && { keys }), ...(category && { category }) };
        return andThen(reportSmartNumbers(report, period, filter), (values) =>
          values.map((value) => ({ report, value })),
        );
      },
    }),
    smartNumber: t.field({
      type: SmartNumberValue,
      nullable: true,
      description: 'The SmartNumber of that name; null where there is none.',
      args: { key: t.arg.string({ required: true, description: 'Its key or label.' }) },
      resolve: ({ report, period }, { key }) =>
        andThen(findSmartNumber(report, period, key), (value) => value && { report, value }),
    }),
  }),
});
