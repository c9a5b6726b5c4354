import { Argument, Command } from 'commander';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';
import { type Month, parseMonth } from '#src/core/period.ts';

/** `qbr close` */
export function closeCommand(run: RunCommand): Command {
  return new Command('close')
    .description('close a completed month: its values cannot change until it is reopened')
    .addArgument(new Argument('<month>', 'such as 2026-10').argParser((text: string) => parseMonth(text)))
    .option('--reason <text>', 'a reason, recorded in the audit trail and shown to a second admin')
    .addOption(jsonOption())
    .action((period: Month, options: { reason?: string; json?: true }) =>
      run('close', async (...opened) => {
        const { close } = await import('#src/cli/actions/close.ts');
        return close(...opened, { period, ...options });
      }),
    );
}
