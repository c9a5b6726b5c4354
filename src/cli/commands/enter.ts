import { Argument, Command } from 'commander';
import type { App } from '#src/app.ts';
import { jsonOption } from '#src/cli/arguments.ts';
import { operatorScope, type RunCommand } from '#src/cli/command.ts';
import { EXIT } from '#src/cli/exit-status.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { outcomeJson, printOutcome } from '#src/cli/value-changes.ts';
import type { ChangeOutcome } from '#src/core/change-set.ts';
import { metricStoredAs, requireMetric } from '#src/core/metrics/metric-registry.ts';
import { type Decimal, parseDecimal } from '#src/core/number.ts';
import { type Month, parseMonth, periodLabel } from '#src/core/period.ts';
import { listOpenFindings } from '#src/service/collection/overview.ts';
import { enterMetrics } from '#src/service/values/enter.ts';

interface EnterOptions {
  readonly notes?: string;
  readonly json?: true;
}

/** `qbr enter` */
export function enterCommand(run: RunCommand): Command {
  return new Command('enter')
    .description('enter a value for a month manually; it is kept until it is released')
    .addArgument(new Argument('<month>', 'such as 2026-10').argParser((text: string) => parseMonth(text)))
    .addArgument(
      new Argument('<metric>', 'key or name, such as net_profit or "Net Profit"').argParser(
        (text: string) => requireMetric(text).key,
      ),
    )
    .addArgument(
      new Argument('<value>', 'a plain number, such as 51000 or -2044.50').argParser((text: string) =>
        parseDecimal(text),
      ),
    )
    .option('--notes <text>', 'stored with the value')
    .addOption(jsonOption())
    .action((period: Month, metric: string, value: Decimal, options: EnterOptions) =>
      run('enter', async (app, terminal) => {
        const entries = [{ metric, value, notes: options.notes ?? null }];
        const outcome = await enterMetrics(operatorScope(app, terminal), { period, entries });
        if (options.json) terminal.printJson({ period, ...outcomeJson(outcome) });
        else await printEntry({ app, terminal }, { period, metric }, outcome);
        return EXIT.done;
      }),
    );
}

/** The open program, and the terminal that the command was typed at. */
interface Typed {
  readonly app: App;
  readonly terminal: Terminal;
}

async function printEntry(
  { app, terminal }: Typed,
  { period, metric }: { readonly period: Month; readonly metric: string },
  outcome: ChangeOutcome,
): Promise<void> {
  if (!outcome.changes.some((change) => change.metric === metric)) {
    terminal.print(`${metricStoredAs(metric).label} of ${periodLabel(period)} already has this manual value.`);
  }
  printOutcome(terminal, period, outcome);
  for (const { message } of await openFindings({ app, terminal }, period, metric))
    terminal.print(`Finding: ${message}`);
}

/** Open findings on the entered metric, such as a total that contradicts its formula. */
async function openFindings({ app, terminal }: Typed, month: Month, metric: string) {
  const findings = await listOpenFindings(operatorScope(app, terminal), [month]);
  return findings.filter((finding) => finding.metric === metric);
}
