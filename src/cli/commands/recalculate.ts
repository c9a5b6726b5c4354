import { Command } from 'commander';
import { jsonOption, monthOption } from '#src/cli/arguments.ts';
import { operatorScope, type RunCommand } from '#src/cli/command.ts';
import { EXIT } from '#src/cli/exit-status.ts';
import { changeJson, changeLine } from '#src/cli/value-changes.ts';
import type { Month } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';
import { recalculate } from '#src/service/values/recalculate.ts';

interface RecalculateOptions {
  readonly from?: Month;
  readonly to?: Month;
  readonly json?: true;
}

/** `qbr recalculate` */
export function recalculateCommand(run: RunCommand): Command {
  return new Command('recalculate')
    .description('recalculate all derived values from the stored ones')
    .addOption(monthOption('--from <month>', 'the first month (default: the first month with values)'))
    .addOption(monthOption('--to <month>', 'the last month (default: the last month with values)'))
    .addOption(jsonOption())
    .action((options: RecalculateOptions) =>
      run('recalculate', async (app, { operator, print, printJson }) => {
        const { json = false, ...range } = options;
        const scope = operatorScope(app, { operator });
        const { months, changes, derivedChanges } = await recalculate(scope, range);
        if (json) {
          printJson({ months, changes: changes.map(changeJson), derivedChanges });
        } else {
          for (const change of changes) print(`${change.month} ${changeLine(change)}`);
          const values = `${counted(changes.length, 'value')} of months and ${derivedChanges} of quarters and SmartNumbers`;
          print(`Recalculated ${counted(months.length, 'month')}: ${values} changed.`);
        }
        return EXIT.done;
      }),
    );
}
