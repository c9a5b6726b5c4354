import type { ObjectRef } from '@pothos/core';
import type { Period } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import type { ReportedPeriod } from '#src/graphql/context.ts';
import { PeriodReport } from '#src/graphql/schema/types/period-report.ts';
import { quarterContaining } from '#src/service/report/periods.ts';

/** Gives a success the reports of what was written and of what was recalculated with it. */
export function showWrittenPeriod<Shape extends ReportedPeriod<Period>>(
  success: ObjectRef<typeof builder.$inferSchemaTypes, Shape>,
): void {
  builder.objectFields(success, (t) => ({
    period: t.field({
      type: PeriodReport,
      description: 'The month as it is now, everything recalculated.',
      resolve: ({ report, period }) => ({ report, period }),
    }),
    quarter: t.field({
      type: PeriodReport,
      description: 'Its quarter as it is now, everything recalculated.',
      resolve: ({ report, period }) => ({ report, period: quarterContaining(period) }),
    }),
  }));
}
