import type { App, AppOptions } from '#src/app.ts';
import { type Config, parseConfig } from '#src/config/config.ts';
import { createLogger, type Logger } from '#src/log/log.ts';
import { DatabaseUnavailableError } from '#src/store/engine/errors.ts';
import type { FolderLock, FolderOwner } from '#src/store/engine/folder-lock.ts';
import { currentTraceId } from '#src/telemetry/activity.ts';
import { openOrConnect } from './command-client.ts';
import { EXIT, type ExitStatus, exitStatusOf, SetUpError } from './exit-status.ts';
import { type CommandLine, printToStderr, type Terminal } from './terminal.ts';

/** A command line with the environment of its process. */
export interface CommandContext extends CommandLine {
  readonly environment: NodeJS.ProcessEnv;
}

/** Runs a command's work on the open program. */
export type RunCommand = (name: string, work: (app: App, terminal: Terminal) => Promise<ExitStatus>) => Promise<void>;
/** Runs a command that opens the program itself. */
export type RunOnEnvironment = (work: (context: CommandContext) => Promise<ExitStatus>) => Promise<void>;

/**
 * Opens the program, runs a command's work and closes the program; if a server holds the embedded database, the server runs
 * the command. Logs an unexpected error and rethrows it.
 * @param name the command without arguments: `qbr collect`
 */
export async function withApp(
  context: CommandContext,
  name: string,
  work: (app: App, terminal: Terminal) => Promise<ExitStatus>,
): Promise<ExitStatus> {
  const config = parseConfig(context.environment);
  const logger = commandLogger(config);
  return logUnexpected(logger, async () => {
    const program = await openOrConnect(() => openCommandApp(config, { logger, command: name }), context);
    if ('server' in program) return program.server.run(context);
    try {
      return await work(program.opened, context.terminal);
    } finally {
      await program.opened.close();
    }
  });
}

/** Opens the program; an unavailable database is a configuration error. */
export async function openCommandApp(config: Config, options: Omit<AppOptions, 'folderLock'>): Promise<App> {
  try {
    const { database } = config;
    // Before the program is loaded, so that a command finds a server that holds the folder without it.
    const folderLock = database.kind === 'embedded' ? await lockFolder(database.directory, options) : undefined;
    try {
      const { openApp } = await import('#src/app.ts');
      return await openApp(config, { ...options, ...(folderLock && { folderLock }) });
    } catch (error) {
      folderLock?.release();
      throw error;
    }
  } catch (error) {
    if (error instanceof DatabaseUnavailableError) throw new SetUpError(error.message, { cause: error });
    throw error;
  }
}

/** The lock is a native module, which a program on PostgreSQL needs not. */
async function lockFolder(directory: string, owner: FolderOwner): Promise<FolderLock> {
  const { lockDirectory } = await import('#src/store/engine/data-directory.ts');
  return lockDirectory(directory, owner);
}

/**
 * The log of a command that prints its result on stdout: on stderr, unless that is a terminal, which shows progress instead
 * of JSON; and in the log file, if configured.
 */
export function commandLogger(config: Config): Logger {
  return openLogger(config, process.stderr.isTTY ? 'none' : 'stderr');
}

/** The configured log. A log file that cannot be written is reported once; SIGHUP reopens it. */
export function openLogger(
  { log, secrets, traces }: Config,
  stream: Parameters<typeof createLogger>[0]['stream'],
): Logger {
  return createLogger({
    ...log,
    stream,
    secrets,
    ...(traces && { traceId: currentTraceId }),
    reportLoss: (problem) => printToStderr(`qbr: ${problem}`),
    onReopen: (reopen) => process.on('SIGHUP', reopen),
  });
}

/** Runs work and logs unexpected errors. An uncaught exception is logged and ends the process. */
export async function logUnexpected<T>(logger: Logger, work: () => Promise<T>): Promise<T> {
  const onUncaught = (error: unknown): void => {
    logger.fatal({ err: error }, 'Unexpected error');
    process.exit(EXIT.failed);
  };
  process.once('uncaughtException', onUncaught);
  try {
    return await work();
  } catch (error) {
    if (exitStatusOf(error) === null) logger.error({ err: error }, 'Unexpected error');
    throw error;
  } finally {
    process.off('uncaughtException', onUncaught);
  }
}
