import { Command } from 'commander';
import type { RunCommand } from '#src/cli/command.ts';

/** `qbr reference` */
export function referenceCommand(run: RunCommand): Command {
  return new Command('reference')
    .description('write how every metric and SmartNumber is calculated, with examples, as Markdown and HTML')
    .option('--out <folder>', 'the folder to write calculation-reference.md and .html to', '.')
    .action((options: { readonly out: string }) =>
      run('reference', async (...opened) =>
        (await import('#src/cli/actions/reference.ts')).writeReference(...opened, options),
      ),
    );
}
