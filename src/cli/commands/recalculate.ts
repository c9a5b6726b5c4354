import { Command } from 'commander';
import type { RecalculateOptions } from '#src/cli/actions/recalculate.ts';
import { jsonOption, monthOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

/** `qbr recalculate` */
export function recalculateCommand(run: RunCommand): Command {
  return new Command('recalculate')
    .description('recalculate all derived values from the stored ones')
    .addOption(monthOption('--from <month>', 'the first month (default: the first month with values)'))
    .addOption(monthOption('--to <month>', 'the last month (default: the last month with values)'))
    .addOption(jsonOption())
    .action((options: RecalculateOptions) =>
      run('recalculate', async (...opened) => {
        const { recalculateMonths } = await import('#src/cli/actions/recalculate.ts');
        return recalculateMonths(...opened, options);
      }),
    );
}
