import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import { cellDisplay } from '#src/service/transfer/cell-display.ts';
import type { ImportPreview as Preview } from '#src/service/transfer/import.ts';
import { ImportQuestion } from './import-question.ts';

const ImportCellState = enumOf('ImportCellState', 'What an import does with a cell.', {
  same: 'As stored, or not edited since the export. Nothing changes.',
  new: 'A value where none is stored.',
  changed: 'Another value than the stored one.',
  refused: 'Not stored, for the reason given.',
  ignored: 'Calculated here with the same result, or without content.',
  differs: 'Calculated here with another result. Not stored, unless the cell is among `overrides`.',
  conflict: 'Changed in the file, and here since the export.',
});

const ImportCell = builder.objectRef<Preview['cells'][number]>('ImportCell').implement({
  description: 'A cell of a file that stands for a value, and what an import does with it.',
  fields: (t) =>
    exposed(t, {
      where: ['String', 'Its place: `Review!C12`, `line 12, column C`.'],
      period: [nullable('String'), 'Month, quarter, or a year of four digits; null if the file does not say.'],
      metric: [nullable('String'), 'Key of the metric or SmartNumber, or an unknown name as in the file.'],
      label: t.string({ description: 'Display name of the metric.', resolve: (cell) => cellDisplay(cell).label }),
      state: [ImportCellState, 'What the import does with it.'],
      before: [nullable('Decimal'), 'The stored value; null if absent.'],
      after: [nullable('Decimal'), 'The value after the import; of a cell that is not stored, that of the file.'],
      formattedBefore: t.string({
        description: '`before`, formatted for display; `—` if absent.',
        resolve: (cell) => cellDisplay(cell).before,
      }),
      formattedAfter: t.string({
        description: '`after`, formatted for display; `—` if absent.',
        resolve: (cell) => cellDisplay(cell).after,
      }),
      reason: [nullable('String'), 'Why, as a sentence; null if the state says it all.'],
      canOverride: t.boolean({
        description: 'Whether `overrides` can have the cell, or has it: its value overrides the formula.',
        resolve: ({ canOverride }) => canOverride ?? false,
      }),
    }),
});

const ImportDependent = builder.objectRef<Preview['dependents'][number]>('ImportDependent').implement({
  description:
    'A calculated value that changes as a result of an import: a metric of a month or quarter, or a SmartNumber.',
  fields: (t) =>
    exposed(t, {
      period: t.field({ type: 'Period', description: 'Month or quarter.', resolve: ({ period }) => period }),
      metric: ['String', 'Key of the metric or SmartNumber.'],
      isSmartNumber: ['Boolean', 'Whether it is a SmartNumber: `lost_mrr` is the key of one and of a metric.'],
      label: t.string({ description: 'Display name.', resolve: (each) => cellDisplay(each).label }),
      before: [nullable('Decimal'), 'The value before; null if absent.'],
      after: [nullable('Decimal'), 'The value after; null if absent.'],
      formattedBefore: t.string({
        description: '`before`, formatted for display; `—` if absent.',
        resolve: (each) => cellDisplay(each).before,
      }),
      formattedAfter: t.string({
        description: '`after`, formatted for display; `—` if absent.',
        resolve: (each) => cellDisplay(each).after,
      }),
    }),
});

const SheetSample = builder.objectRef<Preview['samples'][number]>('SheetSample').implement({
  description: 'The first rows of a sheet as texts, for a person who is to say how it is to be read.',
  fields: (t) =>
    exposed(t, {
      name: ['String', 'Name of the sheet; empty for a text file.'],
      rows: t.field({
        type: t.listRef(t.listRef('String')),
        description: 'At most 40 rows of at most 20 cells.',
        resolve: ({ rows }) => rows.map((row) => [...row]),
      }),
    }),
});

const ImportCounts = builder.objectRef<Preview['counts']>('ImportCounts').implement({
  description: 'Number of cells in each state. Together they are all cells of the file that hold something.',
  fields: (t) =>
    exposed(t, {
      same: ['Int', 'Cells that change nothing.'],
      new: ['Int', 'Values where none is stored.'],
      changed: ['Int', 'Other values than the stored ones.'],
      refused: ['Int', 'Cells that are not stored.'],
      ignored: ['Int', 'Cells that are calculated here with the same result.'],
      differs: ['Int', 'Cells that are calculated here with another result.'],
      conflict: ['Int', 'Cells that were changed on both sides.'],
    }),
});

export const ImportPreview = builder.objectRef<Preview>('ImportPreview').implement({
  description: 'What the import of a file does, cell by cell.',
  fields: (t) =>
    exposed(t, {
      fileName: ['String', 'Name of the file, without folders.'],
      digest: ['String', 'SHA-256 of everything that the import does. `applyImport` does exactly this, or nothing.'],
      at: ['DateTime', 'Time of the stored values that the file was compared with.'],
      counts: [ImportCounts, 'Number of cells in each state.'],
      cells: t.field({
        type: [ImportCell],
        description: 'The cells, in the order of the file.',
        args: { states: t.arg({ type: [ImportCellState], description: 'Only cells in these states.' }) },
        resolve: ({ cells }, { states }) => cells.filter(({ state }) => states?.includes(state) ?? true),
      }),
      unknownNames: t.exposeStringList('unknownNames', {
        description:
          'Names in the file that are those of no metric; `names` of the layout can say what they stand for.',
      }),
      dependents: [[ImportDependent], 'Calculated values that change as a result.'],
      notes: t.exposeStringList('notes', { description: 'What was assumed, and what is left out, in sentences.' }),
      question: [nullable(ImportQuestion), 'Set if only a person can say how the file is to be read.'],
      samples: [[SheetSample], 'The beginning of each sheet, to say how it is to be read.'],
    }),
});
