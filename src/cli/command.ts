import { userInfo } from 'node:os';
import { type App, ORGANIZATION_ID, openApp } from '#src/app.ts';
import { operatorViewer, type Viewer } from '#src/auth/viewer.ts';
import { type Config, parseConfig } from '#src/config/config.ts';
import { createLogger, type Logger } from '#src/log/log.ts';
import type { Scope } from '#src/service/scope.ts';
import { DatabaseUnavailableError } from '#src/store/engine/errors.ts';
import { EXIT, type ExitStatus, exitStatusOf, SetUpError } from './exit-status.ts';
import { tell } from './output.ts';

/** What a command is run with. */
export interface CommandContext {
  /** As a person typed it, without arguments: `qbr collect`. */
  readonly command: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Runs a command's work on the open program and closes that afterwards. An unexpected error is logged here, where there
 * is a log, and told by whoever called.
 */
export async function withApp(context: CommandContext, work: (app: App) => Promise<ExitStatus>): Promise<ExitStatus> {
  const config = parseConfig(context.environment);
  const logger = commandLogger(config);
  return logUnexpected(logger, async () => {
    const app = await openCommandApp(context, config, logger);
    try {
      return await work(app);
    } finally {
      await app.close();
    }
  });
}

/** Opens the program; whatever is wrong with the database then is wrong with the set-up. */
export async function openCommandApp({ command }: CommandContext, config: Config, logger: Logger): Promise<App> {
  try {
    return await openApp(config, { logger, command });
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
    tellLoss: (problem) => tell(`qbr: ${problem}`),
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

/** The person at the keyboard, acting now on the organization of this program. */
export function operatorScope({ database, config, clock }: App): Scope {
  const viewer = operator();
  const organization = { id: ORGANIZATION_ID, timeZone: config.timeZone };
  return { database, organization, viewer, actor: viewer.name, at: clock() };
}

/** Who is at the keyboard, as the system knows them: their name is stored with what they change. */
export function operator(): Viewer {
  return operatorViewer(userName().slice(0, 100));
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user may have a number only.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
