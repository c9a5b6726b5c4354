import { Command } from 'commander';
import type { BackfillOptions } from '#src/cli/actions/backfill.ts';
import { jsonOption, monthOption, vendorOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

/** `qbr backfill` */
export function backfillCommand(run: RunCommand): Command {
  return new Command('backfill')
    .description('collect a range of past months')
    .addOption(monthOption('--from <month>', 'the first month, such as 2024-01').makeOptionMandatory())
    .addOption(monthOption('--to <month>', 'the last month (default: the current month)'))
    .addOption(vendorOption())
    .option('--dry-run', 'show the changes without storing them')
    .addOption(jsonOption())
    .action((options: BackfillOptions) =>
      run('backfill', async (...opened) => {
        const { backfill } = await import('#src/cli/actions/backfill.ts');
        return backfill(...opened, options);
      }),
    );
}
