import type { ImportLayoutInput, PreviewImportInput } from '#src/web/gql/operations.ts';

/** A file to import. Choosing the same one again is another choice, because it may have been corrected. */
export interface ChosenFile {
  readonly file: File;
  readonly number: number;
}

/** What a person says of how a file is to be read, and of which formulas it overrides. */
export interface ImportChoice {
  /** The only sheet to read; null for all. */
  readonly sheet: string | null;
  /** Rows and columns from 0; what is left out is found out. */
  readonly layout: Omit<ImportLayoutInput, 'names'>;
  /** Keys of metrics by the names in the file that stand for them. */
  readonly names: Readonly<Record<string, string>>;
  /** Places of cells. */
  readonly overrides: readonly string[];
}

export const NOTHING_SAID: ImportChoice = { sheet: null, layout: {}, names: {}, overrides: [] };

/** The input of a preview; `applyImport` takes the same. */
export function importInput(file: File, { sheet, layout, names, overrides }: ImportChoice): PreviewImportInput {
  const named = Object.entries(names).map(([label, metric]) => ({ label, metric }));
  const isExplained = named.length > 0 || Object.keys(layout).length > 0;
  return { file, sheet, overrides, layout: isExplained ? { ...layout, names: named } : null };
}

/** The choice with a name that stands for a metric; for none if `metric` is empty. */
export function withName(choice: ImportChoice, name: string, metric: string): ImportChoice {
  const { [name]: _, ...others } = choice.names;
  return { ...choice, names: metric === '' ? others : { ...choice.names, [name]: metric } };
}

/** The choice with or without a cell that overrides its formula. */
export function withOverride(choice: ImportChoice, where: string, isWanted: boolean): ImportChoice {
  const others = choice.overrides.filter((each) => each !== where);
  return { ...choice, overrides: isWanted ? [...others, where] : others };
}
