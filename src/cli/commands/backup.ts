import { Command } from 'commander';
import type { BackupCommandOptions } from '#src/cli/actions/backup.ts';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

/** `qbr backup` */
export function backupCommand(run: RunCommand): Command {
  return new Command('backup')
    .description('write all data of this moment to one file, also while the server runs')
    .argument('<file>', 'the file to write; an earlier backup of that name is replaced, any other file is not')
    .addOption(jsonOption())
    .action((file: string, options: BackupCommandOptions) =>
      run('backup', async (...opened) =>
        (await import('#src/cli/actions/backup.ts')).backUp(...opened, { ...options, file }),
      ),
    );
}
