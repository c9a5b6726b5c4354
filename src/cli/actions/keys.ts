import type { App } from '#src/app.ts';
import { apiKeyState } from '#src/auth/api-key.ts';
import type { Role } from '#src/auth/viewer.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { localTime, table } from '#src/cli/output.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { endOfDate } from '#src/core/period.ts';
import { createApiKey, listApiKeys, type OrganizationApiKey, revokeApiKey } from '#src/service/access/api-keys.ts';

export interface CreateOptions {
  readonly name: string;
  readonly role: Role;
  readonly expires?: string;
}

/** The action of `qbr keys create`. */
export async function createKey(
  app: App,
  terminal: Terminal,
  { name, role, expires }: CreateOptions,
): Promise<ExitStatus> {
  const { timeZone } = app.config;
  const expiresAt = expires === undefined ? null : endOfDate(expires, timeZone);
  const { key, apiKey } = await createApiKey(operatorScope(app, terminal), { name, role, expiresAt });
  terminal.print(key);
  const end = expiresAt ? `until ${localTime(expiresAt, timeZone)}` : 'until revoked';
  terminal.printError(
    `API key ${apiKey.id} (${apiKey.name}), ${role}, ${end}. It cannot be shown again: store it safely.`,
  );
  return EXIT.done;
}

/** The action of `qbr keys list`. */
export async function listKeys(app: App, terminal: Terminal, { json }: { readonly json?: true }): Promise<ExitStatus> {
  const keys = await listApiKeys(operatorScope(app, terminal));
  if (json) terminal.printJson(keys);
  else if (keys.length === 0) terminal.print('No API keys. Create one with qbr keys create --name … --role …');
  else terminal.print(keyTable(keys, app));
  return EXIT.done;
}

/** The action of `qbr keys revoke`. */
export async function revokeKey(app: App, terminal: Terminal, id: number): Promise<ExitStatus> {
  const { name } = await revokeApiKey(operatorScope(app, terminal), { id });
  terminal.print(`API key ${id} (${name}) is revoked.`);
  return EXIT.done;
}

function keyTable(keys: readonly OrganizationApiKey[], { config, clock }: App): string {
  const time = (at: Date | null): string => (at ? localTime(at, config.timeZone) : '–');
  const rows = keys.map((key) => {
    const { id, name, prefix, role, createdBy, expiresAt, lastUsedAt } = key;
    return [
      id,
      name,
      `${prefix}…`,
      role ?? 'operator',
      createdBy,
      time(expiresAt),
      time(lastUsedAt),
      apiKeyState(key, clock()),
    ];
  });
  return table(['Id', 'Name', 'Key', 'Role', 'Created by', 'Expires', 'Last used', 'State'], rows);
}
