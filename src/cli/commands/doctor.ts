import { Command, Option } from 'commander';
import { DATABASE_ONLY } from '#src/cli/actions/database-only.ts';
import type { RunCommand, RunOnEnvironment } from '#src/cli/command.ts';

interface DoctorOptions {
  readonly databaseOnly?: true;
}

/** `qbr doctor`; a server that holds the embedded database runs it with `--database-only`. */
export function doctorCommand(run: RunCommand, runOnEnvironment: RunOnEnvironment): Command {
  return new Command('doctor')
    .description(
      'check the configuration, the database, the schedule, sign-in, and the vendors’ credentials and clocks',
    )
    .addOption(new Option(DATABASE_ONLY, 'check the database and the schedule only').hideHelp())
    .action(({ databaseOnly }: DoctorOptions) =>
      databaseOnly
        ? run('doctor', async (...opened) => (await import('#src/cli/actions/doctor.ts')).diagnoseDatabase(...opened))
        : runOnEnvironment(async (context) => (await import('#src/cli/actions/doctor.ts')).doctor(context)),
    );
}
