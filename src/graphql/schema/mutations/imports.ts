import {
  ImportChangedError,
  InvalidParameterError,
  InvalidValueError,
  MetricNotFoundError,
  NotFoundError,
  OrganizationNotFoundError,
  PeriodClosedError,
  RefusedFileError,
} from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { Import } from '#src/graphql/schema/types/import.ts';
import { ImportPreview } from '#src/graphql/schema/types/import-preview.ts';
import { DateOrder, NumberStyle } from '#src/graphql/schema/types/import-question.ts';
import { PlannedChange } from '#src/graphql/schema/types/planned-change.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { WRITTEN_LIMITS } from '#src/service/limits.ts';
import { applyImport, previewImport } from '#src/service/transfer/import.ts';
import { undoImport } from '#src/service/transfer/undo-import.ts';

type Types = typeof builder.$inferSchemaTypes;

const ImportNameInput = builder.inputType('ImportNameInput', {
  description: 'A name in a file and the metric that it stands for.',
  fields: (t) => ({
    label: t.string({ required: true, description: 'The name as in the file.' }),
    metric: t.string({ required: true, description: 'Key or label of the metric.' }),
  }),
});

const ImportLayoutInput = builder.inputType('ImportLayoutInput', {
  description:
    'How a file is to be read; whatever is omitted is found out. `applyImport` keeps it for the next file that is not understood by itself.',
  fields: (t) => ({
    headingRow: t.int({ description: 'Row that has the months, from 0.' }),
    labelColumn: t.int({ description: 'Column that names the metrics, from 0.' }),
    dateOrder: t.field({ type: DateOrder, description: 'How dates are read.' }),
    numberStyle: t.field({ type: NumberStyle, description: 'How numbers are read.' }),
    year: t.int({ description: 'Year of months that are named without one.' }),
    names: t.field({
      type: [ImportNameInput],
      description: `Names that are neither keys nor labels; at most ${WRITTEN_LIMITS.entries}.`,
    }),
  }),
});

function fileFields(t: PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>) {
  return {
    organizationId: t.int(ORGANIZATION_INPUT),
    file: t.field({ type: 'Upload', required: true, description: 'A workbook (XLSX, ODS) or a table (CSV, TSV).' }),
    sheet: t.string({ description: 'The only sheet to read; all that have months and metrics if omitted.' }),
    layout: t.field({ type: ImportLayoutInput, description: 'How it is to be read.' }),
    overrides: t.stringList({
      description: 'Places of cells, as in the preview, whose value is to override the formula that gives another one.',
    }),
  };
}

const FILE_ERRORS = [
  ...[RefusedFileError, InvalidParameterError, MetricNotFoundError, InvalidValueError],
  OrganizationNotFoundError,
] as const;

mutation('previewImport', {
  permission: 'metrics:write',
  description:
    'Shows what the import of a file of values would do, cell by cell, and stores nothing. A blank cell erases nothing; the word `erase` releases a manual entry.',
  input: { description: 'A file to look at.', argument: 'The file.', fields: fileFields },
  resolve: async ({ organizationId, file, ...rest }, { scope }) => ({
    preview: await previewImport(scope(organizationId), { bytes: file.bytes, fileName: file.name, ...rest }),
  }),
  success: {
    description: 'The file was read. Nothing was stored.',
    fields: (t) => ({
      preview: t.expose('preview', { type: ImportPreview, description: 'What its import would do.' }),
    }),
  },
  errors: FILE_ERRORS,
});

mutation('applyImport', {
  permission: 'metrics:write',
  description:
    'Imports a file of values as its preview showed, all months together. Importing the same file again changes nothing.',
  input: {
    description: 'A file to import, with the digest of its preview.',
    argument: 'The file and its preview.',
    fields: (t) => ({
      ...fileFields(t),
      digest: t.string({ required: true, description: 'The `digest` of the preview.' }),
      previewedAt: t.field({
        type: 'DateTime',
        description: 'The `at` of the preview, so that an error can name what has changed since.',
      }),
      skipRefused: t.boolean({
        required: true,
        defaultValue: false,
        description: 'Whether refused cells and conflicts are left out; otherwise they refuse the whole file.',
      }),
    }),
  },
  resolve: async ({ organizationId, file, previewedAt, ...rest }, { scope }) => {
    const given = { bytes: file.bytes, fileName: file.name, previewedAt: previewedAt ?? undefined };
    const { importId, ...imported } = await applyImport(scope(organizationId), { ...rest, ...given });
    return { importId, imported: { ...imported, importId } };
  },
  success: {
    description: 'The file was imported.',
    fields: (t) => ({
      importId: t.exposeInt('importId', {
        nullable: true,
        description: 'ID of the import, for `undoImport`; null if nothing has changed.',
      }),
      imported: t.expose('imported', { type: ImportPreview, description: 'What the import did.' }),
    }),
  },
  resultNote: 'All or nothing.',
  errors: [...FILE_ERRORS, ImportChangedError],
});

mutation('undoImport', {
  permission: 'metrics:write',
  description:
    'Undoes a whole import: every value becomes what it was before, unless a later change stands on one of them.',
  input: {
    description: 'An import to undo.',
    argument: 'The import.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      id: t.int({ required: true, description: 'ID of the import.' }),
    }),
  },
  resolve: ({ organizationId, id }, { scope }) => undoImport(scope(organizationId), id),
  success: {
    description: 'The import was undone.',
    fields: (t) => ({
      import: t.field({ type: Import, description: 'The import.', resolve: ({ undone }) => undone }),
      changes: t.field({
        type: [PlannedChange],
        description: 'Every monthly value that changed, recalculated ones included.',
        resolve: ({ changes }) => changes,
      }),
    }),
  },
  errors: [NotFoundError, ImportChangedError, PeriodClosedError, OrganizationNotFoundError],
});
