import { previousPeriod, yearBefore } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import { PAGE_ARGUMENTS, pageRequest, toConnection } from '#src/graphql/connection.ts';
import type { ReportedIn } from '#src/graphql/context.ts';
import { andThen } from '#src/service/report/maybe-promise.ts';
import type { MetricReport } from '#src/service/report/report.ts';
import { explainMetricValue, findingsOf, historyOf, reportSame } from '#src/service/report/report-value.ts';
import { findVendor } from '#src/service/vendors.ts';
import { Breakdown } from './breakdown.ts';
import { Finding } from './finding.ts';
import { MetricDefinition } from './metric-definition.ts';
import { ReportedValue } from './reported-value.ts';
import { ValueChangeConnection } from './value-change.ts';
import { Vendor } from './vendor.ts';
import { DataSource } from './vocabulary.ts';

export const MetricValue = builder.objectRef<ReportedIn<MetricReport>>('MetricValue');

MetricValue.implement({
  description: 'A metric in a month or quarter: its value or why there is none, and where it came from.',
  interfaces: [ReportedValue],
  fields: (t) => ({
    definition: t.field({
      type: MetricDefinition,
      description: 'The metric.',
      resolve: ({ value }) => value.definition,
    }),
    source: t.field({
      type: DataSource,
      nullable: true,
      description: 'How the value came to be stored; a quarter’s is always calculated. Null where there is no value.',
      resolve: ({ value }) => value.source,
    }),
    vendor: t.field({
      type: Vendor,
      nullable: true,
      description: 'Who supplied the value; null for a calculated one and where there is none.',
      resolve: ({ value }, _args, { vendorIds }) => findVendor(vendorIds, value.vendorId),
    }),
    enteredBy: t.string({
      nullable: true,
      description: 'Who entered the value by hand; null for any other.',
      resolve: ({ value }) => value.enteredBy,
    }),
    notes: t.string({
      nullable: true,
      description: 'What was noted beside the value; null where nothing was.',
      resolve: ({ value }) => value.notes,
    }),
    collectedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When a collection last read the value; null for any other value, and for a released one that no collection has replaced yet.',
      resolve: ({ value }) => value.collectedAt,
    }),
    breakdown: t.field({
      type: Breakdown,
      nullable: true,
      description:
        'How the value was calculated, also where inputs are missing; null for a month’s metric that is not calculated. A quarter explains itself by its months or, where it is recomputed, by its formula.',
      resolve: ({ report, value }) => explainMetricValue(report, value),
    }),
    previous: t.field({
      type: MetricValue,
      nullable: true,
      description: 'The same metric in the period just before.',
      resolve: ({ report, value }) =>
        andThen(reportSame(report, value, previousPeriod(value.period)), (same) => ({ report, value: same })),
    }),
    yearAgo: t.field({
      type: MetricValue,
      nullable: true,
      description: 'The same metric in the same month or quarter of the year before.',
      resolve: ({ report, value }) =>
        andThen(reportSame(report, value, yearBefore(value.period)), (same) => ({ report, value: same })),
    }),
    findings: t.field({
      type: [Finding],
      description: 'What was found about the metric in the months of the period and still holds, acknowledged or not.',
      resolve: ({ report, value }) => findingsOf(report, value),
    }),
    history: t.field({
      type: ValueChangeConnection,
      description: 'Every change of the metric’s value in the months of the period, newest first.',
      args: {
        first: t.arg.int({ description: PAGE_ARGUMENTS.first }),
        after: t.arg.string({ description: PAGE_ARGUMENTS.after }),
      },
      resolve: async ({ report, value }, args) => {
        const page = pageRequest('change', args);
        return toConnection('change', page, await historyOf(report, value, page));
      },
    }),
  }),
});
