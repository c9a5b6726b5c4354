import { z } from '@hono/zod-openapi';
import { organizationParameter, quarterField } from '#src/rest/fields.ts';
import { defineRoute } from '#src/rest/route.ts';
import { monthsWithin } from '#src/service/report/periods.ts';
import { listQuarterMetrics } from '#src/service/report/stored-metrics.ts';

export const quarterlyMetrics = defineRoute({
  method: 'get',
  path: '/metrics/quarterly',
  permission: 'metrics:read',
  summary: 'Returns the stored metrics of a quarter',
  description:
    'Without `period`, those of the quarter of the latest month with data. Intermediate and Financial Health metrics are omitted. Sorted by metric name.',
  query: z.strictObject({ period: quarterField.optional(), organization_id: organizationParameter }),
  data: z
    .object({
      period: z.string(),
      organization_id: z.int(),
      monthly_periods: z.array(z.string()),
      metrics: z.array(
        z.object({
          metric_name: z.string(),
          metric_value: z.number(),
          name: z.string(),
          value: z.number(),
          description: z.string(),
          aggregation: z.enum(['sum', 'average', 'last', 'formula']),
          months_covered: z.int(),
        }),
      ),
    })
    .openapi('QuarterlyMetrics'),
  errors: ['INVALID_PERIOD', 'INVALID_PARAMETER', 'PERIOD_NOT_FOUND', 'ORGANIZATION_NOT_FOUND'],
  async answer({ query, report }) {
    const { quarter, metrics } = await listQuarterMetrics(report(query.organization_id), query.period ?? null);
    return {
      period: quarter,
      organization_id: query.organization_id,
      monthly_periods: [...monthsWithin(quarter)],
      metrics: metrics.map(({ definition, stored }) => ({
        metric_name: definition.key,
        metric_value: stored.value.toNumber(),
        name: definition.label,
        value: stored.value.toNumber(),
        description: definition.description,
        aggregation: definition.aggregation,
        months_covered: stored.months.length,
      })),
    };
  },
});
