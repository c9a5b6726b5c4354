import { Argument, Command } from 'commander';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';
import { MissingFieldError } from '#src/core/errors.ts';
import { type Month, parseMonth } from '#src/core/period.ts';

interface ReopenOptions {
  readonly reason?: string;
  readonly json?: true;
}

/** `qbr reopen` */
export function reopenCommand(run: RunCommand): Command {
  return new Command('reopen')
    .description('reopen a closed month and recalculate it')
    .addArgument(new Argument('<month>', 'such as 2026-10').argParser((text: string) => parseMonth(text)))
    .option('--reason <text>', 'the reason, recorded in the audit trail; required')
    .addOption(jsonOption())
    .action((period: Month, options: ReopenOptions) => {
      const reason = reasonOf(options);
      return run('reopen', async (...opened) => {
        const { reopen } = await import('#src/cli/actions/reopen.ts');
        return reopen(...opened, { period, ...options, reason });
      });
    });
}

function reasonOf({ reason }: ReopenOptions): string {
  if (reason?.trim()) return reason;
  throw new MissingFieldError('Reopening a month requires --reason "…"', { field: 'reason' });
}
