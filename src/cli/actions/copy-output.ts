import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { counted } from '#src/core/words.ts';
import type { Copy } from '#src/service/backup/backup.ts';
import type { RestoreChecks } from '#src/service/backup/restore.ts';

/** `qbr_import: 3 rows` */
export function tableLine(name: string, rows: number): string {
  return `${name}: ${counted(rows, 'row')}`;
}

/** Prints what was copied; with `json` as the document of interfaces. */
export function printCopy(
  { print, printJson }: Terminal,
  { header, manifest }: Copy,
  { json, done }: { readonly json: true | undefined; readonly done: string },
): void {
  const tables = Object.fromEntries(Object.entries(manifest.tables).map(([name, { rows }]) => [name, rows]));
  // One organization is the rule; further ones follow in the same text, as `--anchor` takes them one by one.
  const auditAnchor = header.auditAnchors.length > 0 ? header.auditAnchors.join(' ') : null;
  if (json) {
    printJson({ tables, auditAnchor, digest: manifest.digest });
    return;
  }
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
  print(`${done}: ${counted(rows, 'row')} of ${counted(Object.keys(tables).length, 'table')}, as of ${header.madeAt}.`);
  print(`Digest: ${manifest.digest}`);
  if (auditAnchor !== null) print(`Audit anchor, to be stored elsewhere: ${auditAnchor}`);
}

/** Prints on stderr what the checks of a restored database found. */
export function printChecks({ printError }: Terminal, { audit, recalculated }: RestoreChecks): ExitStatus {
  printError('Rows: equal to the copy, by number and digest of each table.');
  const problems = audit.flatMap((each) => each.problems);
  for (const { organizationId, entries, problems: own } of audit) {
    const state = own.length === 0 ? 'unbroken' : `BROKEN, ${counted(own.length, 'problem')}: run qbr audit verify`;
    printError(`Audit trail of organization ${organizationId}: ${counted(entries, 'entry', 'entries')}, ${state}.`);
  }
  printError(
    recalculated === 0
      ? 'Calculated values: a recalculation changes nothing.'
      : `Calculated values: a recalculation would change ${counted(recalculated, 'value')}: run qbr recalculate.`,
  );
  return problems.length === 0 && recalculated === 0 ? EXIT.done : EXIT.failed;
}
