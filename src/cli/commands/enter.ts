import { Argument, Command } from 'commander';
import type { EnterOptions } from '#src/cli/actions/enter.ts';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';
import { requireMetric } from '#src/core/metrics/metric-registry.ts';
import { type Decimal, parseDecimal } from '#src/core/number.ts';
import { type Month, parseMonth } from '#src/core/period.ts';

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
      run('enter', async (...opened) => {
        const { enter } = await import('#src/cli/actions/enter.ts');
        return enter(...opened, { period, metric, value, ...options });
      }),
    );
}
