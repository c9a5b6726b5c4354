import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { outcomeJson, printOutcome } from '#src/cli/value-changes.ts';
import type { Month } from '#src/core/period.ts';
import { RELEASE_OUTCOMES, releaseMetrics } from '#src/service/values/release.ts';

interface Release {
  readonly period: Month;
  /** Keys or names. */
  readonly metrics: readonly string[];
  readonly json?: true;
}

/** The action of `qbr release`. */
export async function release(app: App, terminal: Terminal, { period, metrics, json }: Release): Promise<ExitStatus> {
  const { released, ...outcome } = await releaseMetrics(operatorScope(app, terminal), { period, metrics });
  if (json) {
    terminal.printJson({ period, released: Object.fromEntries(released), ...outcomeJson(outcome) });
  } else {
    for (const [metric, meaning] of released) terminal.print(`${metric}: ${RELEASE_OUTCOMES[meaning]}`);
    printOutcome(terminal, period, outcome);
  }
  return EXIT.done;
}
