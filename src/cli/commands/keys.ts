import { Argument, Command, Option } from 'commander';
import type { App } from '#src/app.ts';
import { apiKeyState } from '#src/auth/api-key.ts';
import { ROLES, type Role } from '#src/auth/viewer.ts';
import { jsonOption } from '#src/cli/arguments.ts';
import { operatorScope, type RunCommand } from '#src/cli/command.ts';
import { EXIT } from '#src/cli/exit-status.ts';
import { localTime, table } from '#src/cli/output.ts';
import { InvalidParameterError } from '#src/core/errors.ts';
import { endOfDate } from '#src/core/period.ts';
import { createApiKey, listApiKeys, revokeApiKey } from '#src/service/access/api-keys.ts';
import type { StoredApiKey } from '#src/store/api-keys.ts';

interface CreateOptions {
  readonly name: string;
  readonly role: Role;
  readonly expires?: string;
}

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
    .action(({ name, role, expires }: CreateOptions) =>
      run('keys', async (app, { operator, print, printError }) => {
        const expiresAt = expires === undefined ? null : endOfDate(expires, app.config.timeZone);
        const { key, apiKey } = await createApiKey(operatorScope(app, { operator }), { name, role, expiresAt });
        print(key);
        const end = expiresAt ? `until ${localTime(expiresAt, app.config.timeZone)}` : 'until revoked';
        printError(
          `API key ${apiKey.id} (${apiKey.name}), ${role}, ${end}. It cannot be shown again: store it safely.`,
        );
        return EXIT.done;
      }),
    );
}

function listCommand(run: RunCommand): Command {
  return new Command('list')
    .description('list all keys, without their secrets')
    .addOption(jsonOption())
    .action((options: { json?: true }) =>
      run('keys', async (app, { operator, print, printJson }) => {
        const keys = await listApiKeys(operatorScope(app, { operator }));
        if (options.json) printJson(keys);
        else if (keys.length === 0) print('No API keys. Create one with qbr keys create --name … --role …');
        else print(keyTable(keys, app));
        return EXIT.done;
      }),
    );
}

function revokeCommand(run: RunCommand): Command {
  return new Command('revoke')
    .description('revoke a key permanently')
    .addArgument(new Argument('<id>', 'the id shown by qbr keys list').argParser(parseId))
    .action((id: number) =>
      run('keys', async (app, { operator, print }) => {
        const { name } = await revokeApiKey(operatorScope(app, { operator }), { id });
        print(`API key ${id} (${name}) is revoked.`);
        return EXIT.done;
      }),
    );
}

function keyTable(keys: readonly StoredApiKey[], { config, clock }: App): string {
  const time = (at: Date | null): string => (at ? localTime(at, config.timeZone) : '–');
  const rows = keys.map((key) => {
    const { id, name, prefix, role, createdBy, expiresAt, lastUsedAt } = key;
    return [id, name, `${prefix}…`, role, createdBy, time(expiresAt), time(lastUsedAt), apiKeyState(key, clock())];
  });
  return table(['Id', 'Name', 'Key', 'Role', 'Created by', 'Expires', 'Last used', 'State'], rows);
}

function parseRole(text: string): Role {
  const role = ROLES.find((each) => each === text);
  if (role) return role;
  const field = 'role';
  throw new InvalidParameterError(`--role must be ${ROLES.join(', ')}, not ${JSON.stringify(text)}`, { field });
}

function parseId(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidParameterError(`An id is a whole number, not ${JSON.stringify(text)}`, { field: 'id' });
}
