import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { localTime, table } from '#src/cli/output.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { InvalidParameterError, MissingFieldError } from '#src/core/errors.ts';
import { updateSettings } from '#src/service/settings/change.ts';
import { describedSetting, listSettings, type SettingRow } from '#src/service/settings/list.ts';
import { isSecret, isSettingName } from '#src/service/settings/setting-registry.ts';

export interface ListOptions {
  readonly json?: true;
}

export interface SetOptions {
  readonly from?: string;
}

/** More than the longest value. */
const MAX_VALUE_BYTES = 64 * 1_024;

/** The action of `qbr settings list`. */
export async function list(app: App, terminal: Terminal, { json }: ListOptions): Promise<ExitStatus> {
  const scope = operatorScope(app, terminal);
  const settings = await listSettings(scope, app.config);
  if (json) terminal.printJson(settings);
  else terminal.print(settingTable(settings, scope.organization.timeZone));
  for (const { name, problem } of json ? [] : settings)
    if (problem !== null) terminal.printError(`${name}: ${problem}`);
  return EXIT.done;
}

/** The action of `qbr settings set`. */
export async function set(
  app: App,
  terminal: Terminal,
  { name, value, from }: SetOptions & { readonly name: string; readonly value: string | undefined },
): Promise<ExitStatus> {
  const text = await givenValue(terminal, { name, value, from });
  await store(app, terminal, [{ name, value: text }]);
  return EXIT.done;
}

/** The action of `qbr settings unset`. */
export async function unset(
  app: App,
  terminal: Terminal,
  { names }: { readonly names: readonly string[] },
): Promise<ExitStatus> {
  await store(
    app,
    terminal,
    names.map((name) => ({ name, value: null })),
  );
  return EXIT.done;
}

async function store(app: App, terminal: Terminal, settings: Parameters<typeof updateSettings>[2]): Promise<void> {
  const scope = operatorScope(app, terminal);
  const rows = await updateSettings(scope, app.config, settings);
  for (const { name } of settings) {
    const row = rows.find((each) => each.name === name);
    if (row) terminal.print(`${name} of organization ${scope.organization.id}: ${shownValue(row)} (${row.origin})`);
    if (row?.problem) terminal.printError(row.problem);
  }
}

/** @throws InvalidParameterError for a secret in the command line, which others can see; MissingFieldError without a value */
async function givenValue(
  terminal: Terminal,
  {
    name,
    value,
    from,
  }: { readonly name: string; readonly value: string | undefined; readonly from: string | undefined },
): Promise<string> {
  if (isSettingName(name) && isSecret(name) && value !== undefined) {
    throw new InvalidParameterError(
      `${name} is a secret, and other users of a machine see its command lines: give it on stdin, qbr settings set ${name} --from -`,
      { field: 'value' },
    );
  }
  if (value !== undefined && from !== undefined)
    throw new InvalidParameterError('Give a value or --from, not both', { field: 'from' });
  if (value !== undefined) return value;
  if (from === undefined) {
    const accepted = isSettingName(name) ? ` It is ${describedSetting(name).accepted}.` : '';
    throw new MissingFieldError(`Give a value, or --from with a file (- for stdin).${accepted}`, { field: 'value' });
  }
  const bytes = await terminal.readFile(from, MAX_VALUE_BYTES);
  return Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .replace(/[\r\n]+$/, '');
}

function settingTable(settings: readonly SettingRow[], timeZone: string): string {
  const rows = settings.map((row) => [
    row.name,
    shownValue(row),
    row.origin === 'environment' ? `environment (${describedSetting(row.name).variable})` : row.origin,
    row.updatedAt ? `${localTime(row.updatedAt, timeZone)} by ${row.updatedBy}` : '–',
  ]);
  return table(['Setting', 'Value', 'Origin', 'Stored'], rows);
}

function shownValue({ value, isSecret: hidden, isSet }: SettingRow): string {
  if (hidden) return isSet ? '(set, not shown)' : '–';
  return value ?? '–';
}
