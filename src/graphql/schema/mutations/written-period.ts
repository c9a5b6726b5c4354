import type { ObjectRef } from '@pothos/core';
import type { Period } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import type { ReportedPeriod } from '#src/graphql/context.ts';
import { PeriodReport } from '#src/graphql/schema/types/period-report.ts';
import { quarterContaining } from '#src/service/report/periods.ts';

/** Adds the reports of the written month and of its quarter to a success type. */
export function addPeriodFields<Shape extends ReportedPeriod<Period>>(
  success: ObjectRef<typeof builder.$inferSchemaTypes, Shape>,
): void {
  builder.objectFields(success, (t) => ({
    period: t.field({
      type: PeriodReport,
      description: 'The month after the change, with all recalculated values.',
      resolve: ({ report, period }) => ({ report, period }),
    }),
    quarter: t.field({
      type: PeriodReport,
      description: 'The quarter of the month after the change, with all recalculated values.',
      resolve: ({ report, period }) => ({ report, period: quarterContaining(period) }),
    }),
  }));
}
