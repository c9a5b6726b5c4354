import { Argument, Command } from 'commander';
import { jsonOption } from '#src/cli/arguments.ts';
import { operatorScope, type RunCommand } from '#src/cli/command.ts';
import { EXIT } from '#src/cli/exit-status.ts';
import { outcomeJson, printOutcome } from '#src/cli/value-changes.ts';
import { type Month, parseMonth } from '#src/core/period.ts';
import { RELEASE_OUTCOMES, releaseMetrics } from '#src/service/values/release.ts';

/** `qbr release` */
export function releaseCommand(run: RunCommand): Command {
  return new Command('release')
    .description('release manual values to collection and formulas')
    .addArgument(new Argument('<month>', 'such as 2026-10').argParser((text: string) => parseMonth(text)))
    .argument('<metrics...>', 'keys or names')
    .addOption(jsonOption())
    .action((period: Month, metrics: readonly string[], options: { json?: true }) =>
      run('release', async (app, terminal) => {
        const { released, ...outcome } = await releaseMetrics(operatorScope(app, terminal), { period, metrics });
        if (options.json) {
          terminal.printJson({ period, released: Object.fromEntries(released), ...outcomeJson(outcome) });
        } else {
          for (const [metric, meaning] of released) terminal.print(`${metric}: ${RELEASE_OUTCOMES[meaning]}`);
          printOutcome(terminal, period, outcome);
        }
        return EXIT.done;
      }),
    );
}
