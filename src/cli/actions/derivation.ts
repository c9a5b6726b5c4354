import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { parsePeriod } from '#src/core/period.ts';
import { exportDerivation } from '#src/service/derivation/derivation.ts';
import { createReport } from '#src/service/report/report.ts';

export interface DerivationOptions {
  /** A month or a quarter. */
  readonly period: string;
  readonly out?: string;
  /** The version of a presentation. */
  readonly presentation?: number;
}

/** The action of `qbr derivation`. */
export async function writeDerivation(
  app: App,
  terminal: Terminal,
  { period, out, presentation }: DerivationOptions,
): Promise<ExitStatus> {
  const asked = parsePeriod(period);
  if (out !== undefined) await terminal.requireWritable(out);
  const report = createReport(operatorScope(app, terminal), app.snapshots);
  const { text } = await exportDerivation(report, asked, presentation);
  if (out === undefined) {
    terminal.stdout.write(text);
    return EXIT.done;
  }
  await terminal.saveFile(out, text);
  terminal.printError(`Wrote ${out}.`);
  return EXIT.done;
}
