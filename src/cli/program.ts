import { Command, CommanderError } from 'commander';
import type { App } from '#src/app.ts';
import { organizationOption } from '#src/cli/arguments.ts';
import { auditCommand } from '#src/cli/commands/audit.ts';
import { backfillCommand } from '#src/cli/commands/backfill.ts';
import { backupCommand } from '#src/cli/commands/backup.ts';
import { benchmarksCommand } from '#src/cli/commands/benchmarks.ts';
import { booksCommand } from '#src/cli/commands/books.ts';
import { closeCommand } from '#src/cli/commands/close.ts';
import { collectCommand } from '#src/cli/commands/collect.ts';
import { derivationCommand } from '#src/cli/commands/derivation.ts';
import { doctorCommand } from '#src/cli/commands/doctor.ts';
import { enterCommand } from '#src/cli/commands/enter.ts';
import { exportCommand } from '#src/cli/commands/export.ts';
import { importCommand } from '#src/cli/commands/import.ts';
import { keysCommand } from '#src/cli/commands/keys.ts';
import { mcpCommand } from '#src/cli/commands/mcp.ts';
import { migrateCommand } from '#src/cli/commands/migrate.ts';
import { moveCommand } from '#src/cli/commands/move.ts';
import { operatorsCommand } from '#src/cli/commands/operators.ts';
import { organizationsCommand } from '#src/cli/commands/organizations.ts';
import { packCommand } from '#src/cli/commands/pack.ts';
import { peopleCommand } from '#src/cli/commands/people.ts';
import { presentationCommand, presentationsCommand, presentCommand } from '#src/cli/commands/present.ts';
import { proposalsCommand } from '#src/cli/commands/proposals.ts';
import { recalculateCommand } from '#src/cli/commands/recalculate.ts';
import { referenceCommand } from '#src/cli/commands/reference.ts';
import { releaseCommand } from '#src/cli/commands/release.ts';
import { reopenCommand } from '#src/cli/commands/reopen.ts';
import { restoreCommand } from '#src/cli/commands/restore.ts';
import { scheduleCommand } from '#src/cli/commands/schedule.ts';
import { secretsCommand } from '#src/cli/commands/secrets.ts';
import { serveCommand } from '#src/cli/commands/serve.ts';
import { settingsCommand } from '#src/cli/commands/settings.ts';
import { statusCommand } from '#src/cli/commands/status.ts';
import { validateCommand } from '#src/cli/commands/validate.ts';
import { formatBuild, programBuild } from '#src/package-root.ts';
import type { CommandContext, RunCommand, RunOnEnvironment } from './command.ts';
import { EXIT, type ExitStatus, SetUpError } from './exit-status.ts';
import type { CommandLine } from './terminal.ts';

const HELP_CODES = ['commander.help', 'commander.helpDisplayed', 'commander.version'];

/** Of a command with `organizationOption`. */
interface OrganizationOptions {
  readonly organization?: string;
}

/** Runs the work of commands, on a program that it opens or on an open one. */
interface CommandRunner {
  readonly onApp: (...parameters: Parameters<RunCommand>) => Promise<ExitStatus>;
  readonly onEnvironment: (...parameters: Parameters<RunOnEnvironment>) => Promise<ExitStatus>;
}

/** Runs the command line in this process; rejects with the command's error. */
export function runProgram(context: CommandContext): Promise<ExitStatus> {
  return runCommandLine(context, {
    onApp: async (name, work) => {
      const { withApp } = await import('./command.ts');
      return withApp(context, `qbr ${name}`, work);
    },
    onEnvironment: (work) => work(context),
  });
}

/**
 * Runs the command line of another process on the open program; rejects with the command's error.
 * @throws SetUpError for a command that needs the environment of its own process
 */
export function runOnApp(line: CommandLine, app: App): Promise<ExitStatus> {
  return runCommandLine(line, {
    onApp: (_, work) => work(app, line.terminal),
    onEnvironment: () => Promise.reject(new SetUpError(`qbr ${line.args[0]} does not run in another process.`)),
  });
}

async function runCommandLine({ args, version, terminal }: CommandLine, runner: CommandRunner): Promise<ExitStatus> {
  let status: ExitStatus = EXIT.done;
  let organization: string | undefined;
  const run: RunCommand = async (name, work) => {
    status = await runner.onApp(name, async (app, given) => {
      const { onOrganization } = await import('./operator-scope.ts');
      return work(app, await onOrganization(app, given, organization));
    });
  };
  const runOnEnvironment: RunOnEnvironment = async (work) => {
    status = await runner.onEnvironment(work);
  };
  const program = createProgram(version, { run, runOnEnvironment });
  program.hook('preAction', (_program, command) => {
    organization = command.opts<OrganizationOptions>().organization;
  });
  const output = {
    writeOut: (text: string) => void terminal.stdout.write(text),
    writeErr: (text: string) => void terminal.stderr.write(text),
    outputError: () => undefined,
  };
  for (const command of allCommands(program)) command.exitOverride().configureOutput(output);
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError && HELP_CODES.includes(error.code))) throw error;
    // Commander has printed the help.
    return error.exitCode === 0 ? EXIT.done : EXIT.unusable;
  }
  return status;
}

/** The command line of the program, whose commands are run by `runs`. */
export function createProgram(
  version: string,
  runs: { readonly run: RunCommand; readonly runOnEnvironment: RunOnEnvironment },
): Command {
  const program = new Command('qbr')
    .description('Business reviews for managed service providers: collects, explains and serves the numbers')
    .version(formatBuild({ ...programBuild(), version }))
    // For `import`, whose options are others than those of its subcommands.
    .enablePositionalOptions()
    .addHelpText(
      'after',
      '\nExit status: 0 done, 1 failed, 2 partial, 3 invalid input or configuration, 4 another run is in progress',
    );
  const { run, runOnEnvironment } = runs;
  const ofInstallation = [
    serveCommand(runOnEnvironment, runOnApp),
    migrateCommand(run),
    organizationsCommand(run),
    operatorsCommand(run),
    doctorCommand(run, runOnEnvironment),
    benchmarksCommand(run),
    mcpCommand(run, runOnEnvironment),
    secretsCommand(run),
    backupCommand(run, runOnEnvironment),
    restoreCommand(runOnEnvironment),
    moveCommand(runOnEnvironment),
  ];
  for (const command of [...commandsOnOrganization(run), ...ofInstallation]) program.addCommand(command);
  return program;
}

/** The commands that act on one organization, each with `--organization`; all others refuse it. */
function commandsOnOrganization(run: RunCommand): Command[] {
  const commands = [
    collectCommand(run),
    backfillCommand(run),
    recalculateCommand(run),
    statusCommand(run),
    enterCommand(run),
    releaseCommand(run),
    closeCommand(run),
    reopenCommand(run),
    proposalsCommand(run),
    presentCommand(run),
    presentationsCommand(run),
    presentationCommand(run),
    scheduleCommand(run),
    validateCommand(run),
    booksCommand(run),
    exportCommand(run),
    packCommand(run),
    derivationCommand(run),
    referenceCommand(run),
    importCommand(run),
    settingsCommand(run),
    peopleCommand(run),
    keysCommand(run),
    auditCommand(run),
  ];
  for (const command of commands.flatMap(allCommands)) {
    const isGroup = command.commands.length > 0 && command.registeredArguments.length === 0;
    if (!isGroup) command.addOption(organizationOption());
  }
  return commands;
}

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap((each) => allCommands(each as Command))];
}
