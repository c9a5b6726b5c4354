import type { App } from '#src/app.ts';
import { closingRules } from '#src/cli/closing-rules.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { printProposal, proposalJson } from '#src/cli/proposal-output.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { outcomeJson, printOutcome } from '#src/cli/value-changes.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import { requestReopening } from '#src/service/periods/propose.ts';

/** The action of `qbr reopen`. */
export async function reopen(
  app: App,
  terminal: Terminal,
  { period, reason, json }: { readonly period: Month; readonly reason: string; readonly json?: true },
): Promise<ExitStatus> {
  const scope = operatorScope(app, terminal);
  const { changed, proposal, ...outcome } = await requestReopening(scope, { period, reason }, closingRules(app));
  if (json) {
    terminal.printJson({ period, changed, ...outcomeJson(outcome), proposal: proposal && proposalJson(proposal) });
  } else if (proposal) printProposal(terminal, proposal);
  else {
    terminal.print(`${periodLabel(period)} ${changed ? 'is reopened.' : 'was already open.'}`);
    printOutcome(terminal, period, outcome);
  }
  return EXIT.done;
}
