import { Command } from 'commander';
import { jsonOption } from '#src/cli/arguments.ts';
import { operatorScope, type RunCommand } from '#src/cli/command.ts';
import { EXIT } from '#src/cli/exit-status.ts';
import { localTime } from '#src/cli/output.ts';
import type { CollectionStatus } from '#src/service/collection/schedule.ts';

/** `qbr schedule enable|disable|status` */
export function scheduleCommand(run: RunCommand): Command {
  const schedule = new Command('schedule').description('enable or disable the nightly collection');
  for (const [name, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    schedule
      .command(name)
      .description(`${name} the nightly collection, for every qbr on this database`)
      .action(() =>
        run('schedule', async (app, { operator, print }) => {
          const scope = operatorScope(app, { operator });
          await app.schedule.setEnabled(scope, enabled);
          print(scheduleLine(await app.schedule.status(scope)));
          return EXIT.done;
        }),
      );
  }
  schedule
    .command('status')
    .description('show when the nightly collection runs')
    .addOption(jsonOption())
    .action((options: { json?: true }) =>
      run('schedule', async (app, { operator, print, printJson }) => {
        const status = await app.schedule.status(operatorScope(app, { operator }));
        const { enabled, cron, timeZone, nextRunAt } = status;
        if (options.json) printJson({ enabled, cron, timeZone, nextRunAt });
        else print(scheduleLine(status));
        return EXIT.done;
      }),
    );
  return schedule;
}

/** The state of the nightly collection in one line. */
export function scheduleLine({ enabled, cron, timeZone, nextRunAt, retryAt }: CollectionStatus): string {
  if (!enabled) return 'Nightly collection: disabled (qbr schedule enable)';
  const what = retryAt ? 'the last run failed, retry' : 'next';
  const next = nextRunAt ? `${what} at ${localTime(nextRunAt, timeZone)}` : 'no next run';
  return `Nightly collection: enabled, ${next} ${timeZone} (${cron}), by qbr serve`;
}
