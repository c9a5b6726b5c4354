import { Argument, Command } from 'commander';
import { jsonOption } from '#src/cli/arguments.ts';
import { operatorScope, type RunCommand } from '#src/cli/command.ts';
import { EXIT } from '#src/cli/exit-status.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { type Month, parseMonth, periodLabel } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';
import { type ClosingReport, closePeriod } from '#src/service/periods/close.ts';

/** `qbr close` */
export function closeCommand(run: RunCommand): Command {
  return new Command('close')
    .description('close a completed month: its values cannot change until it is reopened')
    .addArgument(new Argument('<month>', 'such as 2026-10').argParser((text: string) => parseMonth(text)))
    .addOption(jsonOption())
    .action((period: Month, options: { json?: true }) =>
      run('close', async (app, terminal) => {
        const report = await closePeriod(operatorScope(app, terminal), { period });
        if (options.json) terminal.printJson(reportJson(report));
        else printReport(terminal, report);
        return EXIT.done;
      }),
    );
}

function printReport({ print }: Terminal, { month, changed, missing, openFindings }: ClosingReport): void {
  if (missing.length > 0) print(`Missing: ${missing.map(({ label }) => label).join(', ')}`);
  if (openFindings.length > 0) print(`${counted(openFindings.length, 'finding')} not acknowledged:`);
  for (const { message } of openFindings) print(`  ${message}`);
  print(changed ? `${periodLabel(month)} is closed.` : `${periodLabel(month)} was already closed.`);
}

function reportJson({ month, changed, missing, openFindings }: ClosingReport) {
  return {
    period: month,
    changed,
    missing: missing.map(({ key }) => key),
    openFindings: openFindings.map(({ id, kind, metric, message }) => ({ id, kind, metric, message })),
  };
}
