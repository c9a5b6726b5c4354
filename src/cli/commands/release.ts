import { Argument, Command } from 'commander';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';
import { type Month, parseMonth } from '#src/core/period.ts';

/** `qbr release` */
export function releaseCommand(run: RunCommand): Command {
  return new Command('release')
    .description('release manual values to collection and formulas')
    .addArgument(new Argument('<month>', 'such as 2026-10').argParser((text: string) => parseMonth(text)))
    .argument('<metrics...>', 'keys or names')
    .addOption(jsonOption())
    .action((period: Month, metrics: readonly string[], options: { json?: true }) =>
      run('release', async (...opened) => {
        const { release } = await import('#src/cli/actions/release.ts');
        return release(...opened, { period, metrics, ...options });
      }),
    );
}
