import { Command } from 'commander';
import { ORGANIZATION_ID } from '../app.ts';
import type { Month } from '../core/period.ts';
import { recalculate } from '../service/recalculation.ts';
import { jsonOption, monthOption } from './arguments.ts';
import { operator } from './command.ts';
import { EXIT } from './exit-status.ts';
import { counted, print, printJson } from './output.ts';
import type { RunCommand } from './program.ts';
import { changeJson, changeLine } from './value-changes.ts';

interface RecalculateOptions {
  readonly from?: Month;
  readonly to?: Month;
  readonly json?: true;
}

/** `qbr recalculate` */
export function recalculateCommand(run: RunCommand): Command {
  return new Command('recalculate')
    .description('compute again all that is calculated from the stored values')
    .addOption(monthOption('--from <month>', 'the first month (default: the first that has values)'))
    .addOption(monthOption('--to <month>', 'the last month (default: the last that has values)'))
    .addOption(jsonOption())
    .action((options: RecalculateOptions) =>
      run('recalculate', async ({ database, clock }) => {
        const { from, to, json = false } = options;
        const range = { ...(from && { from }), ...(to && { to }) };
        const request = { organizationId: ORGANIZATION_ID, viewer: operator(), at: clock(), ...range };
        const { months, changes, derivedChanges } = await recalculate(database, request);
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
