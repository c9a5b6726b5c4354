import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { outcomeJson, printOutcome } from '#src/cli/value-changes.ts';
import type { ChangeOutcome } from '#src/core/change-set.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { Decimal } from '#src/core/number.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import { listOpenFindings } from '#src/service/collection/overview.ts';
import { enterMetrics } from '#src/service/values/enter.ts';

export interface EnterOptions {
  readonly notes?: string;
  readonly json?: true;
}

interface Entry extends EnterOptions {
  readonly period: Month;
  readonly metric: string;
  readonly value: Decimal;
}

/** The action of `qbr enter`. */
export async function enter(
  app: App,
  terminal: Terminal,
  { period, metric, value, notes, json }: Entry,
): Promise<ExitStatus> {
  const outcome = await enterMetrics(operatorScope(app, terminal), {
    period,
    entries: [{ metric, value, notes: notes ?? null }],
  });
  if (json) terminal.printJson({ period, ...outcomeJson(outcome) });
  else await printEntry({ app, terminal }, { period, metric }, outcome);
  return EXIT.done;
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
