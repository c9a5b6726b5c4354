import { Command } from 'commander';
import { jsonOption, monthOption, vendorOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';
import { runCollection } from '#src/cli/run-collection.ts';
import { type Month, monthAt, monthRange } from '#src/core/period.ts';
import type { CollectedVendor } from '#src/service/collection/vendor-reader.ts';

interface BackfillOptions {
  readonly from: Month;
  readonly to?: Month;
  readonly vendor?: readonly CollectedVendor[];
  readonly dryRun?: true;
  readonly json?: true;
}

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
      run('backfill', (app, terminal) => {
        const months = monthRange(options.from, options.to ?? monthAt(app.clock(), app.config.timeZone));
        const { vendor: vendors, dryRun = false, json = false } = options;
        return runCollection({ app, terminal }, { months, dryRun, ...(vendors && { vendors }) }, { json });
      }),
    );
}
