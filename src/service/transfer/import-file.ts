import { createHash } from 'node:crypto';
import { InvalidParameterError, RefusedFileError } from '#src/core/errors.ts';
import { metricByKey, requireMetric } from '#src/core/metrics/metric-registry.ts';
import { comparableName } from '#src/core/metrics/name.ts';
import type { DateOrder } from '#src/core/transfer/heading.ts';
import type { NumberStyle } from '#src/core/transfer/number-text.ts';
import { type FileCells, readTables } from '#src/core/transfer/read-tables.ts';
import { columnName, type Table } from '#src/core/transfer/table.ts';
import type { LayoutChoice } from '#src/core/transfer/table-layout.ts';
import { MAX_NAME_CHARACTERS, refuseTooMany } from '#src/service/limits.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { readImportLayout } from '#src/store/settings.ts';

/** A file of values that a person gives. */
export interface GivenFile {
  readonly bytes: Uint8Array;
  /** With or without folders. */
  readonly fileName: string;
  /** The only sheet to read; undefined for all that are understood. */
  readonly sheet?: string | null | undefined;
  readonly layout?: GivenLayout | null | undefined;
}

/** How a file is to be read, as a person says. Rows and columns count from 0; what is left out is found out. */
export interface GivenLayout {
  readonly headingRow?: number | null | undefined;
  readonly labelColumn?: number | null | undefined;
  readonly dateOrder?: DateOrder | null | undefined;
  readonly numberStyle?: NumberStyle | null | undefined;
  /** Four digits. */
  readonly year?: number | null | undefined;
  /** Names in the file, each with the key or display name of the metric that it stands for. */
  readonly names?: readonly { readonly label: string; readonly metric: string }[] | null | undefined;
}

/** A file as read. */
export interface ReadFile extends FileCells {
  readonly fileName: string;
  readonly sha256: string;
  readonly bytes: number;
  /** The beginning of each sheet, for a person who is to say where its months and metrics are. */
  readonly samples: readonly SheetSample[];
  /** The names and places that a person has given, to be kept for the next file. */
  readonly layout: StoredLayout | null;
}

/** The first rows of a sheet, as texts. */
export interface SheetSample {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

/** A layout as it is kept: a type, because it is stored as JSON. */
export type StoredLayout = {
  readonly headingRow: number | null;
  readonly labelColumn: number | null;
  readonly dateOrder: DateOrder | null;
  readonly numberStyle: NumberStyle | null;
  readonly names: Readonly<Record<string, string>>;
};

const SAMPLE = { rows: 40, columns: 20, characters: 40 } as const;
const NOTHING_GIVEN: StoredLayout = {
  ...{ headingRow: null, labelColumn: null, dateOrder: null, numberStyle: null },
  names: {},
};

/**
 * Reads a file of values. One that leaves a question is read as the organization's last file that a person had to explain.
 * @throws RefusedFileError for a file that cannot be read; InvalidParameterError for a sheet that it does not have;
 *   MetricNotFoundError, InvalidValueError for a layout that names an unknown metric or too many
 */
export async function readGivenFile(reader: Reader, organizationId: number, given: GivenFile): Promise<ReadFile> {
  const { readUntrustedTables } = await import('#src/files/untrusted-tables.ts');
  const { tables: all, notes } = await readUntrustedTables(given.bytes);
  const tables = chosenTables(all, given.sheet);
  const stored = ((await readImportLayout(reader, organizationId)) as StoredLayout | null) ?? NOTHING_GIVEN;
  const chosen = given.layout ? storedLayout(given.layout) : null;
  const names = { ...stored.names, ...chosen?.names };
  const year = given.layout?.year ?? undefined;
  const first = readTables(tables, choiceOf({ ...(chosen ?? NOTHING_GIVEN), names }, year));
  // What a person has said of an earlier file holds for this one, but for what they say of it now.
  const merged = { ...stored, ...answersIn(chosen), names };
  const isSaid = chosen !== null && (chosen.headingRow !== null || chosen.labelColumn !== null);
  const again = first.question && !isSaid ? readTables(tables, choiceOf(merged, year)) : first;
  const read = again.question?.kind === 'layout' ? first : again;
  if (read.exportedFrom !== null && read.exportedFrom !== organizationId) {
    const message = `The workbook is the export of another organization (${read.exportedFrom})`;
    throw new RefusedFileError([{ where: 'file', message }]);
  }
  return {
    ...read,
    notes: [...notes, ...read.notes, ...(read === first ? [] : rememberedNotes(merged))],
    fileName: given.fileName,
    sha256: createHash('sha256').update(given.bytes).digest('hex'),
    bytes: given.bytes.length,
    samples: tables.map(sampleOf),
    layout: chosen && merged,
  };
}

function chosenTables(tables: readonly Table[], sheet: string | null | undefined): readonly Table[] {
  if (sheet === null || sheet === undefined) return tables;
  const found = tables.filter(({ name }) => name.toLowerCase() === sheet.trim().toLowerCase());
  if (found.length > 0) return found;
  const names = tables.map(({ name }) => name).filter((name) => name !== '');
  const known = names.length > 0 ? `it has ${names.join(', ')}` : 'it has no sheets';
  throw new InvalidParameterError(`The file has no sheet ${sheet}; ${known}`, { field: 'sheet' });
}

/** The layout with the keys of its metrics. */
function storedLayout(layout: GivenLayout): StoredLayout {
  const { headingRow = null, labelColumn = null, dateOrder = null, numberStyle = null } = layout;
  const given = layout.names ?? [];
  refuseTooMany(given, 'layout.names');
  const names = given.map(({ label, metric }, index) => {
    const key = requireMetric(metric, `layout.names[${index}].metric`).key;
    return [comparableName(label.slice(0, MAX_NAME_CHARACTERS)), key] as const;
  });
  return { headingRow, labelColumn, dateOrder, numberStyle, names: Object.fromEntries(names) };
}

function answersIn(layout: StoredLayout | null): Partial<StoredLayout> {
  return Object.fromEntries(Object.entries(layout ?? {}).filter(([, answer]) => answer !== null));
}

function choiceOf(layout: StoredLayout, year: number | undefined): LayoutChoice {
  const names = Object.entries(layout.names).filter(([, key]) => metricByKey(key) !== undefined);
  return {
    headingRow: layout.headingRow ?? undefined,
    labelColumn: layout.labelColumn ?? undefined,
    dateOrder: layout.dateOrder ?? undefined,
    numberStyle: layout.numberStyle ?? undefined,
    year,
    names: new Map(names),
  };
}

/** What was remembered of an earlier file, so that nothing is guessed silently. */
function rememberedNotes({ headingRow, labelColumn, dateOrder, numberStyle }: StoredLayout): string[] {
  const words = [
    ...(headingRow === null ? [] : [`months in row ${headingRow + 1}`]),
    ...(labelColumn === null ? [] : [`metrics in column ${columnName(labelColumn)}`]),
    ...(dateOrder === null ? [] : [`dates with the ${dateOrder}`]),
    ...(numberStyle === null ? [] : [`numbers with a decimal ${numberStyle}`]),
  ];
  return words.length === 0 ? [] : [`Read as the last file that was explained: ${words.join(', ')}.`];
}

function sampleOf({ name, rows }: Table): SheetSample {
  const text = (cell: Table['rows'][number][number]): string => {
    if (cell instanceof Date) return cell.toISOString().slice(0, 10);
    if (cell !== null && typeof cell === 'object') return `=${cell.formula}`;
    return String(cell ?? '');
  };
  return {
    name,
    rows: rows
      .slice(0, SAMPLE.rows)
      .map((row) => row.slice(0, SAMPLE.columns).map((cell) => text(cell).slice(0, SAMPLE.characters))),
  };
}
