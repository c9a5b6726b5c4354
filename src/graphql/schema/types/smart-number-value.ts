import { previousPeriod, yearBefore } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import type { ReportedIn } from '#src/graphql/context.ts';
import { exposedOfValue } from '#src/graphql/exposed.ts';
import type { SmartNumberReport } from '#src/service/report/report.ts';
import { explainSmartNumberValue, reportSame } from '#src/service/report/report-value.ts';
import { Breakdown } from './breakdown.ts';
import { ReportedValue } from './reported-value.ts';
import { SmartNumberDefinition } from './smart-number-definition.ts';

export const SmartNumberValue = builder.objectRef<ReportedIn<SmartNumberReport>>('SmartNumberValue');

SmartNumberValue.implement({
  description: 'A SmartNumber in a month or quarter: its value or why it is absent, and how it was computed.',
  interfaces: [ReportedValue],
  fields: (t) =>
    exposedOfValue(t, {
      definition: [SmartNumberDefinition, 'The SmartNumber.'],
      breakdown: t.field({
        type: Breakdown,
        description: 'How the value was calculated, even if inputs are missing.',
        resolve: ({ report, value }) => explainSmartNumberValue(report, value),
      }),
      previous: t.field({
        type: SmartNumberValue,
        nullable: true,
        description: 'The same SmartNumber in the preceding period.',
        resolve: ({ report, value }) => ({ report, value: reportSame(report, value, previousPeriod(value.period)) }),
      }),
      yearAgo: t.field({
        type: SmartNumberValue,
        nullable: true,
        description: 'The same SmartNumber in the same month or quarter of the previous year.',
        resolve: ({ report, value }) => ({ report, value: reportSame(report, value, yearBefore(value.period)) }),
      }),
    }),
});
