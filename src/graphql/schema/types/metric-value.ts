import { previousPeriod, yearBefore } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import { PAGE_ARGUMENTS, pageRequest, toConnection } from '#src/graphql/connection.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
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

export const MetricValue = builder.objectRef<MetricReport>('MetricValue');

MetricValue.implement({
  description: 'A metric in a month or quarter: its value or why it is absent, and its origin.',
  interfaces: [ReportedValue],
  fields: (t) =>
    exposed(t, {
      definition: [MetricDefinition, 'The metric.'],
      source: [
        nullable(DataSource),
        'Origin of the value; always CALCULATED for a quarter. Null if there is no value.',
      ],
      vendor: t.field({
        type: Vendor,
        nullable: true,
        description: 'The vendor that supplied the value; null if the value is calculated or absent.',
        resolve: ({ vendorId }, _args, { vendorIds }) => findVendor(vendorIds, vendorId),
      }),
      enteredBy: [nullable('String'), 'Who entered the value by hand; null for any other value.'],
      notes: [nullable('String'), 'Notes on the value; null if there are none.'],
      collectedAt: [
        nullable('DateTime'),
        'When a collection last read the value; null for any other value, and for a released value that no collection has replaced yet.',
      ],
      breakdown: t.field({
        type: Breakdown,
        nullable: true,
        description:
          'How the value was calculated, even if inputs are missing; null for a month of a metric that is not calculated. A quarter is explained by its months or, if it is recomputed, by its formula.',
        resolve: (value) => explainMetricValue(value),
      }),
      previous: t.field({
        type: MetricValue,
        nullable: true,
        description: 'The same metric in the preceding period.',
        resolve: (value) => reportSame(value, previousPeriod(value.period)),
      }),
      yearAgo: t.field({
        type: MetricValue,
        nullable: true,
        description: 'The same metric in the same month or quarter of the previous year.',
        resolve: (value) => reportSame(value, yearBefore(value.period)),
      }),
      findings: t.field({
        type: [Finding],
        description: 'Unresolved findings about the metric in the months of the period, acknowledged or not.',
        resolve: (value) => findingsOf(value),
      }),
      history: t.field({
        type: ValueChangeConnection,
        description: 'Every change of the metric’s value in the months of the period, newest first.',
        args: PAGE_ARGUMENTS,
        resolve: async (value, args) => {
          const page = pageRequest('change', args);
          return toConnection('change', page, await historyOf(value, page));
        },
      }),
    }),
});
