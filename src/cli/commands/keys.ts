import { Argument, Command, Option } from 'commander';
import { ROLES, type Role } from '#src/auth/viewer.ts';
import type { CreateOptions } from '#src/cli/actions/keys.ts';
import { jsonOption, parseId } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';
import { InvalidParameterError } from '#src/core/errors.ts';

/** `qbr keys create|list|revoke` */
export function keysCommand(run: RunCommand): Command {
  return new Command('keys')
    .description('manage API keys for programs')
    .addCommand(createCommand(run))
    .addCommand(listCommand(run))
    .addCommand(revokeCommand(run));
}

function createCommand(run: RunCommand): Command {
  return new Command('create')
    .description('create a key; it is printed once on stdout and not stored')
    .requiredOption('--name <name>', 'the purpose of the key')
    .addOption(
      new Option('--role <role>', `the role of the key: ${ROLES.join(', ')}`)
        .makeOptionMandatory()
        .argParser(parseRole),
    )
    .option('--expires <date>', 'the last valid day in QBR_TIMEZONE, such as 2027-06-30 (default: until revoked)')
    .action((options: CreateOptions) =>
      run('keys', async (...opened) => (await import('#src/cli/actions/keys.ts')).createKey(...opened, options)),
    );
}

function listCommand(run: RunCommand): Command {
  return new Command('list')
    .description('list all keys, without their secrets')
    .addOption(jsonOption())
    .action((options: { json?: true }) =>
      run('keys', async (...opened) => (await import('#src/cli/actions/keys.ts')).listKeys(...opened, options)),
    );
}

function revokeCommand(run: RunCommand): Command {
  return new Command('revoke')
    .description('revoke a key permanently')
    .addArgument(new Argument('<id>', 'the id shown by qbr keys list').argParser(parseId))
    .action((id: number) =>
      run('keys', async (...opened) => (await import('#src/cli/actions/keys.ts')).revokeKey(...opened, id)),
    );
}

function parseRole(text: string): Role {
  const role = ROLES.find((each) => each === text);
  if (role) return role;
  const field = 'role';
  throw new InvalidParameterError(`--role must be ${ROLES.join(', ')}, not ${JSON.stringify(text)}`, { field });
}
