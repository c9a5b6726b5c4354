import { openApp } from '#src/app.ts';
import { type CommandContext, commandLogger, logUnexpected } from '#src/cli/command.ts';
import type { ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { type Config, parseConfig } from '#src/config/config.ts';
import { counted } from '#src/core/words.ts';
import type { Logger } from '#src/log/log.ts';
import { programVersion } from '#src/package-root.ts';
import { checkRestored, type Restored, type RestoreTarget, restoreBackup } from '#src/service/backup/restore.ts';
import { printChecks, printCopy, tableLine } from './copy-output.ts';

export interface RestoreCommandOptions {
  readonly file: string;
  readonly replace?: true;
  readonly json?: true;
}

/** The action of `qbr restore`. */
export async function restore(
  context: CommandContext,
  { file, replace, json }: RestoreCommandOptions,
): Promise<ExitStatus> {
  const config = parseConfig(context.environment);
  const logger = commandLogger(config);
  return logUnexpected(logger, async () => {
    const target = targetOf(config.database, context, { command: 'qbr restore', isReplaced: replace === true });
    const restored = await restoreBackup(file, target);
    return finish(restored, { config, logger, context, json, done: `Restored ${file}` });
  });
}

/** A database to fill, by the operator, now. */
export function targetOf(
  connection: Config['database'],
  { terminal: { operator, printError } }: CommandContext,
  { command, isReplaced }: { readonly command: string; readonly isReplaced: boolean },
): RestoreTarget {
  return {
    ...{ connection, owner: { command }, viewer: operator, at: new Date(), isReplaced, version: programVersion() },
    onTable: (name, rows) => printError(tableLine(name, rows)),
  };
}

/** Opens a filled database, checks it, and prints what was done and found. */
export async function finish(
  { result, aside, folderLock }: Restored,
  {
    config,
    logger,
    context: { terminal },
    json,
    done,
  }: {
    readonly config: Config;
    readonly logger: Logger;
    readonly context: CommandContext;
    readonly json: true | undefined;
    readonly done: string;
  },
): Promise<ExitStatus> {
  // Vendors are not asked.
  const settings = { ...config, connectwise: null, ninjaone: null };
  const app = await openApp(settings, { logger, command: 'qbr restore', ...(folderLock && { folderLock }) });
  try {
    const status = printChecks(terminal, await checkRestored(operatorScope(app, terminal)));
    if (aside !== null) terminal.printError(`The earlier database is now ${aside}; delete it when it is not needed.`);
    terminal.printError('Everyone signs in again: sessions are not restored.');
    const { sealedSecrets } = result.header;
    if (sealedSecrets > 0) {
      terminal.printError(
        `${counted(sealedSecrets, 'secret')} can be opened only with the QBR_SECRET_KEY of the copied installation. Where QuickBooks Online refuses the copied consent, connect it again.`,
      );
    }
    printCopy(terminal, result, { json, done });
    return status;
  } finally {
    await app.close();
  }
}
