import type { App } from '#src/app.ts';
import { apiKeyState } from '#src/auth/api-key.ts';
import { ROLES, type Role } from '#src/auth/viewer.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { localTime, table } from '#src/cli/output.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { MissingFieldError } from '#src/core/errors.ts';
import { endOfDate } from '#src/core/period.ts';
import {
  createApiKey,
  createOperatorKey,
  listApiKeys,
  listOperatorKeys,
  type OperatorKey,
  revokeApiKey,
  revokeOperatorKey,
} from '#src/service/access/api-keys.ts';
import type { Scope } from '#src/service/scope.ts';

export interface KeyOptions {
  /** Of operators instead of the organization. */
  readonly operator?: true;
}

export interface CreateOptions extends KeyOptions {
  readonly name: string;
  /** Missing for a key of an operator. */
  readonly role?: Role;
  readonly expires?: string;
}

/** The action of `qbr keys create`. */
export async function createKey(
  app: App,
  terminal: Terminal,
  { name, role, operator, expires }: CreateOptions,
): Promise<ExitStatus> {
  const scope = operatorScope(app, terminal);
  const { timeZone } = scope.organization;
  const expiresAt = expires === undefined ? null : endOfDate(expires, timeZone);
  const { key, ...made } = await makeKey(scope, { name, role, operator, expiresAt });
  terminal.print(key);
  const end = expiresAt ? `until ${localTime(expiresAt, timeZone)}` : 'until revoked';
  terminal.printError(
    `API key ${made.id} (${made.name}), ${role ?? 'operator'}, ${end}. It cannot be shown again: store it safely.`,
  );
  return EXIT.done;
}

/** A key to be made, of operators or of the organization. */
interface NewKey {
  readonly name: string;
  readonly role: Role | undefined;
  readonly operator: true | undefined;
  readonly expiresAt: Date | null;
}

/** @throws MissingFieldError without a role */
async function makeKey(
  scope: Scope,
  { name, role, operator, expiresAt }: NewKey,
): Promise<{ readonly key: string; readonly id: number; readonly name: string }> {
  if (operator) {
    const { key, operatorKey } = await createOperatorKey(scope, { name, expiresAt });
    return { key, id: operatorKey.id, name: operatorKey.name };
  }
  if (!role) throw new MissingFieldError(`Give --role (${ROLES.join(', ')}), or --operator`, { field: 'role' });
  const { key, apiKey } = await createApiKey(scope, { name, role, expiresAt });
  return { key, id: apiKey.id, name: apiKey.name };
}

/** The action of `qbr keys list`. */
export async function listKeys(
  app: App,
  terminal: Terminal,
  { operator, json }: KeyOptions & { readonly json?: true },
): Promise<ExitStatus> {
  const scope = operatorScope(app, terminal);
  const keys: readonly ShownKey[] = await (operator ? listOperatorKeys(scope) : listApiKeys(scope));
  if (json) terminal.printJson(keys);
  else if (keys.length === 0)
    terminal.print(`No API keys. Create one with qbr keys create --name … ${operator ? '--operator' : '--role …'}`);
  else terminal.print(keyTable(keys, scope));
  return EXIT.done;
}

/** The action of `qbr keys revoke`. */
export async function revokeKey(
  app: App,
  terminal: Terminal,
  { id, operator }: KeyOptions & { readonly id: number },
): Promise<ExitStatus> {
  const scope = operatorScope(app, terminal);
  const { name } = await (operator ? revokeOperatorKey(scope, { id }) : revokeApiKey(scope, { id }));
  terminal.print(`API key ${id} (${name}) is revoked.`);
  return EXIT.done;
}

type ShownKey = OperatorKey & { readonly role?: Role | null };

function keyTable(keys: readonly ShownKey[], { organization, at }: Scope): string {
  const time = (instant: Date | null): string => (instant ? localTime(instant, organization.timeZone) : '–');
  const rows = keys.map((key) => {
    const { id, name, prefix, role, createdBy, expiresAt, lastUsedAt } = key;
    const used = [time(expiresAt), time(lastUsedAt), apiKeyState(key, at)];
    return [id, name, `${prefix}…`, role ?? 'operator', createdBy, ...used];
  });
  return table(['Id', 'Name', 'Key', 'Role', 'Created by', 'Expires', 'Last used', 'State'], rows);
}
