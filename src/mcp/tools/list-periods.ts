import { z } from 'zod';
import { monthsOf } from '#src/core/period.ts';
import { count, organizationId, period } from '#src/mcp/arguments.ts';
import { organization, organizationOf, reportedPeriod, reportedPeriodOf } from '#src/mcp/reported-period.ts';
import { defineTool } from '#src/mcp/tool.ts';
import { latestMonth, latestQuarter, listPeriods } from '#src/service/report/periods.ts';
import { loadOrganization } from '#src/service/report/report.ts';

const MAX_PERIODS = 120;

/** Which periods there are. */
export const listPeriodsTool = defineTool({
  name: 'list_periods',
  title: 'List periods',
  description:
    'Lists the months or quarters of the business review, oldest first, with their status. Ask it first to learn which periods have values and what is still running; a running period is not a result yet.',
  input: z.object({
    organizationId,
    kind: z
      .enum(['MONTH', 'QUARTER'], { error: 'must be MONTH or QUARTER' })
      .default('QUARTER')
      .describe('Months or quarters.'),
    from: period
      .optional()
      .describe('The first period. With `to`, every period between is listed, with values or not.'),
    to: period.optional().describe('The last period.'),
    last: count(MAX_PERIODS, 12).describe(`Only this many of the newest, ${MAX_PERIODS} at most.`),
  }),
  output: z.object({
    organization,
    timeZone: z.string().describe('Where months begin and end.'),
    now: z.string().describe('The present, an instant in UTC.'),
    latestMonth: z.string().nullable().describe('The newest month with values; null without any.'),
    latestQuarter: z.string().nullable(),
    periods: z.array(
      reportedPeriod.extend({ monthsWithValues: z.array(z.string()).describe('Its months that have any value.') }),
    ),
  }),
  async answer(request, { organizationId, kind, from = null, to = null, last }) {
    const report = request.report(organizationId);
    await loadOrganization(report, { monthsWithData: true });
    const periods = await listPeriods(report, { kind, from, to, last });
    const withData = new Set(report.data.monthsWithData());
    return {
      organization: organizationOf(report),
      timeZone: report.timeZone,
      now: report.now.toISOString(),
      latestMonth: await latestMonth(report),
      latestQuarter: await latestQuarter(report),
      periods: periods.map((each) => ({
        ...reportedPeriodOf(report, each),
        monthsWithValues: monthsOf(each).filter((month) => withData.has(month)),
      })),
    };
  },
});
