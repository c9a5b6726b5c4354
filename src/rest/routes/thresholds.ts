import { z } from '@hono/zod-openapi';
import type { Bound, ThresholdType } from '#src/core/metrics/threshold.ts';
import { organizationParameter } from '#src/rest/fields.ts';
import { defineRoute } from '#src/rest/route.ts';
import { loadOrganization } from '#src/service/report/report.ts';
import { type ListedThresholds, listThresholds } from '#src/service/thresholds/list.ts';

const bound = z.number().nullable();
const listed = z.object({
  metric_name: z.string(),
  metric: z.string(),
  warning: bound,
  critical: bound,
  green_min: bound,
  green_max: bound,
  yellow_min: bound,
  yellow_max: bound,
  red_threshold: bound,
  notes: z.string().nullable(),
  thresholds: z.array(
    z.object({
      threshold_type: z.enum(['warning', 'critical']),
      bound: z.enum(['min', 'max']),
      threshold_value: z.number(),
    }),
  ),
});

export const thresholds = defineRoute({
  method: 'get',
  path: '/thresholds',
  permission: 'metrics:read',
  summary: 'Returns the thresholds, one entry per metric',
  description:
    '`warning` and `critical` hold the value if exactly one bound is set, otherwise null. Green is the warning range, yellow the critical range; `red_threshold` is the upper critical bound.',
  query: z.strictObject({ organization_id: organizationParameter }),
  data: z.object({ organization_id: z.int(), thresholds: z.array(listed) }).openapi('Thresholds'),
  errors: ['INVALID_PARAMETER', 'ORGANIZATION_NOT_FOUND'],
  async answer({ query: { organization_id }, report: reportOf }) {
    const report = reportOf(organization_id);
    await loadOrganization(report);
    return { organization_id, thresholds: listThresholds(report).map(present) };
  },
});

function present({ key, label, notes, rows }: ListedThresholds): z.input<typeof listed> {
  const valueAt = (type: ThresholdType, side: Bound) =>
    rows.find((row) => row.type === type && row.bound === side)?.value.toNumber() ?? null;
  const only = (type: ThresholdType) => {
    const ofType = rows.filter((row) => row.type === type);
    return ofType.length === 1 ? (ofType[0]?.value.toNumber() ?? null) : null;
  };
  return {
    metric_name: key,
    metric: label,
    warning: only('warning'),
    critical: only('critical'),
    green_min: valueAt('warning', 'min'),
    green_max: valueAt('warning', 'max'),
    yellow_min: valueAt('critical', 'min'),
    yellow_max: valueAt('critical', 'max'),
    red_threshold: valueAt('critical', 'max'),
    notes,
    thresholds: rows.map(({ type, bound: side, value }) => ({
      threshold_type: type,
      bound: side,
      threshold_value: value.toNumber(),
    })),
  };
}
