import { z } from 'zod';
import { keys, organizationId, period } from '#src/mcp/arguments.ts';
import { organization, organizationOf, reportedPeriod, reportedPeriodOf } from '#src/mcp/reported-period.ts';
import { reportedValue, reportedValueOf } from '#src/mcp/reported-value.ts';
import { defineTool } from '#src/mcp/tool.ts';
import { explainedValues, reportedValues } from '#src/service/report/find-value.ts';

const MAX_KEYS = 60;

/** The numbers of a period. */
export const getReportTool = defineTool({
  name: 'get_report',
  title: 'Get the report of a month or quarter',
  description:
    'The metrics and SmartNumbers (KPIs) of one month or quarter, each with its display, exact value, state and calculation. Quote `formatted` as it is. A value without a number is absent, not zero: say `gap`. Never add, average or estimate numbers yourself; ask for the period or metric that has the number.',
  input: z.object({
    organizationId,
    period,
    keys: keys(MAX_KEYS)
      .optional()
      .describe('Only these metrics and SmartNumbers, by key or label. Without it, everything of the business review.'),
  }),
  output: z.object({
    organization,
    period: reportedPeriod,
    values: z.array(
      reportedValue.extend({
        formula: z.string().nullable().describe('How it is calculated, in metric keys; null if it is not calculated.'),
        calculation: z.string().nullable().describe('The formula with its numbers, to be quoted as it is.'),
      }),
    ),
  }),
  async answer(request, { organizationId, period, keys }) {
    const report = request.report(organizationId);
    const values = await reportedValues(report, period, keys ?? null);
    return {
      organization: organizationOf(report),
      period: reportedPeriodOf(report, period),
      values: explainedValues(values).map(({ value, explanation }) => ({
        ...reportedValueOf(value),
        formula: explanation?.formula ?? null,
        calculation: explanation?.display ?? null,
      })),
    };
  },
});
