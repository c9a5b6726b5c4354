import type { App } from '#src/app.ts';
import { closingRules } from '#src/cli/closing-rules.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { printProposal, proposalJson } from '#src/cli/proposal-output.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';
import type { ClosingReport } from '#src/service/periods/close.ts';
import { type Proposed, requestClosing } from '#src/service/periods/propose.ts';

/** The action of `qbr close`. */
export async function close(
  app: App,
  terminal: Terminal,
  { period, reason, json }: { readonly period: Month; readonly reason?: string; readonly json?: true },
): Promise<ExitStatus> {
  const report = await requestClosing(operatorScope(app, terminal), { period, reason }, closingRules(app));
  if (json) terminal.printJson(reportJson(report));
  else printReport(terminal, report);
  return EXIT.done;
}

type Report = ClosingReport & Proposed;

function printReport(terminal: Terminal, { month, changed, missing, openFindings, proposal }: Report): void {
  const { print } = terminal;
  if (missing.length > 0) print(`Missing: ${missing.map(({ label }) => label).join(', ')}`);
  if (openFindings.length > 0) print(`${counted(openFindings.length, 'finding')} not acknowledged:`);
  for (const { message } of openFindings) print(`  ${message}`);
  if (proposal) printProposal(terminal, proposal);
  else print(changed ? `${periodLabel(month)} is closed.` : `${periodLabel(month)} was already closed.`);
}

function reportJson({ month, changed, missing, openFindings, proposal }: Report) {
  return {
    period: month,
    changed,
    missing: missing.map(({ key }) => key),
    openFindings: openFindings.map(({ id, kind, metric, message }) => ({ id, kind, metric, message })),
    proposal: proposal && proposalJson(proposal),
  };
}
