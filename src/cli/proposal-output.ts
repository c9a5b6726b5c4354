import { periodLabel } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';
import type { StoredProposal } from '#src/service/periods/proposal.ts';
import type { Terminal } from './terminal.ts';

/** Prints a proposal that waits for a second admin, and how one approves it. */
export function printProposal({ print }: Pick<Terminal, 'print'>, proposal: StoredProposal): void {
  const { id, kind, month, reason, missing, openFindings, proposedBy, expiresAt } = proposal;
  const subject = `${kind === 'close' ? 'Closing' : 'Reopening'} ${periodLabel(month)}`;
  print(`${subject} waits for a second admin: proposal ${id} of ${proposedBy}, until ${expiresAt.toISOString()}.`);
  if (reason !== null) print(`  Reason: ${reason}`);
  if (missing.length > 0) print(`  Missing when it was proposed: ${missing.join(', ')}`);
  if (openFindings.length > 0) print(`  ${counted(openFindings.length, 'finding')} not acknowledged then`);
  print(`  Another admin approves it in the dashboard (Data quality), or with qbr proposals approve ${id}.`);
}

/** A proposal in the JSON of a command. */
export function proposalJson({ id, kind, month, reason, missing, openFindings, ...proposal }: StoredProposal) {
  const { proposedAt, proposedBy, expiresAt } = proposal;
  return { id, kind, period: month, reason, missing, openFindings, proposedAt, proposedBy, expiresAt };
}
