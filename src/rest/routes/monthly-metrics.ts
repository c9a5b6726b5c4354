import { z } from '@hono/zod-openapi';
import { idParameter, monthField, nameField, organizationParameter } from '#src/rest/fields.ts';
import { defineRoute } from '#src/rest/route.ts';
import { LISTED_SOURCES, type ListedMetric, listMonthMetrics } from '#src/service/report/stored-metrics.ts';

const monthlyMetric = z.object({
  metric_name: z.string(),
  metric_value: z.number(),
  data_source: z.enum(['collected', 'manual', 'calculated']),
  name: z.string(),
  value: z.number(),
  source: z.enum(['collected', 'manual', 'calculated']),
  vendor_id: z.int().nullable(),
  description: z.string(),
  notes: z.string().nullable(),
  collected_at: z.iso.datetime().nullable(),
  updated_at: z.iso.datetime(),
});

export const monthlyMetrics = defineRoute({
  method: 'get',
  path: '/metrics/monthly',
  permission: 'metrics:read',
  summary: 'Returns the stored metrics of a month',
  description:
    'Without `period`, those of the latest month with data. Intermediate and Financial Health metrics are omitted unless selected by `metric_name`. Sorted by metric name.',
  query: z.strictObject({
    period: monthField.optional(),
    organization_id: organizationParameter,
    vendor_id: idParameter.optional().openapi({ description: 'Only values of this vendor.' }),
    metric_name: nameField.optional().openapi({ description: 'Only this metric, by key or alias.' }),
    data_source: z
      .enum(LISTED_SOURCES, { error: `must be one of ${LISTED_SOURCES.join(', ')}` })
      .optional()
      .openapi({
        description: '`quickbooks` selects by vendor; `best` does not filter, because each metric has one value.',
      }),
  }),
  data: z
    .object({
      period: z.string(),
      organization_id: z.int(),
      data_source_filter: z.enum(LISTED_SOURCES).nullable(),
      metrics: z.array(monthlyMetric),
    })
    .openapi('MonthlyMetrics'),
  errors: [
    'INVALID_PERIOD',
    'INVALID_PARAMETER',
    'METRIC_NOT_FOUND',
    'VENDOR_NOT_FOUND',
    'PERIOD_NOT_FOUND',
    'ORGANIZATION_NOT_FOUND',
  ],
  fieldName: (field) => (field === 'metric' ? 'metric_name' : field),
  async answer({ query, report, services }) {
    const { vendorIds } = services.database;
    const filter = {
      metric: query.metric_name ?? null,
      vendorId: query.vendor_id ?? null,
      source: query.data_source ?? null,
    };
    const options = { filter, vendorIds };
    const { month, metrics } = await listMonthMetrics(report(query.organization_id), query.period ?? null, options);
    return {
      period: month,
      organization_id: query.organization_id,
      data_source_filter: filter.source,
      metrics: metrics.map(presentMetric),
    };
  },
});

function presentMetric({ definition, stored }: ListedMetric): z.input<typeof monthlyMetric> {
  const value = stored.value.toNumber();
  return {
    metric_name: definition.key,
    metric_value: value,
    data_source: stored.source,
    name: definition.label,
    value,
    source: stored.source,
    vendor_id: stored.vendorId,
    description: definition.description,
    notes: stored.notes,
    collected_at: stored.collectedAt?.toISOString() ?? null,
    updated_at: stored.updatedAt.toISOString(),
  };
}
