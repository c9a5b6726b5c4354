import { z } from '@hono/zod-openapi';
import {
  AN_OBJECT,
  amountField,
  idField,
  monthField,
  nameField,
  notesField,
  organizationField,
} from '#src/rest/fields.ts';
import { defineRoute } from '#src/rest/route.ts';
import { MAX_ENTRIES, WRITTEN_LIMITS } from '#src/service/limits.ts';
import { findMetricDefinition } from '#src/service/report/definitions.ts';
import { enterMetrics } from '#src/service/values/enter.ts';

const oneMetric = z
  .strictObject({
    period: monthField,
    organization_id: organizationField,
    vendor_id: idField.nullish(),
    metric_name: nameField.openapi({ example: 'Reactive Tickets Created' }),
    metric_value: amountField,
    entered_by: nameField,
    notes: notesField,
    force_update: z.boolean('must be true or false').optional(),
  })
  .openapi('OneManualMetric');

const manyMetrics = z
  .strictObject({
    period: monthField,
    organization_id: organizationField,
    metrics: z
      .array(
        z.strictObject(
          {
            metric_name: nameField,
            metric_value: amountField,
            vendor_id: idField.nullish(),
            notes: notesField,
          },
          AN_OBJECT,
        ),
        { error: 'must be a list' },
      )
      .min(1, 'must not be empty')
      .max(MAX_ENTRIES, `has at most ${WRITTEN_LIMITS.entries} entries`),
    entered_by: nameField.optional(),
    force_update: z.boolean('must be true or false').optional().openapi({
      description: 'Accepted and ignored: an entered value always overrides.',
    }),
  })
  .openapi('ManyManualMetrics');

const entered = z.object({
  message: z.string().optional(),
  period: z.string(),
  organization_id: z.int().optional(),
  metric_name: z.string().optional(),
  updated_count: z.int(),
});

export const manualEntry = defineRoute({
  method: 'post',
  path: '/metrics/manual',
  permission: 'metrics:write',
  summary: 'Enters one or many metrics of a month by hand',
  description:
    'All or nothing; `errors` lists every invalid entry. An unknown metric name creates a custom metric. An entered value overrides collection and formula until it is released.',
  query: z.strictObject({}),
  bodies: [oneMetric, manyMetrics],
  bodyOf: (body) => ('metrics' in body || !('metric_name' in body || 'metric_value' in body) ? manyMetrics : oneMetric),
  data: entered.openapi('ManualEntry'),
  errors: [
    'INVALID_PERIOD',
    'MISSING_FIELD',
    'MISSING_DATA',
    'INVALID_VALUE',
    'INVALID_PARAMETER',
    'PERIOD_CLOSED',
    'VENDOR_NOT_FOUND',
    'ORGANIZATION_NOT_FOUND',
  ],
  fieldName,
  async answer({ body, scope }) {
    const { period, organization_id } = body;
    const listed = 'metrics' in body ? body.metrics : [body];
    const entries = listed.map(({ metric_name, metric_value, vendor_id, notes }) => ({
      metric: metric_name,
      value: metric_value,
      vendorId: vendor_id ?? undefined,
      notes,
    }));
    const acting = scope(organization_id, body.entered_by);
    await enterMetrics(acting, { period, entries, acceptsCustomMetrics: true });
    if ('metrics' in body) return { period, organization_id, updated_count: entries.length };
    return {
      message: 'Metric entered successfully',
      period,
      metric_name: findMetricDefinition(body.metric_name)?.key ?? body.metric_name.trim(),
      updated_count: 1,
    };
  },
});

/** Maps `entries[2].value` to its name in the form of the body. */
function fieldName(field: string, body: Readonly<Record<string, unknown>>): string {
  return field
    .replace(/^entries(\[\d+\]\.)?/, 'metrics' in body ? 'metrics$1' : '.')
    .replace(/\.(metric|value)$/, (_, name: string) => `.metric_${name === 'metric' ? 'name' : 'value'}`)
    .replace(/\.vendorId$/, '.vendor_id')
    .replace(/^\./, '');
}
