import { join } from 'node:path';
import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { calculationReference } from '#src/service/reference/reference.ts';
import { createReport } from '#src/service/report/report.ts';

const NAME = 'calculation-reference';

/** The action of `qbr reference`. */
export async function writeReference(
  app: App,
  terminal: Terminal,
  { out }: { readonly out: string },
): Promise<ExitStatus> {
  const scope = operatorScope(app, terminal);
  const rules = await app.rulesOf(scope.organization.id);
  const { markdown, html } = await calculationReference(createReport(scope, app.snapshots), rules);
  for (const [ending, text] of [
    ['md', markdown],
    ['html', html],
  ] as const) {
    const path = join(out, `${NAME}.${ending}`);
    await terminal.saveFile(path, text);
    terminal.printError(`Wrote ${path}.`);
  }
  return EXIT.done;
}
