import { Command } from 'commander';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

/** `qbr status` */
export function statusCommand(run: RunCommand): Command {
  return new Command('status')
    .description('show the schedule, the last run, open findings, and the months with values')
    .addOption(jsonOption())
    .action((options: { json?: true }) =>
      run('status', async (...opened) => (await import('#src/cli/actions/status.ts')).showStatus(...opened, options)),
    );
}
