import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { type Month, monthAt, parseMonth } from '#src/core/period.ts';
import { BYTE_ORDER_MARK } from '#src/files/csv-text.ts';
import { programVersion } from '#src/package-root.ts';
import { type ValueFormat, valueRows } from '#src/service/export/value-rows.ts';
import { exportWorkbook } from '#src/service/export/workbook.ts';
import { yearCsv } from '#src/service/export/year-csv.ts';
import { createReport, type Report } from '#src/service/report/report.ts';

export interface ExportWorkbookOptions {
  readonly year: string;
  readonly out?: string;
}

export interface ExportTableOptions {
  readonly year: string;
  readonly long?: true;
  readonly bom?: true;
  readonly out?: string;
}

export interface ExportValuesOptions {
  readonly from: Month;
  readonly to?: Month;
  readonly format: ValueFormat;
}

/** The action of `qbr export workbook`. */
export async function exportBook(
  app: App,
  terminal: Terminal,
  { year, out }: ExportWorkbookOptions,
): Promise<ExitStatus> {
  const { name, bytes } = await exportWorkbook(reportOf(app, terminal), { year, version: programVersion() });
  await terminal.saveFile(out ?? name, bytes);
  terminal.printError(`Wrote ${out ?? name}.`);
  return EXIT.done;
}

/** The action of `qbr export csv`. */
export async function exportCsv(app: App, terminal: Terminal, options: ExportTableOptions): Promise<ExitStatus> {
  const { year, long, bom, out } = options;
  const table = long ? await longCsv(app, terminal, year) : await yearCsv(reportOf(app, terminal), year);
  const text = bom ? `${BYTE_ORDER_MARK}${table}` : table;
  if (out === undefined) terminal.stdout.write(text);
  else await terminal.saveFile(out, text);
  return EXIT.done;
}

async function longCsv(app: App, terminal: Terminal, year: string): Promise<string> {
  const range = { from: parseMonth(`${year}-01`, 'year'), to: parseMonth(`${year}-12`, 'year') };
  const pieces: string[] = [];
  for await (const piece of valueRows(operatorScope(app, terminal), { range, format: 'csv' })) pieces.push(piece);
  return pieces.join('');
}

/** The action of `qbr export values`. */
export async function exportValues(app: App, terminal: Terminal, options: ExportValuesOptions): Promise<ExitStatus> {
  const { from, to = monthAt(app.clock(), app.config.timeZone), format } = options;
  for await (const piece of valueRows(operatorScope(app, terminal), { range: { from, to }, format })) {
    if (!terminal.stdout.write(piece)) await drained(terminal.stdout);
  }
  return EXIT.done;
}

/** Waits until a slow reader has taken what was written. */
function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    stream.once('drain', resolve);
    stream.once('error', () => resolve());
  });
}

function reportOf(app: App, terminal: Terminal): Report {
  return createReport(operatorScope(app, terminal), app.snapshots);
}
