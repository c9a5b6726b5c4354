import { previousPeriod, yearBefore } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import { exposed } from '#src/graphql/exposed.ts';
import type { SmartNumberReport } from '#src/service/report/report.ts';
import { explainSmartNumberValue, reportSame } from '#src/service/report/report-value.ts';
import { Breakdown } from './breakdown.ts';
import { ReportedValue } from './reported-value.ts';
import { SmartNumberDefinition } from './smart-number-definition.ts';

export const SmartNumberValue = builder.objectRef<SmartNumberReport>('SmartNumberValue');

SmartNumberValue.implement({
  description: 'A SmartNumber in a month or quarter: its value or why it is absent, and how it was computed.',
  interfaces: [ReportedValue],
  fields: (t) =>
    exposed(t, {
      definition: [SmartNumberDefinition, 'The SmartNumber.'],
      breakdown: t.field({
        type: Breakdown,
        description: 'How the value was calculated, even if inputs are missing.',
        resolve: (value) => explainSmartNumberValue(value),
      }),
      previous: t.field({
        type: SmartNumberValue,
        nullable: true,
        description: 'The same SmartNumber in the preceding period.',
        resolve: (value) => reportSame(value, previousPeriod(value.period)),
      }),
      yearAgo: t.field({
        type: SmartNumberValue,
        nullable: true,
        description: 'The same SmartNumber in the same month or quarter of the previous year.',
        resolve: (value) => reportSame(value, yearBefore(value.period)),
      }),
    }),
});
