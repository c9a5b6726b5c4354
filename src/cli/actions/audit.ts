import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { counted } from '#src/core/words.ts';
import { type AuditAnchor, anchorText } from '#src/service/audit/anchor.ts';
import { type AuditVerification, verifyAudit } from '#src/service/audit/verify.ts';

/** Maximum listed problems per organization; a rewritten trail has one per entry. */
const MAX_LISTED = 20;

export interface VerifyOptions {
  readonly anchor?: readonly AuditAnchor[];
  readonly json?: true;
}

/** The action of `qbr audit verify`. */
export async function printVerifications(
  { database }: App,
  terminal: Terminal,
  { anchor: anchors = [], json }: VerifyOptions,
): Promise<ExitStatus> {
  const verifications = await verifyAudit(database, anchors, terminal.organizationId);
  const isProven = verifications.every(({ problems }) => problems.length === 0);
  if (json) terminal.printJson({ isProven, organizations: verifications.map(verificationJson) });
  else for (const each of verifications) printVerification(terminal, each);
  if (!json && verifications.length === 0) terminal.print('No entries yet.');
  return isProven ? EXIT.done : EXIT.failed;
}

function verificationJson({ head, ...verification }: AuditVerification) {
  return { ...verification, anchor: head && anchorText(head) };
}

function printVerification(
  { print }: Terminal,
  { organizationId, entries, firstId, head, ...trail }: AuditVerification,
): void {
  const { adoptedId, prunedId, problems } = trail;
  const range = firstId === null || head === null ? '' : `, ${firstId} to ${head.id}`;
  const state = problems.length === 0 ? 'unbroken' : `BROKEN, ${counted(problems.length, 'problem')}`;
  print(`Organization ${organizationId}: ${counted(entries, 'entry', 'entries')}${range}: ${state}.`);
  for (const { message } of problems.slice(0, MAX_LISTED)) print(`  ${message}.`);
  if (problems.length > MAX_LISTED) print(`  And ${problems.length - MAX_LISTED} more.`);
  if (prunedId > 0)
    print(`  Entries up to ${prunedId} were pruned after their retention period, as recorded in the trail.`);
  if (adoptedId > prunedId)
    print(`  Entries up to ${adoptedId} were written by earlier versions and are protected only since the update.`);
  if (head && problems.length === 0) print(`  Anchor, to be stored elsewhere: ${anchorText(head)}`);
}
