import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { outcomeJson, printChanges } from '#src/cli/value-changes.ts';
import { InvalidParameterError } from '#src/core/errors.ts';
import type { CellState, ImportCell } from '#src/core/transfer/import-cell.ts';
import type { ImportDependent } from '#src/core/transfer/import-preview.ts';
import { columnNumber } from '#src/core/transfer/table.ts';
import { counted } from '#src/core/words.ts';
import { MAX_FILE_BYTES } from '#src/service/limits.ts';
import { applyImport, type ImportPreview, previewImport } from '#src/service/transfer/import.ts';
import type { GivenLayout } from '#src/service/transfer/import-file.ts';
import { undoImport } from '#src/service/transfer/undo-import.ts';

export interface ImportValuesOptions {
  readonly dryRun?: true;
  readonly sheet?: string;
  readonly skipRefused?: true;
  readonly override?: readonly string[];
  readonly dates?: 'month-first' | 'day-first';
  readonly numbers?: 'point' | 'comma';
  readonly year?: string;
  readonly headingRow?: string;
  readonly labelColumn?: string;
  readonly json?: true;
}

/** The action of `qbr import`. */
export async function importValues(
  app: App,
  terminal: Terminal,
  { file, ...options }: ImportValuesOptions & { readonly file: string },
): Promise<ExitStatus> {
  const { dryRun = false, skipRefused = false } = options;
  const layout = layoutOf(options);
  const bytes = await terminal.readFile(file, MAX_FILE_BYTES);
  const scope = operatorScope(app, terminal);
  const input = { bytes, fileName: file, sheet: options.sheet, layout, overrides: options.override };
  const preview = await previewImport(scope, input);
  const obstacles = preview.counts.refused + preview.counts.conflict;
  const isRefused = preview.question !== null || (obstacles > 0 && !skipRefused);
  const { digest, at } = preview;
  const imported =
    dryRun || isRefused ? preview : await applyImport(scope, { ...input, digest, previewedAt: at, skipRefused });
  if (options.json) terminal.printJson(importJson(imported));
  else printImport(terminal, imported, { dryRun, isRefused });
  return isRefused ? EXIT.unusable : EXIT.done;
}

/** The action of `qbr import undo`. */
export async function undoValues(
  app: App,
  terminal: Terminal,
  { id, json }: { readonly id: string; readonly json?: true },
): Promise<ExitStatus> {
  const outcome = await undoImport(operatorScope(app, terminal), wholeNumber(id, 'id', 1));
  if (json) terminal.printJson(outcomeJson(outcome));
  else {
    printChanges(terminal, outcome);
    terminal.print(`Undone: import ${id}, file ${outcome.undone.fileName}.`);
  }
  return EXIT.done;
}

/** @throws InvalidParameterError for a row, column or year that is none */
function layoutOf({ dates, numbers, year, headingRow, labelColumn }: ImportValuesOptions): GivenLayout | undefined {
  if ([dates, numbers, year, headingRow, labelColumn].every((each) => each === undefined)) return undefined;
  const column = labelColumn === undefined ? undefined : columnNumber(labelColumn);
  if (column === null) {
    throw new InvalidParameterError('--label-column must be letters such as A', { field: 'label-column' });
  }
  return {
    dateOrder: dates && (dates === 'month-first' ? 'month first' : 'day first'),
    numberStyle: numbers,
    year: year === undefined ? undefined : wholeNumber(year, 'year', 2000),
    headingRow: headingRow === undefined ? undefined : wholeNumber(headingRow, 'heading-row', 1) - 1,
    labelColumn: column,
  };
}

function wholeNumber(text: string, name: string, least: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (number >= least) return number;
  throw new InvalidParameterError(`${name} must be a whole number from ${least}, not ${JSON.stringify(text)}`, {
    field: name,
  });
}

/** The fixed document of `--json`. Values are decimals in plain notation. */
function importJson({ digest, counts, cells, dependents, isApplied }: ImportPreview) {
  const plain = ({ before, after }: Pick<ImportDependent, 'before' | 'after'>) => ({
    before: before?.toFixed() ?? null,
    after: after?.toFixed() ?? null,
  });
  return {
    digest,
    counts,
    cells: cells.map((cell) => {
      const { where, period, metric, state, reason } = cell;
      return { where, period, metric, state, ...plain(cell), reason };
    }),
    dependents: dependents.map((each) => ({ period: each.period, metric: each.metric, ...plain(each) })),
    applied: isApplied,
  };
}

/** The options that answer a question. */
const ANSWERS: Readonly<Record<NonNullable<ImportPreview['question']>['kind'], string>> = {
  layout: '--heading-row and --label-column, or choose the sheet with --sheet',
  'date order': '--dates month-first or --dates day-first',
  year: '--year',
  'number style': '--numbers point or --numbers comma',
};

/** States in the order of their importance to a person. */
const SHOWN_STATES: readonly CellState[] = ['refused', 'conflict', 'differs', 'changed', 'new'];

function printImport(
  { print, printError }: Terminal,
  { cells, counts, dependents, notes, isApplied, importId, question }: ImportPreview,
  { dryRun, isRefused }: { readonly dryRun: boolean; readonly isRefused: boolean },
): void {
  for (const note of notes) print(note);
  for (const state of SHOWN_STATES) for (const cell of cells) if (cell.state === state) print(cellLine(cell));
  const all = Object.entries(counts).filter(([, count]) => count > 0);
  print(`${counted(cells.length, 'cell')}: ${all.map(([state, count]) => `${count} ${state}`).join(', ') || 'none'}.`);
  const follow = isApplied ? 'followed' : 'would follow';
  if (dependents.length > 0) print(`${counted(dependents.length, 'calculated value')} ${follow}.`);
  if (question) printError(`Nothing was stored: say it with ${ANSWERS[question.kind]}.`);
  else if (isRefused) printError('Nothing was stored: correct the file, or leave out these cells with --skip-refused.');
  else if (dryRun) print('Dry run: nothing was stored.');
  else if (importId === null) print('Nothing has changed.');
  else print(`Import ${importId} is stored. To undo it: qbr import undo ${importId}`);
}

function cellLine({ where, period, metric, state, before, after, reason }: ImportCell): string {
  const subject = [metric, period].filter((each) => each !== null).join(' of ');
  const values = state === 'refused' ? '' : ` ${before?.toFixed() ?? '—'} → ${after?.toFixed() ?? '—'}`;
  return `${state} ${where}${subject === '' ? '' : `: ${subject}`}${values}${reason === null ? '' : ` (${reason})`}`;
}
