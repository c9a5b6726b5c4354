import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { changeLine, outcomeJson } from '#src/cli/value-changes.ts';
import { InvalidInputError, QbrError } from '#src/core/errors.ts';
import { periodLabel } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';
import type { SavedMapping } from '#src/service/books/mapping.ts';
import { exportMapping, importMapping } from '#src/service/books/mapping-file.ts';

/** The action of `qbr books mapping export`. */
export async function exportFile(app: App, terminal: Terminal, file: string | undefined): Promise<ExitStatus> {
  const yaml = await exportMapping(operatorScope(app, terminal));
  if (file === undefined) terminal.print(yaml.trimEnd());
  else {
    await terminal.saveFile(file, yaml);
    terminal.printError(`Wrote ${file}.`);
  }
  return EXIT.done;
}

export interface MappingImportOptions {
  readonly confirm?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

/** A file that a person writes is far smaller. */
const MAX_BYTES = 1_000_000;

/** The action of `qbr books mapping import`. */
export async function importFile(
  app: App,
  terminal: Terminal,
  { file, confirm = false, dryRun: preview = false, json }: MappingOptions,
): Promise<ExitStatus> {
  const text = new TextDecoder().decode(await terminal.readFile(file, MAX_BYTES));
  try {
    const saved = await importMapping(operatorScope(app, terminal), text, { confirm, preview });
    if (json) terminal.printJson({ ...savedJson(saved), problems: [], stored: !preview });
    else printSaved(terminal, saved, preview);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof QbrError)) throw error;
    const faults = error instanceof InvalidInputError ? error.errors : [error];
    for (const { field, message } of faults) terminal.printError(faultLine(field, message));
    terminal.printError('Nothing was stored.');
    const problems = faults.map(({ field, message }) => ({ field: field ?? null, message }));
    if (json) terminal.printJson({ ...NOTHING, problems, stored: false });
    return EXIT.unusable;
  }
}

interface MappingOptions {
  readonly file: string;
  readonly confirm?: boolean;
  readonly dryRun?: boolean;
  readonly json?: true | undefined;
}

const NOTHING = {
  ...{ version: null, from: null, isConfirmed: false, months: [], keptMonths: [] },
  ...{ changes: [], derivedChanges: 0 },
};

function savedJson(saved: SavedMapping) {
  const { version, from, isConfirmed, months, keptMonths } = saved;
  return { version, from, isConfirmed, months, keptMonths, ...outcomeJson(saved) };
}

/** Most messages begin with the field. */
function faultLine(field: string | undefined, message: string): string {
  return !field || message.startsWith(field) ? message : `${field}: ${message}`;
}

function printSaved({ print, printError }: Terminal, saved: SavedMapping, preview: boolean): void {
  const { version, from, isConfirmed, months, keptMonths, changes, derivedChanges } = saved;
  for (const month of months) {
    printError(`${periodLabel(month)}:`);
    const ofMonth = changes.filter((change) => change.month === month);
    for (const change of ofMonth) printError(`  ${changeLine(change)}`);
    if (ofMonth.length === 0) printError('  no change');
  }
  for (const month of keptMonths) printError(`${periodLabel(month)} is closed and keeps its mapping.`);
  if (derivedChanges > 0) printError(`and ${counted(derivedChanges, 'derived value')} (quarters and SmartNumbers).`);
  const state = isConfirmed ? 'confirmed' : 'a proposal: nothing is computed from it until it is confirmed (--confirm)';
  const is = preview ? 'would be' : 'is';
  print(`Version ${version} of the mapping, from ${periodLabel(from)} on, ${is} ${state}.`);
  if (preview) print('Dry run: nothing was stored.');
}
