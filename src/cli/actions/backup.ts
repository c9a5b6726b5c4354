import { basename } from 'node:path';
import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus, SetUpError } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { withStopSignal } from '#src/cli/stop-signal.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { counted } from '#src/core/words.ts';
import { programVersion } from '#src/package-root.ts';
import { makeBackup } from '#src/service/backup/backup.ts';
import { HEAD_BYTES, headerOf } from '#src/service/backup/backup-file.ts';
import { printCopy, tableLine } from './copy-output.ts';

export interface BackupCommandOptions {
  readonly json?: true;
}

/** The action of `qbr backup`. */
export async function backUp(
  app: App,
  terminal: Terminal,
  { file, json }: BackupCommandOptions & { readonly file: string },
): Promise<ExitStatus> {
  const replaced = await earlierBackup(terminal, file);
  const { database } = app.config;
  const copy = await withStopSignal(terminal, (signal) =>
    makeBackup(operatorScope(app, terminal), {
      version: programVersion(),
      save: (bytes) => terminal.saveWhole(file, bytes),
      waitingRoom: database.kind === 'embedded' ? database.directory : null,
      onTable: (name, rows) => terminal.printError(tableLine(name, rows)),
      signal,
    }),
  );
  if (replaced !== null) terminal.printError(`Replaced the backup of ${replaced} in ${basename(file)}.`);
  printCopy(terminal, copy, { json, done: `Wrote ${file}` });
  if (copy.header.sealedSecrets > 0) {
    terminal.printError(
      `${counted(copy.header.sealedSecrets, 'secret')} in it can be opened only with QBR_SECRET_KEY, which it does not have: keep the key elsewhere.`,
    );
  }
  return EXIT.done;
}

/** When the backup was made that is to be replaced; null for a new file. @throws SetUpError for any other file */
async function earlierBackup({ findFile }: Terminal, file: string): Promise<string | null> {
  const head = await findFile(file, HEAD_BYTES);
  // An empty file holds nothing to lose, such as one of `mktemp`.
  if (head === null || head.length === 0) return null;
  const header = headerOf(head);
  if (header) return header.madeAt;
  throw new SetUpError(`${file} exists and is not a backup of this program. Choose another name. Nothing was written.`);
}
