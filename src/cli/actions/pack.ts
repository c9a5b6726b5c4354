import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { exportPack, type PackRequest } from '#src/service/pack/pack.ts';
import { createReport } from '#src/service/report/report.ts';

export interface PackOptions extends PackRequest {
  readonly out?: string;
}

/** The action of `qbr pack`. */
export async function writePackFile(app: App, terminal: Terminal, options: PackOptions): Promise<ExitStatus> {
  const { out, ...request } = options;
  const { name, bytes } = await exportPack(createReport(operatorScope(app, terminal), app.snapshots), request);
  await terminal.saveFile(out ?? name, bytes);
  terminal.printError(`Wrote ${out ?? name}.`);
  return EXIT.done;
}
