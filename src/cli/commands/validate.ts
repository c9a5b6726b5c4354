import { Command } from 'commander';
import type { ValidateOptions } from '#src/cli/actions/validate.ts';
import { jsonOption, monthOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

/** `qbr validate` */
export function validateCommand(run: RunCommand): Command {
  return new Command('validate')
    .description('check what is stored and the last nine nights, before the nightly collection is enabled')
    .addOption(monthOption('--from <month>', 'the first month, such as 2024-01').makeOptionMandatory())
    .addOption(monthOption('--to <month>', 'the last month (default: the current month)'))
    .option('--out <file>', 'write the report as one HTML page to print and sign')
    .addOption(jsonOption())
    .action((options: ValidateOptions) =>
      run('validate', async (...opened) =>
        (await import('#src/cli/actions/validate.ts')).showValidation(...opened, options),
      ),
    );
}
