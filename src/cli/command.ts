import { type App, ORGANIZATION_ID, openApp } from '#src/app.ts';
import { type Config, parseConfig } from '#src/config/config.ts';
import { createLogger, type Logger } from '#src/log/log.ts';
import type { Scope } from '#src/service/scope.ts';
import { DatabaseUnavailableError } from '#src/store/engine/errors.ts';
import { openOrConnect } from './command-client.ts';
import { EXIT, type ExitStatus, exitStatusOf, SetUpError } from './exit-status.ts';
import { type CommandLine, printToStderr, type Terminal } from './terminal.ts';

/** A command line that this process runs. */
export interface CommandContext extends CommandLine {
  readonly environment: NodeJS.ProcessEnv;
}

/** How a command runs its work on the open program; the exit status is what the work gives. */
export type RunCommand = (name: string, work: (app: App, terminal: Terminal) => Promise<ExitStatus>) => Promise<void>;
/** The same for a command that opens the program itself. */
export type RunOnEnvironment = (work: (context: CommandContext) => Promise<ExitStatus>) => Promise<void>;

/**
 * Runs a command's work on the open program and closes that afterwards; where a server holds the embedded database, that
 * server runs the command. An unexpected error is logged here, where there is a log, and told by whoever called.
 * @param name as a person typed it, without arguments: `qbr collect`
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

/** Opens the program; whatever is wrong with the database then is wrong with the set-up. */
export async function openCommandApp(config: Config, options: Parameters<typeof openApp>[1]): Promise<App> {
  try {
    return await openApp(config, options);
  } catch (error) {
    if (error instanceof DatabaseUnavailableError) throw new SetUpError(error.message, { cause: error });
    throw error;
  }
}

/**
 * The log of a command whose stdout is its answer: on stderr where that is not a terminal, on which a person wants to see
 * how it goes and not JSON; and in the file, if one is configured.
 */
export function commandLogger(config: Config): Logger {
  return openLogger(config, process.stderr.isTTY ? 'none' : 'stderr');
}

/** The configured log. A file that cannot be written is told once and stops nothing; SIGHUP opens it again. */
export function openLogger({ log, secrets }: Config, stream: Parameters<typeof createLogger>[0]['stream']): Logger {
  return createLogger({
    ...log,
    stream,
    secrets,
    reportLoss: (problem) => printToStderr(`qbr: ${problem}`),
    onReopen: (reopen) => process.on('SIGHUP', reopen),
  });
}

/** Runs work; whatever unexpected ends it is logged. What nobody waits for ends the program. */
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

/** The person who typed the command, acting now on the organization of this program. */
export function operatorScope(
  { database, config, clock }: App,
  { operator: viewer }: Pick<Terminal, 'operator'>,
): Scope {
  const organization = { id: ORGANIZATION_ID, timeZone: config.timeZone };
  return { database, organization, viewer, actor: viewer.name, at: clock() };
}
