import { Argument, Command } from 'commander';
import { jsonOption } from '#src/cli/arguments.ts';
import { operatorScope } from '#src/cli/command.ts';
import { EXIT } from '#src/cli/exit-status.ts';
import { counted, print, printJson } from '#src/cli/output.ts';
import type { RunCommand } from '#src/cli/program.ts';
import { type Month, parseMonth, periodLabel } from '#src/core/period.ts';
import { type ClosingReport, closePeriod } from '#src/service/periods/close.ts';

/** `qbr close` */
export function closeCommand(run: RunCommand): Command {
  return new Command('close')
    .description('close a month that is over: nothing changes its values until it is reopened')
    .addArgument(new Argument('<month>', 'such as 2026-10').argParser((text: string) => parseMonth(text)))
    .addOption(jsonOption())
    .action((period: Month, options: { json?: true }) =>
      run('close', async (app) => {
        const report = await closePeriod(operatorScope(app), { period });
        if (options.json) printJson(reportJson(report));
        else printReport(report);
        return EXIT.done;
      }),
    );
}

function printReport({ month, changed, missing, openFindings }: ClosingReport): void {
  if (missing.length > 0) print(`Still missing: ${missing.map(({ label }) => label).join(', ')}`);
  if (openFindings.length > 0) print(`${counted(openFindings.length, 'finding')} not acknowledged:`);
  for (const { message } of openFindings) print(`  ${message}`);
  print(changed ? `${periodLabel(month)} is closed.` : `${periodLabel(month)} was closed before.`);
}

function reportJson({ month, changed, missing, openFindings }: ClosingReport) {
  return {
    period: month,
    changed,
    missing: missing.map(({ key }) => key),
    openFindings: openFindings.map(({ id, kind, metric, message }) => ({ id, kind, metric, message })),
  };
}
