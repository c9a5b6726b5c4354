import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { outcomeJson, printOutcome } from '#src/cli/value-changes.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import { reopenPeriod } from '#src/service/periods/close.ts';

/** The action of `qbr reopen`. */
export async function reopen(
  app: App,
  terminal: Terminal,
  { period, reason, json }: { readonly period: Month; readonly reason: string; readonly json?: true },
): Promise<ExitStatus> {
  const { changed, ...outcome } = await reopenPeriod(operatorScope(app, terminal), { period, reason });
  if (json) terminal.printJson({ period, changed, ...outcomeJson(outcome) });
  else {
    terminal.print(`${periodLabel(period)} ${changed ? 'is reopened.' : 'was already open.'}`);
    printOutcome(terminal, period, outcome);
  }
  return EXIT.done;
}
