import { z } from '@hono/zod-openapi';
import { monthsOf } from '#src/core/period.ts';
import { organizationParameter, periodField } from '#src/rest/fields.ts';
import { defineRoute } from '#src/rest/route.ts';
import { periodKind } from '#src/service/report/periods.ts';
import { reportSmartNumbers, type SmartNumberReport } from '#src/service/report/report.ts';
import { explainSmartNumberValue, statusOfValue } from '#src/service/report/report-value.ts';
import { loadPeriodWithData } from '#src/service/report/stored-metrics.ts';

const detail = z.object({
  kpi_name: z.string(),
  kpi_value: z.number().nullable(),
  label: z.string(),
  category: z.string(),
  calculation_method: z.string(),
  calculation_display: z.string(),
  status: z.enum(['ok', 'warning', 'critical', 'none', 'unknown']),
  partial: z.boolean(),
  months: z.array(z.string()),
  missing: z.array(z.string()),
});

export const smartNumbers = defineRoute({
  method: 'get',
  path: '/smartnumbers',
  permission: 'metrics:read',
  summary: 'Returns the 18 SmartNumbers of a month or quarter',
  description:
    '`smartnumbers` always has all 18, with null for an absent value; `details` has the calculation and the missing metrics of each. Percentages are fractions.',
  query: z.strictObject({ period: periodField, organization_id: organizationParameter }),
  data: z
    .object({
      period: z.string(),
      period_type: z.enum(['monthly', 'quarterly']),
      organization_id: z.int(),
      monthly_periods: z.array(z.string()),
      smartnumbers: z.record(z.string(), z.number().nullable()),
      details: z.array(detail),
    })
    .openapi('SmartNumbers'),
  errors: ['MISSING_PERIOD', 'INVALID_PERIOD', 'INVALID_PARAMETER', 'PERIOD_NOT_FOUND', 'ORGANIZATION_NOT_FOUND'],
  missingPeriod: 'MISSING_PERIOD',
  async answer({ query: { period, organization_id }, report: reportOf }) {
    const report = reportOf(organization_id);
    await loadPeriodWithData(report, period);
    const details = reportSmartNumbers(report, period, {}).map((each) => present(each));
    return {
      period,
      period_type: periodKind(period) === 'MONTH' ? ('monthly' as const) : ('quarterly' as const),
      organization_id,
      monthly_periods: monthsOf(period),
      smartnumbers: Object.fromEntries(details.map(({ kpi_name, kpi_value }) => [kpi_name, kpi_value])),
      details,
    };
  },
});

function present(reported: SmartNumberReport): z.input<typeof detail> {
  const { definition, value, state, months } = reported;
  const { display, missing } = explainSmartNumberValue(reported);
  const status = statusOfValue(reported);
  return {
    kpi_name: definition.key,
    kpi_value: value?.toNumber() ?? null,
    label: definition.label,
    category: definition.category,
    calculation_method: definition.formula,
    calculation_display: display,
    status: status.toLowerCase() as Lowercase<typeof status>,
    partial: state === 'PARTIAL',
    months: [...months],
    missing: [...missing],
  };
}
