import { z } from '@hono/zod-openapi';
import { type Period, periodDates } from '#src/core/period.ts';
import { organizationParameter } from '#src/rest/fields.ts';
import { defineRoute } from '#src/rest/route.ts';
import { listPeriods, periodKind } from '#src/service/report/periods.ts';
import { loadOrganization, type Report, statusOfPeriod } from '#src/service/report/report.ts';

const listed = z.object({
  period: z.string(),
  type: z.enum(['monthly', 'quarterly']),
  start_date: z.iso.date(),
  end_date: z.iso.date(),
  status: z.enum(['future', 'running', 'ended', 'closed']),
});

export const periods = defineRoute({
  method: 'get',
  path: '/periods',
  permission: 'metrics:read',
  summary: 'Returns the periods with data',
  description: 'Months, oldest first, then quarters. `end_date` is the last day of the period.',
  query: z.strictObject({ organization_id: organizationParameter }),
  data: z.object({ organization_id: z.int(), periods: z.array(listed) }).openapi('Periods'),
  errors: ['INVALID_PARAMETER', 'ORGANIZATION_NOT_FOUND'],
  async answer({ query: { organization_id }, report: reportOf }) {
    const report = reportOf(organization_id);
    await loadOrganization(report, { monthsWithData: true });
    const all = { from: null, to: null, last: null };
    const months = await listPeriods(report, { kind: 'MONTH', ...all });
    const quarters = await listPeriods(report, { kind: 'QUARTER', ...all });
    return {
      organization_id,
      periods: [...months, ...quarters].map((each) => present(report, each)),
    };
  },
});

function present(report: Report, period: Period): z.input<typeof listed> {
  const { first, last } = periodDates(period);
  const status = statusOfPeriod(report, period);
  return {
    period,
    type: periodKind(period) === 'MONTH' ? 'monthly' : 'quarterly',
    start_date: first,
    end_date: last,
    status: status.toLowerCase() as Lowercase<typeof status>,
  };
}
