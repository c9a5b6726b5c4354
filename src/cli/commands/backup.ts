import { Command, Option } from 'commander';
import type { BackupCommandOptions } from '#src/cli/actions/backup.ts';
import type { DrillCommandOptions } from '#src/cli/actions/backup-drill.ts';
import { jsonOption, parseWholeNumber } from '#src/cli/arguments.ts';
import type { RunCommand, RunOnEnvironment } from '#src/cli/command.ts';

const KEEP_DAYS = 30;

/** `qbr backup FILE`, `qbr backup drill FOLDER` */
export function backupCommand(run: RunCommand, runOnEnvironment: RunOnEnvironment): Command {
  return (
    new Command('backup')
      .description('write all data of this moment to one file, also while the server runs')
      .usage('[options] <file>')
      // `--json` is an option of both.
      .enablePositionalOptions()
      .argument('<file>', 'the file to write; an earlier backup of that name is replaced, any other file is not')
      .addOption(jsonOption())
      .action((file: string, options: BackupCommandOptions) =>
        run('backup', async (...opened) =>
          (await import('#src/cli/actions/backup.ts')).backUp(...opened, { ...options, file }),
        ),
      )
      .addCommand(drillCommand(run, runOnEnvironment))
  );
}

interface DrillOptions extends Omit<DrillCommandOptions, 'directory'> {
  readonly record?: string;
}

/** A server that holds the embedded database runs it with `--record`. */
function drillCommand(run: RunCommand, runOnEnvironment: RunOnEnvironment): Command {
  return new Command('drill')
    .description(
      'make a dated backup, restore it elsewhere, check it, and delete expired ones; its result is in qbr status',
    )
    .argument('<folder>', 'the folder of the dated backups, with room for a restored database')
    .addOption(
      new Option('--keep-days <days>', 'delete dated backups that are older, once a drill has passed')
        .default(KEEP_DAYS)
        .argParser((text) => parseWholeNumber(text, 'keep-days')),
    )
    .addOption(new Option('--record <result>', 'store the result of a drill').hideHelp())
    .addOption(jsonOption())
    .action((directory: string, { record, ...options }: DrillOptions) => {
      const load = () => import('#src/cli/actions/backup-drill.ts');
      return record === undefined
        ? runOnEnvironment(async (context) => (await load()).drillBackup(context, { directory, ...options }))
        : run('backup', async (...opened) => (await load()).recordResult(...opened, record));
    });
}
