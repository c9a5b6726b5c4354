import { Command } from 'commander';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

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
        run('schedule', async (...opened) => {
          const { setSchedule } = await import('#src/cli/actions/schedule.ts');
          return setSchedule(...opened, { enabled });
        }),
      );
  }
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
