import { z } from '@hono/zod-openapi';
import type { Period } from '#src/core/period.ts';
import { textReadBy } from '#src/http/text-read-by.ts';
import { flagParameter, organizationParameter, periodField } from '#src/rest/fields.ts';
import { defineRoute } from '#src/rest/route.ts';
import { categoryByName, componentsOf, METRIC_CATEGORIES, selectMetrics } from '#src/service/report/definitions.ts';
import { loadOrganization, type Report, reportMetric, showsValues } from '#src/service/report/report.ts';
import { explainMetricValue } from '#src/service/report/report-value.ts';

type Definition = ReturnType<typeof selectMetrics>[number];

const definitionOfMetric = z.object({
  key: z.string(),
  label: z.string(),
  category: z.string(),
  format: z.enum(['number', 'currency', 'percentage']),
  description: z.string(),
  source: z.enum(['connectwise', 'ninja', 'quickbooks', 'calculated', 'manual']),
  is_editable: z.boolean(),
  is_calculated: z.boolean(),
  formula: z.string().optional(),
  components: z.array(z.string()).optional(),
  value: z.number().nullable().optional(),
  component_values: z.record(z.string(), z.number().nullable()).optional(),
  calculation_display: z.string().optional(),
});

export const metricDefinitions = defineRoute({
  method: 'get',
  path: '/metric-definitions',
  permission: 'public',
  summary: 'Returns the metric definitions and, for a period, their values and calculations',
  description:
    'The definitions are public, in the order of the business review; values are added only for callers with permission to read them. For a period without data the values are null.',
  query: z.strictObject({
    period: periodField.optional(),
    category: textReadBy((text) => categoryByName(text))
      .optional()
      .openapi({
        type: 'string',
        enum: [...METRIC_CATEGORIES],
        description: 'Case-insensitive. Financial Health is returned only if selected.',
      }),
    include_intermediate: flagParameter.optional().openapi({ type: 'boolean', default: false }),
    organization_id: organizationParameter,
  }),
  data: z
    .object({
      period: z.string().nullable(),
      organization_id: z.int(),
      count: z.int(),
      metrics: z.array(definitionOfMetric),
    })
    .openapi('MetricDefinitions'),
  errors: ['INVALID_PERIOD', 'INVALID_PARAMETER', 'ORGANIZATION_NOT_FOUND'],
  async answer({ query, report: reportOf, services }) {
    const { period = null, category, include_intermediate: includeIntermediate = false, organization_id } = query;
    const report = reportOf(organization_id);
    const mayReadValues = showsValues(report, { arePublic: services.hasPublicMetricValues });
    await loadOrganization(report, { periods: period === null ? [] : [period] });
    const selected = selectMetrics({ includeIntermediate, ...(category && { category }) });
    const metrics = selected.map((definition) => ({
      ...presentDefinition(definition),
      ...(period !== null && mayReadValues && presentValues(report, period, definition)),
    }));
    return { period, organization_id, count: metrics.length, metrics };
  },
});

function presentDefinition(definition: Definition): z.input<typeof definitionOfMetric> {
  const { key, label, category, format, description, source, editable, formula } = definition;
  return {
    key,
    label,
    category,
    format,
    description,
    source,
    is_editable: editable,
    is_calculated: formula !== null,
    ...(formula !== null && { formula, components: componentsOf(definition).map((component) => component.key) }),
  };
}

/** The value and, for a calculated metric, its calculation. */
function presentValues(report: Report, period: Period, definition: Definition) {
  const reported = reportMetric(report, period, definition);
  const value = reported.value?.toNumber() ?? null;
  if (definition.formula === null) return { value };
  const components = componentsOf(definition).map((component) => [
    component.key,
    reportMetric(report, period, component).value?.toNumber() ?? null,
  ]);
  const explanation = explainMetricValue(reported);
  return {
    value,
    component_values: Object.fromEntries(components) as Record<string, number | null>,
    calculation_display: explanation?.display ?? '—',
  };
}
