import type { App } from '#src/app.ts';
import { closingRules } from '#src/cli/closing-rules.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { printProposal, proposalJson } from '#src/cli/proposal-output.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { periodLabel } from '#src/core/period.ts';
import { approveProposal, declineProposal } from '#src/service/periods/decide-proposal.ts';
import { listPendingProposals } from '#src/service/periods/proposal.ts';

/** The action of `qbr proposals list`. */
export async function listProposals(app: App, terminal: Terminal, { json }: { json?: true }): Promise<ExitStatus> {
  const proposals = await listPendingProposals(operatorScope(app, terminal));
  if (json) terminal.printJson({ proposals: proposals.map(proposalJson) });
  else if (proposals.length === 0) terminal.print('No proposal waits for a second admin.');
  else for (const proposal of proposals) printProposal(terminal, proposal);
  return EXIT.done;
}

/** The action of `qbr proposals approve`. */
export async function approve(app: App, terminal: Terminal, { id }: { readonly id: number }): Promise<ExitStatus> {
  const { kind, month } = await approveProposal(operatorScope(app, terminal), { id }, closingRules(app));
  terminal.print(`${periodLabel(month)} is ${kind === 'close' ? 'closed' : 'reopened'}.`);
  return EXIT.done;
}

/** The action of `qbr proposals decline`. */
export async function decline(
  app: App,
  terminal: Terminal,
  { id, reason }: { readonly id: number; readonly reason?: string },
): Promise<ExitStatus> {
  const { kind, month } = await declineProposal(operatorScope(app, terminal), { id, reason });
  terminal.print(`The proposal is declined; ${periodLabel(month)} stays ${kind === 'close' ? 'open' : 'closed'}.`);
  return EXIT.done;
}
