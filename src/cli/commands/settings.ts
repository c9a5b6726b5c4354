import { Argument, Command } from 'commander';
import type { ListOptions, SetOptions } from '#src/cli/actions/settings.ts';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

/** `qbr settings list|set|unset` */
export function settingsCommand(run: RunCommand): Command {
  return new Command('settings')
    .description('settings of an organization: vendors, boards, device rules, schedule')
    .addCommand(listCommand(run))
    .addCommand(setCommand(run))
    .addCommand(unsetCommand(run));
}

function listCommand(run: RunCommand): Command {
  return new Command('list')
    .description('list all settings with where each value is from; secrets are not shown')
    .addOption(jsonOption())
    .action((options: ListOptions) =>
      run('settings', async (...opened) => (await import('#src/cli/actions/settings.ts')).list(...opened, options)),
    );
}

function setCommand(run: RunCommand): Command {
  return new Command('set')
    .description('store a setting; from then on it applies before its environment variable')
    .addArgument(new Argument('<name>', 'as qbr settings list names it'))
    .addArgument(new Argument('[value]', 'in the form of its variable; a list is a JSON array. Not for a secret'))
    .option('--from <file>', 'read the value from a file, - for stdin: the only way for a secret')
    .action((name: string, value: string | undefined, options: SetOptions) =>
      run('settings', async (...opened) =>
        (await import('#src/cli/actions/settings.ts')).set(...opened, { name, value, ...options }),
      ),
    );
}

function unsetCommand(run: RunCommand): Command {
  return new Command('unset')
    .description('store settings no more: their environment variables or defaults apply again')
    .addArgument(new Argument('<name...>', 'as qbr settings list names them'))
    .action((names: readonly string[]) =>
      run('settings', async (...opened) => (await import('#src/cli/actions/settings.ts')).unset(...opened, { names })),
    );
}
