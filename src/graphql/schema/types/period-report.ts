import { type Period, periodBoundaries, periodLabel, previousPeriod, yearBefore } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import type { ReportedPeriod } from '#src/graphql/context.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { monthsWithin, periodKind, quarterContaining } from '#src/service/report/periods.ts';
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

export const PeriodStatus = enumOf(
  'PeriodStatus',
  'Current status of a period. A quarter has the least advanced status of its months that have begun.',
  {
    FUTURE: 'Has not begun; accepts no values.',
    RUNNING: 'Has begun and not ended; its values still change.',
    ENDED: 'Has ended. Collected values freeze; values can still be entered by hand.',
    CLOSED: 'Closed by an admin: its values can no longer change.',
  },
);

export const PeriodReport = builder.objectRef<ReportedPeriod<Period>>('PeriodReport');

PeriodReport.implement({
  description: 'A month or quarter of an organization, with its metrics and SmartNumbers.',
  fields: (t) => ({
    period: t.expose('period', { type: 'Period', description: '`2025-01` or `2025-Q1`.' }),
    label: t.string({
      description: 'The period formatted for display: `January 2025`, `Q1 2025`.',
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
      description: 'The first instant after it, at which the next period starts.',
      resolve: ({ report, period }) => periodBoundaries(period, report.timeZone).end,
    }),
    status: t.field({
      type: PeriodStatus,
      description: 'Current status.',
      resolve: ({ report, period }) => statusOfPeriod(report, period),
    }),
    months: t.field({
      type: [PeriodReport],
      description: 'The three months of a quarter, in order; empty for a month.',
      resolve: ({ report, period }) => monthsWithin(period).map((month) => ({ report, period: month })),
    }),
    quarter: t.field({
      type: PeriodReport,
      description: 'The quarter of a month; for a quarter, itself.',
      resolve: ({ report, period }) => ({ report, period: quarterContaining(period) }),
    }),
    previous: t.field({
      type: PeriodReport,
      description: 'The preceding period of the same kind.',
      resolve: ({ report, period }) => ({ report, period: previousPeriod(period) }),
    }),
    yearAgo: t.field({
      type: PeriodReport,
      description: 'The same month or quarter of the previous year.',
      resolve: ({ report, period }) => ({ report, period: yearBefore(period) }),
    }),
    metrics: t.field({
      type: [MetricValue],
      description:
        'Metrics in the order of the business review, each with its value or why it is absent. Without arguments, those of the seven categories.',
      args: {
        keys: t.arg.stringList({
          description:
            'Only these metrics, by key or label, in any category. An unknown one is rejected with METRIC_NOT_FOUND.',
        }),
        category: t.arg({ type: MetricCategory, description: 'Only metrics of this category.' }),
        includeIntermediate: t.arg.boolean({
          required: true,
          defaultValue: false,
          description: 'Include intermediate metrics. Ignored when `keys` or `category` is given.',
        }),
      },
      resolve: ({ report, period }, { keys, category, includeIntermediate }) => {
        const filter = { includeIntermediate, ...(keys && { keys }), ...(category && { category }) };
        return reportMetrics(report, period, filter);
      },
    }),
    metric: t.field({
      type: MetricValue,
      nullable: true,
      description: 'The metric with this key or label, including custom metrics; null if there is none.',
      args: { key: t.arg.string({ required: true, description: 'Key or label.' }) },
      resolve: ({ report, period }, { key }) => findMetric(report, period, key),
    }),
    smartNumbers: t.field({
      type: [SmartNumberValue],
      description: 'The SmartNumbers in display order, each with its value or why it is absent.',
      args: {
        keys: t.arg.stringList({
          description: 'Only these SmartNumbers, by key or label. An unknown one is rejected with METRIC_NOT_FOUND.',
        }),
        category: t.arg({ type: SmartNumberCategory, description: 'Only SmartNumbers of this category.' }),
      },
      resolve: ({ report, period }, { keys, category }) => {
        const filter = { ...(keys && { keys }), ...(category && { category }) };
        return reportSmartNumbers(report, period, filter);
      },
    }),
    smartNumber: t.field({
      type: SmartNumberValue,
      nullable: true,
      description: 'The SmartNumber with this key or label; null if there is none.',
      args: { key: t.arg.string({ required: true, description: 'Key or label.' }) },
      resolve: ({ report, period }, { key }) => findSmartNumber(report, period, key),
    }),
  }),
});
