import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { localTime } from '#src/cli/output.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import type { CollectionStatus } from '#src/service/collection/schedule.ts';

/** The action of `qbr schedule enable` and `disable`. */
export async function setSchedule(
  app: App,
  terminal: Terminal,
  { enabled }: { readonly enabled: boolean },
): Promise<ExitStatus> {
  const scope = operatorScope(app, terminal);
  await app.schedule.setEnabled(scope, enabled);
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
