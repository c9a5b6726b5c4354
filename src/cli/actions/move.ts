import { fileURLToPath } from 'node:url';
import { type CommandContext, commandLogger, logUnexpected, openCommandApp } from '#src/cli/command.ts';
import { type ExitStatus, SetUpError } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { type Config, parseConfig } from '#src/config/config.ts';
import { programVersion } from '#src/package-root.ts';
import { copyParts } from '#src/service/backup/backup.ts';
import { fillFrom } from '#src/service/backup/restore.ts';
import { requireUnusedPostgresql } from '#src/store/backup/target.ts';
import { finish, targetOf } from './restore.ts';

export interface MoveCommandOptions {
  readonly to: string;
  readonly json?: true;
}

/** The action of `qbr move`. */
export async function move(context: CommandContext, { to, json }: MoveCommandOptions): Promise<ExitStatus> {
  const config = parseConfig(context.environment);
  const connection = connectionOf(to);
  const logger = commandLogger(config);
  return logUnexpected(logger, async () => {
    const { database: source } = config;
    // What a server writes after this moment would be missing in the copy.
    if (source.kind !== 'embedded') await requireUnusedPostgresql(source);
    const app = await openCommandApp({ ...config, connectwise: null, ninjaone: null }, { logger, command: 'qbr move' });
    const target = targetOf(connection, context, { command: 'qbr move', isReplaced: false });
    const version = programVersion();
    const moved = await copyParts(operatorScope(app, context.terminal), { version }, (parts) =>
      fillFrom(parts, target, 'database.moved'),
    ).finally(() => app.close());
    const there = { ...config, database: connection };
    const status = await finish(moved, { config: there, logger, context, json, done: 'Moved' });
    const variable = connection.kind === 'embedded' ? 'QBR_DATA_DIR' : 'DATABASE_URL';
    context.terminal.printError(
      `The database here is as it was. Set ${variable} to the new one, then start the server.`,
    );
    return status;
  });
}

/** @throws SetUpError for the address of anything but a database that this program can use */
function connectionOf(to: string): Config['database'] {
  if (/^postgres(ql)?:\/\/./.test(to)) return { kind: 'postgresql', url: to };
  if (/^file:\/\//.test(to)) return { kind: 'embedded', directory: fileURLToPath(to) };
  const directory = to.replace(/^file:/, '');
  if (directory !== '' && !/^[a-z][a-z0-9+.-]+:/i.test(directory)) return { kind: 'embedded', directory };
  throw new SetUpError('--to must be a postgresql:// URL or a folder');
}
