import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { changeLine } from '#src/cli/value-changes.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';
import { type BooksImport, importBooks } from '#src/service/books/import-books.ts';
import type { BooksFileStatement } from '#src/service/books/read-books-file.ts';
import { MAX_FILE_BYTES } from '#src/service/limits.ts';

export interface ImportOptions {
  readonly dryRun?: true;
  readonly json?: true;
}

/** The action of `qbr import books`. */
export async function importFile(
  app: App,
  terminal: Terminal,
  { file, dryRun = false, json }: Omit<ImportOptions, 'dryRun'> & { readonly file: string; readonly dryRun?: boolean },
): Promise<ExitStatus> {
  const bytes = await terminal.readFile(file, MAX_FILE_BYTES);
  const imported = await importBooks(operatorScope(app, terminal), { bytes, fileName: file, dryRun });
  if (json) {
    const { statements, problems, stored } = imported;
    terminal.printJson({ statements, problems, stored });
  } else printImport(terminal, imported, dryRun);
  return imported.problems.length > 0 ? EXIT.unusable : EXIT.done;
}

function printImport({ print, printError }: Terminal, imported: BooksImport, dryRun: boolean): void {
  const { statements, problems, notes, months, stored, mapping, derivedChanges } = imported;
  for (const statement of statements) print(statementLine(statement));
  for (const note of notes) print(note);
  for (const { month, notes: text } of months) print(`${periodLabel(month)}: ${text}`);
  for (const month of months) printChanges(print, imported, month.month);
  if (derivedChanges > 0) print(`and ${counted(derivedChanges, 'derived value')} (quarters and SmartNumbers).`);
  for (const { where, message } of problems) printError(`${where}: ${message}`);
  if (months.length > 0 && mapping !== 'confirmed') print('Values follow once the mapping of accounts is confirmed.');
  if (problems.length > 0) printError('Nothing was stored: correct the file, or export it again.');
  else if (dryRun) print('Dry run: nothing was stored.');
  else if (!stored) print('Nothing was stored: no column covers exactly one month. Export it by month.');
}

function statementLine({ period, from, to, basis, totals }: BooksFileStatement): string {
  const { income, cogs, expense, otherIncome, otherExpense, netIncome } = totals;
  const span = period === null ? `${from} to ${to}` : periodLabel(period);
  const parts = [
    `income ${income}`,
    `COGS ${cogs}`,
    `expense ${expense}`,
    `other income ${otherIncome}`,
    `other expense ${otherExpense}`,
  ];
  return `${span}${basis === null ? '' : `, ${basis} basis`}: ${parts.join(', ')}; Net Income ${netIncome} ties`;
}

function printChanges(print: Terminal['print'], { changes }: BooksImport, month: Month): void {
  const ofMonth = changes.filter((change) => change.month === month);
  if (ofMonth.length === 0) return;
  print(`${periodLabel(month)}:`);
  for (const change of ofMonth) print(`  ${changeLine(change)}`);
}
