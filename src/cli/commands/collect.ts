import { Command, Option } from 'commander';
import type { CollectOptions } from '#src/cli/actions/collect.ts';
import { jsonOption, parseMonthCount, periodOption, vendorOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';
import { InvalidParameterError, MissingFieldError } from '#src/core/errors.ts';

/** `qbr collect` */
export function collectCommand(run: RunCommand): Command {
  return new Command('collect')
    .description('collect from the vendors now and store the values')
    .addOption(periodOption())
    .addOption(
      new Option('--months <n>', 'the current month and the n−1 months before it (default: QBR_MONTHS_TO_COLLECT)')
        .argParser(parseMonthCount)
        .conflicts('period'),
    )
    .addOption(vendorOption())
    .option('--dry-run', 'show the changes without storing them')
    .option('--force', 'overwrite frozen values of past months; requires --reason')
    .option('--reason <text>', 'the reason for --force, kept in the history of the values')
    .addOption(jsonOption())
    .action((options: CollectOptions) => {
      checkForce(options);
      return run('collect', async (...opened) => {
        const { collect } = await import('#src/cli/actions/collect.ts');
        return collect(...opened, options);
      });
    });
}

function checkForce({ force, reason }: CollectOptions): void {
  if (force && !reason?.trim()) {
    throw new MissingFieldError('--force overwrites frozen values and requires --reason "…"', { field: 'reason' });
  }
  if (!force && reason !== undefined) {
    throw new InvalidParameterError('--reason requires --force', { field: 'reason' });
  }
}
