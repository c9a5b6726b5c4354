import { Command } from 'commander';
import type { ScheduleChange } from '#src/cli/actions/schedule.ts';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

/** `qbr schedule enable|disable|status` */
export function scheduleCommand(run: RunCommand): Command {
  const schedule = new Command('schedule').description('enable or disable the nightly collection');
  schedule
    .command('enable')
    .description('enable the nightly collection, for every qbr on this database')
    .option('--accept-unvalidated', 'although its validation has not passed (qbr validate), which is recorded')
    .action(({ acceptUnvalidated }: { acceptUnvalidated?: true }) =>
      set(run, { enabled: true, acceptUnvalidated: acceptUnvalidated ?? false }),
    );
  schedule
    .command('disable')
    .description('disable the nightly collection, for every qbr on this database')
    .action(() => set(run, { enabled: false, acceptUnvalidated: false }));
  schedule
    .command('status')
    .description('show when the nightly collection runs')
    .addOption(jsonOption())
    .action((options: { json?: true }) =>
      run('schedule', async (...opened) => {
        const { showSchedule } = await import('#src/cli/actions/schedule.ts');
        return showSchedule(...opened, options);
      }),
    );
  return schedule;
}

function set(run: RunCommand, change: ScheduleChange): Promise<void> {
  return run('schedule', async (...opened) => {
    const { setSchedule } = await import('#src/cli/actions/schedule.ts');
    return setSchedule(...opened, change);
  });
}
