import { Command } from 'commander';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

/** `qbr secrets status|rotate` */
export function secretsCommand(run: RunCommand): Command {
  return new Command('secrets')
    .description('secrets in the database and the installation keys that seal them')
    .addCommand(
      new Command('status')
        .description('show which keys are in use, and secrets that no configured key opens')
        .addOption(jsonOption())
        .action((options: { json?: true }) =>
          run('secrets', async (...opened) =>
            (await import('#src/cli/actions/secrets.ts')).showStatus(...opened, options),
          ),
        ),
    )
    .addCommand(
      new Command('rotate')
        .description('seal all secrets with the newest key of QBR_SECRET_KEY; may be interrupted and repeated')
        .addOption(jsonOption())
        .action((options: { json?: true }) =>
          run('secrets', async (...opened) => (await import('#src/cli/actions/secrets.ts')).rotate(...opened, options)),
        ),
    );
}
