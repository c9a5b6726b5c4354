import { z } from '@hono/zod-openapi';
import { AN_OBJECT, amountField, nameField, notesField, organizationField } from '#src/rest/fields.ts';
import { RequestError } from '#src/rest/request-error.ts';
import { defineRoute } from '#src/rest/route.ts';
import { MAX_ENTRIES, WRITTEN_LIMITS } from '#src/service/limits.ts';
import { type BoundChange, changeThresholds, type ThresholdEntry } from '#src/service/thresholds/set-many.ts';

const limit = amountField.nullish().openapi({ type: ['number', 'null'] });
const boundField = z.enum(['min', 'max'], { error: 'must be min or max' }).optional();

const warningAndCritical = z
  .strictObject({
    organization_id: organizationField,
    metric: nameField.optional(),
    metric_name: nameField.optional(),
    warning: limit,
    critical: limit,
    bound: boundField,
    notes: notesField,
  })
  .openapi('WarningAndCritical');

const oneRow = z
  .strictObject({
    organization_id: organizationField,
    metric: nameField.optional(),
    metric_name: nameField.optional(),
    threshold_type: z.enum(['warning', 'critical'], { error: 'must be warning or critical' }),
    threshold_value: amountField.nullable().openapi({ type: ['number', 'null'] }),
    bound: boundField,
    notes: notesField,
  })
  .openapi('OneThreshold');

const ranges = z
  .strictObject({
    organization_id: organizationField,
    thresholds: z
      .array(
        z.strictObject(
          {
            metric_name: nameField,
            green_min: limit,
            green_max: limit,
            yellow_min: limit,
            yellow_max: limit,
            red_threshold: limit,
            notes: notesField,
          },
          AN_OBJECT,
        ),
        { error: 'must be a list' },
      )
      .min(1, 'must not be empty')
      .max(MAX_ENTRIES, `has at most ${WRITTEN_LIMITS.entries} entries`),
  })
  .openapi('ThresholdRanges');

type Ranges = z.output<typeof ranges>['thresholds'][number];

export const thresholdChanges = defineRoute({
  method: 'post',
  path: '/thresholds',
  permission: 'thresholds:write',
  summary: 'Sets or removes thresholds',
  description:
    'Three forms: warning and critical of one metric, one row, or ranges of many metrics. Null removes a bound; omitted bounds are unchanged. All or nothing.',
  query: z.strictObject({}),
  bodies: [warningAndCritical, oneRow, ranges],
  bodyOf: (body) => {
    if ('thresholds' in body) return ranges;
    if ('threshold_type' in body || 'threshold_value' in body) return oneRow;
    return 'metric' in body || 'metric_name' in body ? warningAndCritical : ranges;
  },
  data: z.object({ organization_id: z.int(), updated_count: z.int() }).openapi('ThresholdsChanged'),
  errors: [
    'MISSING_FIELD',
    'MISSING_DATA',
    'INVALID_VALUE',
    'INVALID_THRESHOLD',
    'INVALID_PARAMETER',
    'METRIC_NOT_FOUND',
    'ORGANIZATION_NOT_FOUND',
  ],
  fieldName: (field, body) => {
    const named = field.replace(/\.metric$/, '.metric_name');
    return 'thresholds' in body ? named : named.replace(/^thresholds\[0\]\.?/, '') || 'metric';
  },
  async answer({ body, scope }) {
    const { organization_id } = body;
    const entries = 'thresholds' in body ? body.thresholds.map(entryOfRanges) : [entryOfOne(body)];
    return { organization_id, updated_count: await changeThresholds(scope(organization_id), entries) };
  },
});

function entryOfOne(body: z.output<typeof warningAndCritical> | z.output<typeof oneRow>): ThresholdEntry {
  const metric = body.metric_name ?? body.metric;
  if (metric === undefined) throw new RequestError('MISSING_FIELD', 'metric is missing', { field: 'metric' });
  if (body.metric_name !== undefined && body.metric !== undefined && body.metric !== body.metric_name) {
    throw new RequestError('INVALID_VALUE', 'metric and metric_name name different metrics', { field: 'metric' });
  }
  const { bound, notes } = body;
  const values =
    'threshold_type' in body
      ? { [body.threshold_type]: body.threshold_value }
      : { warning: body.warning, critical: body.critical };
  if (values['warning'] === undefined && values['critical'] === undefined && notes === undefined) {
    throw new RequestError('MISSING_FIELD', 'Give warning, critical or both', { field: 'warning' });
  }
  if (bound === undefined) return { metric, bounds: [], implied: values, notes };
  const bounds = (['warning', 'critical'] as const).flatMap((type) => boundOf(type, bound, values[type]));
  return { metric, bounds, notes };
}

/** Green is the warning range, yellow the critical one; `red_threshold` is its upper bound if `yellow_max` is not given. */
function entryOfRanges(entry: Ranges): ThresholdEntry {
  const { metric_name, green_min, green_max, yellow_min, yellow_max, red_threshold, notes } = entry;
  const bounds = [
    ...boundOf('warning', 'min', green_min),
    ...boundOf('warning', 'max', green_max),
    ...boundOf('critical', 'min', yellow_min),
    ...boundOf('critical', 'max', yellow_max ?? red_threshold ?? yellow_max),
  ];
  return { metric: metric_name, bounds, notes };
}

function boundOf(
  type: BoundChange['type'],
  bound: BoundChange['bound'],
  value: BoundChange['value'] | undefined,
): BoundChange[] {
  return value === undefined ? [] : [{ type, bound, value }];
}
