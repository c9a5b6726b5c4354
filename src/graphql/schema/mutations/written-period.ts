import type { Period } from '#src/core/period.ts';
import type { builder } from '#src/graphql/builder.ts';
import type { ReportedPeriod } from '#src/graphql/context.ts';
import { loadReached } from '#src/graphql/reached-periods.ts';
import { PeriodReport } from '#src/graphql/schema/types/period-report.ts';
import { quarterContaining } from '#src/service/report/periods.ts';

type Types = typeof builder.$inferSchemaTypes;

/** Fields of a success type: the reports of the written month and of its quarter. */
export function writtenPeriod<Shape extends ReportedPeriod<Period>>(
  t: PothosSchemaTypes.ObjectFieldBuilder<Types, Shape>,
) {
  return {
    period: t.field({
      type: PeriodReport,
      description: 'The month after the change, with all recalculated values.',
      resolve: async ({ report, period }, _args, _context, info) => {
        await loadReached(report, [period], info);
        return { report, period };
      },
    }),
    quarter: t.field({
      type: PeriodReport,
      description: 'The quarter of the month after the change, with all recalculated values.',
      resolve: async ({ report, period: month }, _args, _context, info) => {
        const period = quarterContaining(month);
        await loadReached(report, [period], info);
        return { report, period };
      },
    }),
  };
}
