import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';
import { type ClosingReport, closePeriod } from '#src/service/periods/close.ts';

/** The action of `qbr close`. */
export async function close(
  app: App,
  terminal: Terminal,
  { period, json }: { readonly period: Month; readonly json?: true },
): Promise<ExitStatus> {
  const report = await closePeriod(operatorScope(app, terminal), { period });
  if (json) terminal.printJson(reportJson(report));
  else printReport(terminal, report);
  return EXIT.done;
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
