import { Command } from 'commander';
import type { MoveCommandOptions } from '#src/cli/actions/move.ts';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunOnEnvironment } from '#src/cli/command.ts';

/** `qbr move` */
export function moveCommand(run: RunOnEnvironment): Command {
  return new Command('move')
    .description('copy all data into another, empty database; this one stays as it is, and no server may run on either')
    .requiredOption('--to <url>', 'postgresql://user@host/database, or the data folder of an embedded database')
    .addOption(jsonOption())
    .action((options: MoveCommandOptions) =>
      run(async (context) => (await import('#src/cli/actions/move.ts')).move(context, options)),
    );
}
