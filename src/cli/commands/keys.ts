import { Argument, Command, Option } from 'commander';
import type { CreateOptions, KeyOptions } from '#src/cli/actions/keys.ts';
import { jsonOption, parseId, roleOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

const actions = () => import('#src/cli/actions/keys.ts');

/** `qbr keys create|list|revoke` */
export function keysCommand(run: RunCommand): Command {
  return new Command('keys')
    .description('manage API keys for programs')
    .addCommand(createCommand(run))
    .addCommand(listCommand(run))
    .addCommand(revokeCommand(run));
}

function operatorOption(description: string): Option {
  return new Option('--operator', description).conflicts('organization');
}

function createCommand(run: RunCommand): Command {
  return new Command('create')
    .description('create a key; it is printed once on stdout and not stored')
    .requiredOption('--name <name>', 'the purpose of the key')
    .addOption(roleOption('the role of the key in the organization'))
    .addOption(
      operatorOption('instead of a role: it manages organizations and memberships, and reads no numbers').conflicts([
        'organization',
        'role',
      ]),
    )
    .option('--expires <date>', 'the last valid day in QBR_TIMEZONE, such as 2027-06-30 (default: until revoked)')
    .action((options: CreateOptions) =>
      run('keys', async (...opened) => (await actions()).createKey(...opened, options)),
    );
}

function listCommand(run: RunCommand): Command {
  return new Command('list')
    .description('list all keys, without their secrets')
    .addOption(operatorOption('those of operators'))
    .addOption(jsonOption())
    .action((options: KeyOptions & { readonly json?: true }) =>
      run('keys', async (...opened) => (await actions()).listKeys(...opened, options)),
    );
}

function revokeCommand(run: RunCommand): Command {
  return new Command('revoke')
    .description('revoke a key permanently')
    .addArgument(new Argument('<id>', 'the id shown by qbr keys list').argParser(parseId))
    .addOption(operatorOption('a key of an operator'))
    .action((id: number, options: KeyOptions) =>
      run('keys', async (...opened) => (await actions()).revokeKey(...opened, { ...options, id })),
    );
}
