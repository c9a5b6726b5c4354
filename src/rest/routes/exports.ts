import { z } from '@hono/zod-openapi';
import type { Month } from '#src/core/period.ts';
import { monthAt, refuseReversed } from '#src/core/period.ts';
import { programVersion } from '#src/package-root.ts';
import { flagParameter, monthField, organizationParameter, periodField, presentationField } from '#src/rest/fields.ts';
import { defineFileRoute } from '#src/rest/file-route.ts';
import { valueRows } from '#src/service/export/value-rows.ts';
import { exportWorkbook, WORKBOOK_TYPE } from '#src/service/export/workbook.ts';
import { yearCsv } from '#src/service/export/year-csv.ts';
import { exportPack, PACK_PAPERS, PACK_TYPE } from '#src/service/pack/pack.ts';

const CSV_TYPE = 'text/csv; charset=utf-8';
const LINES_TYPE = 'application/x-ndjson';

const yearField = z
  .string({ error: 'must be given once, as a text' })
  .openapi({ description: 'A year, `YYYY`.', example: '2026', pattern: '^\\d{4}$' });

/** What the files of a year have in common. */
const OF_A_YEAR = {
  permission: 'metrics:read',
  query: z.strictObject({ year: yearField, organization_id: organizationParameter }),
  errors: ['INVALID_PERIOD', 'INVALID_PARAMETER', 'MISSING_FIELD', 'ORGANIZATION_NOT_FOUND'],
} as const;

export const workbookExport = defineFileRoute({
  path: '/export/workbook',
  permission: 'metrics:read',
  query: z.strictObject({
    ...OF_A_YEAR.query.shape,
    history: z
      .string()
      .regex(/^([0-9]|10)$/, 'must be 0 to 10')
      .transform(Number)
      .optional()
      .openapi({
        type: 'integer',
        minimum: 0,
        maximum: 10,
        description: 'Years before that get a sheet of their own.',
      }),
    trends: z
      .string({ error: 'must be given once, as a text' })
      .transform((text) => text.split(','))
      .optional()
      .openapi({
        type: 'string',
        description:
          'What to chart: 1 to 8 keys, separated by commas. A name of a metric and of a SmartNumber means the SmartNumber; `metric:lost_mrr` is the metric.',
      }),
  }),
  errors: [...OF_A_YEAR.errors, 'METRIC_NOT_FOUND'],
  summary: 'Returns a year as an XLSX workbook',
  description:
    'The review, the SmartNumbers as live formulas, charts, definitions, the changes of the year, and what an import needs to see which cells were edited.',
  contentTypes: [WORKBOOK_TYPE],
  async answer({ query, report }) {
    const { organization_id: id, ...request } = query;
    const { name, bytes } = await exportWorkbook(report(id), { ...request, version: programVersion() });
    return { name, contentType: WORKBOOK_TYPE, body: bytes };
  },
});

export const csvExport = defineFileRoute({
  path: '/export/csv',
  ...OF_A_YEAR,
  query: z.strictObject({
    ...OF_A_YEAR.query.shape,
    long: flagParameter.optional().openapi({ description: 'One row for each stored monthly value, with its source.' }),
    bom: flagParameter.optional().openapi({
      description: 'Begin with a byte order mark, which spreadsheets need for letters beyond ASCII.',
    }),
  }),
  summary: 'Returns a year as CSV',
  description:
    'A row for each metric and SmartNumber; months, quarters, the year and the year before across. Exact decimals, percentages as fractions, absent values empty.',
  contentTypes: [CSV_TYPE],
  async answer({ query: { organization_id: id, year, long, bom }, report }) {
    const text = await yearCsv(report(id), year, { isLong: long, hasMark: bom });
    const name = `monthly-business-review-${year}${long ? '-values' : ''}.csv`;
    return { name, contentType: CSV_TYPE, body: new TextEncoder().encode(text) };
  },
});

export const valuesExport = defineFileRoute({
  path: '/export/values',
  permission: 'metrics:read',
  summary: 'Streams the stored monthly values of a range',
  description:
    'By month and key, custom metrics included: `period,metric,value,source,entered_by,notes,updated_at` as CSV, or a JSON document a line. Memory does not grow with the range.',
  query: z.strictObject({
    from: monthField,
    to: monthField.optional().openapi({ description: 'The last month; the running one if omitted.' }),
    format: z.enum(['csv', 'jsonl'], 'must be csv or jsonl').default('csv'),
    organization_id: organizationParameter,
  }),
  contentTypes: [CSV_TYPE, LINES_TYPE],
  errors: ['INVALID_PERIOD', 'INVALID_PERIOD_RANGE', 'INVALID_PARAMETER', 'MISSING_FIELD', 'ORGANIZATION_NOT_FOUND'],
  async answer({ query, scope: scopeIn }) {
    const { from, to: until, format, organization_id: id } = query;
    const scope = scopeIn(id);
    const to = until ?? monthAt(scope.at, scope.organization.timeZone);
    refuseReversed({ from, to } satisfies { from: Month; to: Month });
    const body = valueRows(scope, { range: { from, to }, format });
    return { name: `values-${from}-${to}.${format}`, contentType: format === 'csv' ? CSV_TYPE : LINES_TYPE, body };
  },
});

export const packExport = defineFileRoute({
  path: '/export/pack',
  permission: 'metrics:read',
  summary: 'Returns the review of a period as a PDF for the owners',
  description:
    'The SmartNumbers with status, changes and sparklines, what changed, the sheets of the period and its year, limits, data quality and definitions: tagged text, embedded fonts. The same stored data gives the same bytes until the state of a period advances.',
  query: z.strictObject({
    period: periodField,
    paper: z.enum(PACK_PAPERS, 'must be letter or a4').default('letter'),
    presentation: presentationField.optional(),
    organization_id: organizationParameter,
  }),
  contentTypes: [PACK_TYPE],
  errors: ['INVALID_PERIOD', 'INVALID_PARAMETER', 'MISSING_FIELD', 'NOT_FOUND', 'ORGANIZATION_NOT_FOUND'],
  async answer({ query, report }) {
    const { organization_id: id, ...request } = query;
    const { name, bytes } = await exportPack(report(id), request);
    return { name, contentType: PACK_TYPE, body: bytes };
  },
});
