import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { App } from '#src/app.ts';
import { openApp } from '#src/app.ts';
import { type CommandContext, commandLogger, logUnexpected, withApp } from '#src/cli/command.ts';
import { EXIT, type ExitStatus, exitStatusOf, SetUpError, StoppedError } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { quietTerminal } from '#src/cli/quiet-terminal.ts';
import { withStopSignal } from '#src/cli/stop-signal.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { type Config, parseConfig } from '#src/config/config.ts';
import { counted } from '#src/core/words.ts';
import type { Logger } from '#src/log/log.ts';
import { createProgramRedactor } from '#src/log/redaction.ts';
import { programVersion } from '#src/package-root.ts';
import { datedBackupName, expiredBackups } from '#src/service/backup/dated-backups.ts';
import { recordDrill } from '#src/service/backup/health.ts';
import { checkRestored, type RestoreChecks, type RestoreTarget, restoreBackup } from '#src/service/backup/restore.ts';
import { rowCount } from '#src/store/backup/dump-format.ts';
import type { Drill, DrillStep } from '#src/store/backup-drills.ts';
import { DatabaseInUseError } from '#src/store/engine/errors.ts';
import { backUp } from './backup.ts';
import { drillJson, parseDrill } from './backup-drill-result.ts';

export interface DrillCommandOptions {
  readonly directory: string;
  readonly keepDays: number;
  readonly json?: true;
}

/** Where a backup is restored, beside it: the folder of the one before, if that was killed, is replaced. */
const RESTORED_TO = 'drill.unfinished';

/**
 * The action of `qbr backup drill`. The backup is made by the server that holds an embedded database, if one does; it is restored and
 * checked in this process, whose memory the server does not share.
 */
export async function drillBackup(
  context: CommandContext,
  { directory, keepDays, json }: DrillCommandOptions,
): Promise<ExitStatus> {
  const config = parseConfig(context.environment);
  const logger = commandLogger(config);
  const { terminal } = context;
  return logUnexpected(logger, async () => {
    const drill = await runDrill(directory, { config, logger, context });
    const { failure } = drill;
    if (failure) terminal.printError(`qbr: The drill failed (${failure.step}): ${failure.problem}`);
    await runQuietly(context, recordArguments(directory, drill), (app, quiet) =>
      recordResult(app, quiet, JSON.stringify(drillJson(drill))),
    );
    // Earlier backups are kept until a later one is proven.
    const removed = failure ? [] : await removeExpired(directory, { at: drill.startedAt, keepDays });
    if (json) terminal.printJson({ ...drillJson(drill), removed });
    else if (!failure) printPassed(terminal, drill, removed);
    return failure ? EXIT.failed : EXIT.done;
  });
}

/** The action of the hidden `--record`, which a server runs for the process of the drill. */
export async function recordResult(app: App, terminal: Terminal, result: string): Promise<ExitStatus> {
  await recordDrill(operatorScope(app, terminal), parseDrill(result));
  return EXIT.done;
}

function recordArguments(directory: string, drill: Drill): string[] {
  return ['backup', 'drill', directory, '--record', JSON.stringify(drillJson(drill))];
}

interface DrillParts {
  readonly config: Config;
  readonly logger: Logger;
  readonly context: CommandContext;
}

/** @throws StoppedError if it is stopped */
async function runDrill(directory: string, parts: DrillParts): Promise<Drill> {
  const { config, logger, context } = parts;
  const startedAt = new Date();
  const fileName = datedBackupName(startedAt);
  const path = join(directory, fileName);
  let step: DrillStep = 'backup';
  let backup: Drill['backup'] = null;
  const end = (failure: Drill['failure']): Drill => {
    return { startedAt, endedAt: new Date(), fileName, backup, failure, host: hostname() };
  };
  try {
    return await withStopSignal(context.terminal, async (signal) => {
      await runQuietly(context, ['backup', path], (app, quiet) => backUp(app, quiet, { file: path })).finally(() =>
        // A server says of a command that was stopped that it failed.
        signal.throwIfAborted(),
      );
      step = 'restore';
      const { bytes, ...restored } = await restoreElsewhere(path, join(directory, RESTORED_TO), parts, () => {
        step = 'checks';
      });
      backup = { bytes, rows: restored.rows, digest: restored.digest };
      signal.throwIfAborted();
      return end(problemOf(restored.checks));
    });
  } catch (error) {
    if (error instanceof StoppedError) throw error;
    if (exitStatusOf(error) === null) logger.error({ err: error }, 'Unexpected error');
    const { text } = createProgramRedactor(config.secrets);
    const isExpected = exitStatusOf(error) !== null && error instanceof Error;
    return end({ step, problem: isExpected ? text(error.message) : 'Unexpected error; see the log of the drill.' });
  }
}

/** Runs a command on the program, here or in the server that holds the database. @throws the command's error */
async function runQuietly(
  context: CommandContext,
  args: readonly string[],
  work: (app: App, terminal: Terminal) => Promise<ExitStatus>,
): Promise<void> {
  const { terminal, lastError } = quietTerminal(context.terminal);
  const status = await withApp({ ...context, args, terminal }, 'qbr backup drill', work);
  if (status !== EXIT.done) throw new SetUpError(lastError() ?? `The server ended the command with status ${status}.`);
}

interface RestoredElsewhere {
  readonly bytes: number;
  readonly rows: number;
  readonly digest: string;
  readonly checks: RestoreChecks;
}

/** Restores a backup into an embedded database, checks that and deletes it. */
async function restoreElsewhere(
  path: string,
  directory: string,
  { config, logger, context: { terminal } }: DrillParts,
  onRestored: () => void,
): Promise<RestoredElsewhere> {
  const connection = { kind: 'embedded', directory } as const;
  const owner = { command: 'qbr backup drill' };
  const target: RestoreTarget = {
    ...{ connection, owner, viewer: terminal.operator, at: new Date(), isReplaced: true, version: programVersion() },
  };
  let isOurs = true;
  try {
    const { result, folderLock } = await restoreBackup(path, target).catch((error: unknown) => {
      isOurs = !(error instanceof DatabaseInUseError);
      throw error;
    });
    onRestored();
    // Vendors are not asked.
    const settings = { ...config, database: connection, connectwise: null, ninjaone: null };
    const app = await openApp(settings, { logger, ...owner, ...(folderLock && { folderLock }) });
    const checks = await checkRestored(operatorScope(app, terminal)).finally(() => app.close());
    const { digest, tables } = result.manifest;
    return { bytes: (await stat(path)).size, rows: rowCount(tables), digest, checks };
  } finally {
    if (isOurs) await rm(directory, { recursive: true, force: true });
  }
}

/** What the checks of the restored database found; its rows have been compared already. */
function problemOf({ audit, recalculated }: RestoreChecks): Drill['failure'] {
  const broken = audit.reduce((sum, { problems }) => sum + problems.length, 0);
  const problems = [
    ...(broken > 0 ? [`The audit trail is broken, ${counted(broken, 'problem')}: run qbr audit verify.`] : []),
    ...(recalculated > 0
      ? [`A recalculation would change ${counted(recalculated, 'value')}: run qbr recalculate.`]
      : []),
  ];
  return problems.length > 0 ? { step: 'checks', problem: problems.join(' ') } : null;
}

async function removeExpired(
  directory: string,
  when: { readonly at: Date; readonly keepDays: number },
): Promise<string[]> {
  const expired = expiredBackups(await readdir(directory), when);
  for (const name of expired) await rm(join(directory, name));
  return expired;
}

function printPassed({ print }: Terminal, { fileName, backup }: Drill, removed: readonly string[]): void {
  print(
    `Made ${fileName}, restored it elsewhere and checked it: ${counted(backup?.rows ?? 0, 'row')}, all as they were.`,
  );
  print(`Digest: ${backup?.digest}`);
  if (removed.length > 0) print(`Deleted ${counted(removed.length, 'older backup')}: ${removed.join(', ')}`);
}
