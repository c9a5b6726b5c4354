import { z } from '@hono/zod-openapi';
import { monthField, nameField, organizationField } from '#src/rest/fields.ts';
import { defineRoute } from '#src/rest/route.ts';
import { MAX_ENTRIES, WRITTEN_LIMITS } from '#src/service/limits.ts';
import { releaseMetrics } from '#src/service/values/release.ts';

const body = z
  .strictObject({
    period: monthField,
    organization_id: organizationField,
    metric_names: z
      .array(nameField, { error: 'must be a list' })
      .min(1, 'must not be empty')
      .max(MAX_ENTRIES, `has at most ${WRITTEN_LIMITS.entries} entries`),
    entered_by: nameField.optional(),
  })
  .openapi('ManualRelease');

const outcome = z.enum(['awaits collection', 'recalculated', 'withdrawn', 'not manual']);

export const manualRelease = defineRoute({
  method: 'post',
  path: '/metrics/manual/release',
  permission: 'metrics:write',
  summary: 'Releases metrics that were entered by hand',
  description:
    'A collected metric keeps its value until the next collection replaces it, a calculated one is recalculated immediately, and one without another source is withdrawn.',
  query: z.strictObject({}),
  bodies: [body],
  data: z
    .object({
      period: z.string(),
      organization_id: z.int(),
      updated_count: z.int(),
      released: z.array(z.object({ metric_name: z.string(), outcome })),
    })
    .openapi('ReleasedMetrics'),
  errors: [
    'INVALID_PERIOD',
    'MISSING_FIELD',
    'MISSING_DATA',
    'INVALID_VALUE',
    'INVALID_PARAMETER',
    'METRIC_NOT_FOUND',
    'PERIOD_CLOSED',
    'ORGANIZATION_NOT_FOUND',
  ],
  fieldName: (field) => field.replace(/^metrics/, 'metric_names'),
  async answer({ body: { period, organization_id, metric_names, entered_by }, scope }) {
    const { released } = await releaseMetrics(scope(organization_id, entered_by), { period, metrics: metric_names });
    const outcomes = [...released].map(([metric_name, each]) => ({ metric_name, outcome: each }));
    const updated_count = outcomes.filter((each) => each.outcome !== 'not manual').length;
    return { period, organization_id, updated_count, released: outcomes };
  },
});
