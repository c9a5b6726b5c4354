import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { changeJson, changeLine } from '#src/cli/value-changes.ts';
import type { Month } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';
import { recalculate } from '#src/service/values/recalculate.ts';

export interface RecalculateOptions {
  readonly from?: Month;
  readonly to?: Month;
  readonly json?: true;
}

/** The action of `qbr recalculate`. */
export async function recalculateMonths(
  app: App,
  terminal: Terminal,
  { json, ...range }: RecalculateOptions,
): Promise<ExitStatus> {
  const { print, printJson } = terminal;
  const { months, changes, derivedChanges } = await recalculate(operatorScope(app, terminal), range);
  if (json) {
    printJson({ months, changes: changes.map(changeJson), derivedChanges });
  } else {
    for (const change of changes) print(`${change.month} ${changeLine(change)}`);
    const values = `${counted(changes.length, 'value')} of months and ${derivedChanges} of quarters and SmartNumbers`;
    print(`Recalculated ${counted(months.length, 'month')}: ${values} changed.`);
  }
  return EXIT.done;
}
