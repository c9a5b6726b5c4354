import { Command, Option } from 'commander';
import type { PackOptions } from '#src/cli/actions/pack.ts';
import { presentationOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

/** `qbr pack P` */
export function packCommand(run: RunCommand): Command {
  return new Command('pack')
    .description('write the review of a month or quarter as a PDF for the owners')
    .argument('<period>', 'a month (2026-08) or quarter (2026-Q3)')
    .addOption(new Option('--paper <size>', 'the size of its pages').choices(['letter', 'a4']).default('letter'))
    .addOption(presentationOption())
    .option('--out <file>', 'the file to write (default: business-review-PERIOD.pdf)')
    .action((period: string, options: Omit<PackOptions, 'period'>) =>
      run('pack', async (...opened) =>
        (await import('#src/cli/actions/pack.ts')).writePackFile(...opened, { ...options, period }),
      ),
    );
}
