import { Command } from 'commander';
import type { App } from '#src/app.ts';
import { auditCommand } from '#src/cli/commands/audit.ts';
import { backfillCommand } from '#src/cli/commands/backfill.ts';
import { closeCommand } from '#src/cli/commands/close.ts';
import { collectCommand } from '#src/cli/commands/collect.ts';
import { doctorCommand } from '#src/cli/commands/doctor.ts';
import { enterCommand } from '#src/cli/commands/enter.ts';
import { keysCommand } from '#src/cli/commands/keys.ts';
import { migrateCommand } from '#src/cli/commands/migrate.ts';
import { recalculateCommand } from '#src/cli/commands/recalculate.ts';
import { releaseCommand } from '#src/cli/commands/release.ts';
import { reopenCommand } from '#src/cli/commands/reopen.ts';
import { scheduleCommand } from '#src/cli/commands/schedule.ts';
import { serveCommand } from '#src/cli/commands/serve.ts';
import { statusCommand } from '#src/cli/commands/status.ts';
import { withApp } from './command.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';

/** How a command runs its work on the open program; the exit status is what the work gives. */
export type RunCommand = (name: string, work: (app: App) => Promise<ExitStatus>) => Promise<void>;
/** The same for a command that opens the program itself. */
export type RunOnEnvironment = (work: (environment: NodeJS.ProcessEnv) => Promise<ExitStatus>) => Promise<void>;

/** Runs the command line; what a command throws is thrown here. */
export async function runProgram(
  args: readonly string[],
  settings: { readonly environment: NodeJS.ProcessEnv; readonly version: string },
): Promise<ExitStatus> {
  const { environment } = settings;
  let status: ExitStatus = EXIT.done;
  const set = (result: ExitStatus): void => {
    status = result;
  };
  const run: RunCommand = async (name, work) => set(await withApp({ command: `qbr ${name}`, environment }, work));
  const runOnEnvironment: RunOnEnvironment = async (work) => set(await work(environment));
  const program = new Command('qbr')
    .description('Business reviews for managed service providers: collects, explains and serves the numbers')
    .version(settings.version)
    .addHelpText(
      'after',
      '\nExit status: 0 done, 1 failed, 2 partly, 3 bad input or set-up, 4 another run is under way',
    );
  const commands = [
    serveCommand(runOnEnvironment),
    migrateCommand(run),
    collectCommand(run),
    backfillCommand(run),
    recalculateCommand(run),
    statusCommand(run),
    doctorCommand(runOnEnvironment),
    enterCommand(run),
    releaseCommand(run),
    closeCommand(run),
    reopenCommand(run),
    scheduleCommand(run),
    keysCommand(run),
    auditCommand(run),
  ];
  for (const command of commands) program.addCommand(command);
  for (const command of allCommands(program)) {
    command.exitOverride().configureOutput({ outputError: () => undefined });
  }
  await program.parseAsync([...args], { from: 'user' });
  return status;
}

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap((each) => allCommands(each as Command))];
}
