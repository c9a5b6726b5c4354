import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { withStopSignal } from '#src/cli/stop-signal.ts';
import { isWritten, type Terminal } from '#src/cli/terminal.ts';
import { type Month, monthAt } from '#src/core/period.ts';
import { programVersion } from '#src/package-root.ts';
import { type ValueFormat, valueRows } from '#src/service/export/value-rows.ts';
import { exportWorkbook } from '#src/service/export/workbook.ts';
import { yearCsv } from '#src/service/export/year-csv.ts';
import { createReport, type Report } from '#src/service/report/report.ts';

export interface ExportWorkbookOptions {
  readonly year: string;
  readonly history?: number;
  readonly trends?: readonly string[];
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
  { out, ...request }: ExportWorkbookOptions,
): Promise<ExitStatus> {
  if (out !== undefined) await terminal.requireWritable(out);
  const { name, bytes } = await exportWorkbook(reportOf(app, terminal), { ...request, version: programVersion() });
  // A file that nobody named may hold edits that are not imported yet.
  await terminal.saveFile(out ?? name, bytes, { isNew: out === undefined });
  terminal.printError(`Wrote ${out ?? name}.`);
  return EXIT.done;
}

/** The action of `qbr export csv`. */
export async function exportCsv(app: App, terminal: Terminal, options: ExportTableOptions): Promise<ExitStatus> {
  const { year, long, bom, out } = options;
  if (out !== undefined) await terminal.requireWritable(out);
  const text = await yearCsv(reportOf(app, terminal), year, { isLong: long, hasMark: bom });
  if (out === undefined) terminal.stdout.write(text);
  else await terminal.saveFile(out, text);
  return EXIT.done;
}

/** The action of `qbr export values`. */
export async function exportValues(app: App, terminal: Terminal, options: ExportValuesOptions): Promise<ExitStatus> {
  const scope = operatorScope(app, terminal);
  const { from, to = monthAt(scope.at, scope.organization.timeZone), format } = options;
  return withStopSignal(terminal, async (signal) => {
    for await (const piece of valueRows(scope, { range: { from, to }, format })) {
      signal.throwIfAborted();
      // Nobody reads on: a closed pipe, which is no failure, or a full disk, which is reported at the end.
      if (!(await isWritten(terminal.stdout, piece))) break;
    }
    return EXIT.done;
  });
}

function reportOf(app: App, terminal: Terminal): Report {
  return createReport(operatorScope(app, terminal), app.snapshots);
}
