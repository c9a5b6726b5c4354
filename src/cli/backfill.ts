import { Command } from 'commander';
import { type Month, monthAt, monthRange } from '../core/period.ts';
import type { CollectedVendor } from '../service/vendor-reader.ts';
import { jsonOption, monthOption, vendorOption } from './arguments.ts';
import type { RunCommand } from './program.ts';
import { runCollection } from './run-collection.ts';

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
    .description('collect a range of past months once')
    .addOption(monthOption('--from <month>', 'the first month, such as 2024-01').makeOptionMandatory())
    .addOption(monthOption('--to <month>', 'the last month (default: the running one)'))
    .addOption(vendorOption())
    .option('--dry-run', 'show what would change, store nothing')
    .addOption(jsonOption())
    .action((options: BackfillOptions) =>
      run('backfill', (app) => {
        const months = monthRange(options.from, options.to ?? monthAt(app.clock(), app.config.timeZone));
        const { vendor: vendors, dryRun = false, json = false } = options;
        return runCollection(app, { months, dryRun, ...(vendors && { vendors }) }, { json });
      }),
    );
}
