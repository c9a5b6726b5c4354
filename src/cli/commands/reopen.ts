import { Argument, Command } from 'commander';
import { jsonOption } from '#src/cli/arguments.ts';
import { operatorScope, type RunCommand } from '#src/cli/command.ts';
import { EXIT } from '#src/cli/exit-status.ts';
import { outcomeJson, printOutcome } from '#src/cli/value-changes.ts';
import { MissingFieldError } from '#src/core/errors.ts';
import { type Month, parseMonth, periodLabel } from '#src/core/period.ts';
import { reopenPeriod } from '#src/service/periods/close.ts';

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
      return run('reopen', async (app, terminal) => {
        const { changed, ...outcome } = await reopenPeriod(operatorScope(app, terminal), { period, reason });
        if (options.json) terminal.printJson({ period, changed, ...outcomeJson(outcome) });
        else {
          terminal.print(`${periodLabel(period)} ${changed ? 'is reopened.' : 'was already open.'}`);
          printOutcome(terminal, period, outcome);
        }
        return EXIT.done;
      });
    });
}

function reasonOf({ reason }: ReopenOptions): string {
  if (reason?.trim()) return reason;
  throw new MissingFieldError('Reopening a month requires --reason "…"', { field: 'reason' });
}
