import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { localTime } from '#src/cli/output.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { ValidationNotPassedError } from '#src/core/errors.ts';
import type { CollectionStatus } from '#src/service/collection/schedule.ts';

export interface ScheduleChange {
  readonly enabled: boolean;
  /** Enable it also where its validation has not passed. */
  readonly acceptUnvalidated: boolean;
}

/** The action of `qbr schedule enable` and `disable`. */
export async function setSchedule(
  app: App,
  terminal: Terminal,
  { enabled, acceptUnvalidated }: ScheduleChange,
): Promise<ExitStatus> {
  const scope = operatorScope(app, terminal);
  try {
    await app.schedule.setEnabled(scope, enabled, { acceptUnvalidated });
  } catch (error) {
    if (!(error instanceof ValidationNotPassedError)) throw error;
    terminal.printError('The validation of the nightly collection has not passed (qbr validate --from MONTH):');
    for (const reason of error.reasons) terminal.printError(`  ${reason}`);
    terminal.printError('To enable it anyway, which is recorded: qbr schedule enable --accept-unvalidated');
    return EXIT.unusable;
  }
  terminal.print(scheduleLine(await app.schedule.status(scope)));
  return EXIT.done;
}

/** The action of `qbr schedule status`. */
export async function showSchedule(
  app: App,
  terminal: Terminal,
  { json }: { readonly json?: true },
): Promise<ExitStatus> {
  const status = await app.schedule.status(operatorScope(app, terminal));
  const { enabled, cron, timeZone, nextRunAt } = status;
  if (json) terminal.printJson({ enabled, cron, timeZone, nextRunAt });
  else terminal.print(scheduleLine(status));
  return EXIT.done;
}

/** The state of the nightly collection in one line. */
export function scheduleLine({ enabled, cron, timeZone, nextRunAt, retryAt }: CollectionStatus): string {
  if (!enabled) return 'Nightly collection: disabled (qbr schedule enable)';
  const what = retryAt ? 'the last run failed, retry' : 'next';
  const next = nextRunAt ? `${what} at ${localTime(nextRunAt, timeZone)}` : 'no next run';
  return `Nightly collection: enabled, ${next} ${timeZone} (${cron}), by qbr serve`;
}
