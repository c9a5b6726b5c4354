import { z } from '@hono/zod-openapi';
import { flagParameter, idField, nameField, organizationField, organizationParameter } from '#src/rest/fields.ts';
import { defineRoute } from '#src/rest/route.ts';
import { applyImport, type ImportPreview, previewImport } from '#src/service/transfer/import.ts';
import { undoImport } from '#src/service/transfer/undo-import.ts';

const value = z.number().nullable().openapi({ example: 98200 });
const state = z.enum(['same', 'new', 'changed', 'refused', 'ignored', 'differs', 'conflict']);

const imported = z
  .object({
    file_name: z.string(),
    digest: z
      .string()
      .openapi({ description: 'Everything that the import does; give it back to import exactly that.' }),
    at: z.string().openapi({ description: 'Time of the stored values that the file was compared with.' }),
    applied: z.boolean(),
    import_id: z.int().nullable().openapi({ description: 'Null for a dry run, and if nothing has changed.' }),
    counts: z.object(Object.fromEntries(state.options.map((name) => [name, z.int()])) as Record<CountName, z.ZodInt>),
    cells: z.array(
      z.object({
        where: z.string(),
        period: z.string().nullable(),
        metric_name: z.string().nullable(),
        state,
        before: value,
        after: value,
        reason: z.string().nullable(),
      }),
    ),
    dependents: z.array(z.object({ period: z.string(), metric_name: z.string(), before: value, after: value })),
    notes: z.array(z.string()),
  })
  .openapi('Import');

type CountName = z.infer<typeof state>;

const ROW = z
  .string()
  .regex(/^[1-9]\d{0,4}$/, 'must be a whole number from 1')
  .transform((text) => Number(text) - 1)
  .openapi({ type: 'integer', minimum: 1 });

export const fileImport = defineRoute({
  method: 'post',
  path: '/import',
  permission: 'metrics:write',
  summary: 'Imports the values of a workbook or table',
  description:
    'An edited export, or metrics down and months across (XLSX, ODS, CSV, TSV). All or nothing: `errors` lists every refused cell and conflict. With `dryRun=true` nothing is stored, and each cell has its state. A blank cell erases nothing; the word `erase` releases a manual entry.',
  query: z.strictObject({
    organization_id: organizationParameter,
    dryRun: flagParameter.optional(),
    skipRefused: flagParameter
      .optional()
      .openapi({ description: 'Leave out refused cells and conflicts, and store the others.' }),
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be the digest of a dry run')
      .optional()
      .openapi({ description: 'The digest of a dry run: nothing is stored if the import would do anything else now.' }),
    sheet: nameField.optional().openapi({ description: 'The only sheet to read.' }),
    file_name: nameField.optional().openapi({ description: 'Name of the file, if the body is the file itself.' }),
    dates: z.enum(['month-first', 'day-first']).optional(),
    numbers: z.enum(['point', 'comma']).optional(),
    heading_row: ROW.optional().openapi({ description: 'Row that has the months, from 1.' }),
    label_column: ROW.optional().openapi({ description: 'Column that names the metrics, from 1.' }),
  }),
  takesFile: true,
  data: imported,
  errors: ['INVALID_VALUE', 'INVALID_PARAMETER', 'CONFLICT', 'ORGANIZATION_NOT_FOUND'],
  async answer({ query, file, scope }) {
    const { organization_id, dryRun = false, skipRefused = false, digest, sheet, dates, numbers } = query;
    const { file_name, heading_row: headingRow, label_column: labelColumn } = query;
    const isExplained = [dates, numbers, headingRow, labelColumn].some((each) => each !== undefined);
    const dateOrder = dates && (dates === 'month-first' ? ('month first' as const) : ('day first' as const));
    const input = {
      bytes: file.bytes,
      fileName: file_name ?? file.name ?? 'values',
      sheet,
      layout: isExplained ? { dateOrder, numberStyle: numbers, headingRow, labelColumn } : undefined,
    };
    const acting = scope(organization_id);
    return importAnswer(
      dryRun ? await previewImport(acting, input) : await applyImport(acting, { ...input, digest, skipRefused }),
    );
  },
});

const undoBody = z.strictObject({ organization_id: organizationField, import_id: idField }).openapi('ImportUndoing');

export const importUndoing = defineRoute({
  method: 'post',
  path: '/import/undo',
  permission: 'metrics:write',
  summary: 'Undoes an import',
  description: 'Every value becomes what it was before, unless a later change stands on one of them.',
  query: z.strictObject({}),
  bodies: [undoBody],
  data: z.object({ import_id: z.int(), updated_count: z.int() }).openapi('UndoneImport'),
  errors: ['INVALID_PARAMETER', 'MISSING_FIELD', 'NOT_FOUND', 'CONFLICT', 'PERIOD_CLOSED', 'ORGANIZATION_NOT_FOUND'],
  fieldName: (field) => (field === 'id' ? 'import_id' : field),
  async answer({ body: { organization_id, import_id }, scope }) {
    const { changes } = await undoImport(scope(organization_id), import_id);
    return { import_id, updated_count: changes.length };
  },
});

function importAnswer({ fileName, digest, at, isApplied, importId, counts, cells, dependents, notes }: ImportPreview) {
  return {
    ...{ file_name: fileName, digest, at: at.toISOString(), applied: isApplied, import_id: importId, counts },
    cells: cells.map(({ metric, before, after, ...cell }) => ({
      ...{ ...cell, metric_name: metric, before: before?.toNumber() ?? null, after: after?.toNumber() ?? null },
    })),
    dependents: dependents.map(({ period, metric, before, after }) => ({
      ...{ period, metric_name: metric, before: before?.toNumber() ?? null, after: after?.toNumber() ?? null },
    })),
    notes: [...notes],
  };
}
