import { Command } from 'commander';
import type { RestoreCommandOptions } from '#src/cli/actions/restore.ts';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunOnEnvironment } from '#src/cli/command.ts';

/** `qbr restore` */
export function restoreCommand(run: RunOnEnvironment): Command {
  return new Command('restore')
    .description('fill an empty database from a backup, all or nothing; no server may run on it')
    .argument('<file>', 'a file that qbr backup wrote')
    .option('--replace', 'move a filled database aside: a folder or schema with the time in its name')
    .addOption(jsonOption())
    .action((file: string, options: Omit<RestoreCommandOptions, 'file'>) =>
      run(async (context) => (await import('#src/cli/actions/restore.ts')).restore(context, { ...options, file })),
    );
}
