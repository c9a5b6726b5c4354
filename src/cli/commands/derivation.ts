import { Command } from 'commander';
import type { DerivationOptions } from '#src/cli/actions/derivation.ts';
import { presentationOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

/** `qbr derivation P` */
export function derivationCommand(run: RunCommand): Command {
  return new Command('derivation')
    .description('write how every value of a month or quarter follows from its inputs, to be checked by others')
    .argument('<period>', 'a month (2026-08) or quarter (2026-Q3)')
    .addOption(presentationOption())
    .option('--out <file>', 'the file to write (default: standard output)')
    .addHelpText('after', '\nops/verify/verify.py checks the document without this program; see docs/derivation.md')
    .action((period: string, options: Omit<DerivationOptions, 'period'>) =>
      run('derivation', async (...opened) =>
        (await import('#src/cli/actions/derivation.ts')).writeDerivation(...opened, { ...options, period }),
      ),
    );
}
