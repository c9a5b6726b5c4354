import { connectWiseBaseUrl } from '#src/collect/connectwise/api.ts';
import { ninjaOneBaseUrl } from '#src/collect/ninjaone/api.ts';
import { InvalidParameterError, InvalidValueError, QbrError } from '#src/core/errors.ts';
import { isLoopbackHost } from '#src/core/loopback.ts';
import { listed } from '#src/core/words.ts';
import { createInputProblems, type InputProblems } from '#src/service/problems.ts';
import { type AuditNote, type Scope, write } from '#src/service/scope.ts';
import type { AuditValue } from '#src/store/audit.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { deleteSecret, saveSecret } from '#src/store/secrets.ts';
import { deleteSetting, saveSetting } from '#src/store/settings.ts';
import { type EffectiveSetting, type EffectiveSettings, readEffectiveSettings } from './effective-settings.ts';
import type { InstallationConfig } from './installation-config.ts';
import { listedSettings, type SettingRow } from './list.ts';
import { type Seal, sealingFor } from './secret-vault.ts';
import {
  ACCESS,
  type AccessVendor,
  isSecret,
  isSettingName,
  type SettingName,
  type SettingValue,
  settingOf,
  textOf,
} from './setting-registry.ts';

/** A setting to store, as text in the form of its environment variable; null to store it no more. */
export interface SettingInput {
  readonly name: string;
  readonly value: string | null;
}

/** A setting to store, checked. */
export interface CheckedSetting {
  readonly name: SettingName;
  readonly value: SettingValue | null;
  /** The path of the input. */
  readonly field: string;
}

const MOST_SETTINGS = 50;

/**
 * Stores settings of an organization, all or none, and returns all of them.
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; InvalidParameterError for an unknown setting, InvalidValueError for a value
 *   that is not accepted, or a new address without the secrets that go there; SecretKeyMissingError, SecretNotOpenedError; InvalidInputError for several
 */
export async function updateSettings(
  scope: Scope,
  config: InstallationConfig,
  input: readonly SettingInput[],
): Promise<SettingRow[]> {
  const problems = createInputProblems(scope.faults);
  const checked = checkSettings(input, config, problems);
  const organizationId = scope.organization.id;
  return write(scope, { permission: 'settings:manage', problems }, async (tx) => {
    problems.throwAll();
    const before = await readEffectiveSettings(tx, config, organizationId);
    const now = {
      addressOf: (name: SettingName) => storedValue(before.byName.get(name)),
      isKept: (name: SettingName) => before.byName.get(name)?.origin === 'stored',
    };
    for (const vendor of Object.keys(ACCESS) as AccessVendor[]) requireSecretsAgain(vendor, checked, now);
    const changes = checked.filter((each) => isChange(each, before));
    await store(tx, scope, { config, changes });
    const after = await readEffectiveSettings(tx, config, organizationId);
    return { result: listedSettings(after, config), audit: changes.length === 0 ? [] : [noteOf(changes, before)] };
  });
}

/** The settings of an input whose names and values are accepted; all others are added to `problems`. */
export function checkSettings(
  input: readonly SettingInput[],
  { auth }: Pick<InstallationConfig, 'auth'>,
  problems: InputProblems,
): CheckedSetting[] {
  if (input.length > MOST_SETTINGS) {
    problems.add(
      new InvalidValueError(`At most ${MOST_SETTINGS} settings are accepted at once`, { field: 'settings' }),
    );
    return [];
  }
  const seen = new Set<string>();
  return input.flatMap(({ name, value }, index) => {
    const path = `settings[${index}]`;
    return (
      problems.try(() => checkSetting({ name, value }, { path, seen, allowsLoopback: auth.mode === 'local' })) ?? []
    );
  });
}

function checkSetting(
  { name, value: text }: SettingInput,
  {
    path,
    seen,
    allowsLoopback,
  }: { readonly path: string; readonly seen: Set<string>; readonly allowsLoopback: boolean },
): CheckedSetting {
  // The name may be a secret in the wrong place, so it is not repeated.
  if (!isSettingName(name)) throw new InvalidParameterError('There is no such setting', { field: `${path}.name` });
  if (seen.has(name)) throw new InvalidParameterError(`${name} is given twice`, { field: `${path}.name` });
  seen.add(name);
  const field = `${path}.value`;
  if (text === null) return { name, value: null, field };
  try {
    const value = settingOf(name).type.parse(text);
    if (settingOf(name).type.kind === 'address' && !allowsLoopback) refuseLoopback(name, String(value));
    return { name, value, field };
  } catch (error) {
    if (!(error instanceof InvalidValueError)) throw error;
    throw new InvalidValueError(`${name} ${error.message}`, { field });
  }
}

/** Who may change a setting over the network must not have this machine ask itself. */
function refuseLoopback(name: SettingName, value: string): void {
  if (!isLoopbackHost(new URL(requestedAddress(name, value)).hostname)) return;
  throw new InvalidValueError('must not be this machine, on a server with sign-in');
}

/** The address that is asked for the value of an address setting. */
function requestedAddress(name: SettingName, value: string): string {
  return name === 'connectwise.server' ? connectWiseBaseUrl(value) : ninjaOneBaseUrl(value);
}

/** Whether two values of an address setting are one server. */
function isSameAddress(name: SettingName, one: SettingValue, other: SettingValue): boolean {
  try {
    return requestedAddress(name, String(one)) === requestedAddress(name, String(other));
  } catch (error) {
    if (error instanceof QbrError) return false;
    throw error;
  }
}

/**
 * Secrets go to the address that they were given for, and to no other: otherwise whoever may set an address could have them sent there.
 * @param now `addressOf`: the address of now, null without one; `isKept`: whether a secret applies now, or will where a key that opens it returns
 * @throws InvalidValueError for a new address without the secrets that would be sent there
 */
export function requireSecretsAgain(
  vendor: AccessVendor,
  given: readonly CheckedSetting[],
  {
    addressOf,
    isKept,
  }: {
    readonly addressOf: (name: SettingName) => SettingValue | null;
    readonly isKept: (name: SettingName) => boolean;
  },
): void {
  const [address] = ACCESS[vendor];
  const next = given.find(({ name }) => name === address);
  if (!address || !next || next.value === null) return;
  const before = addressOf(address);
  if (before !== null && isSameAddress(address, before, next.value)) return;
  const isGiven = (name: SettingName) => given.some((each) => each.name === name);
  const kept = ACCESS[vendor].filter((name) => isSecret(name) && isKept(name) && !isGiven(name));
  if (kept.length === 0) return;
  const words = `${address} is another server: give ${listed([...kept])} with it, which would be sent there`;
  throw new InvalidValueError(words, { field: next.field });
}

/** A secret that is given again is a change: whether it is another one is not told. */
function isChange({ name, value }: CheckedSetting, before: EffectiveSettings): boolean {
  const stored = before.byName.get(name);
  if (stored?.origin !== 'stored') return value !== null;
  if (value === null || isSecret(name) || stored.value === null) return true;
  return textOf(value) !== textOf(stored.value);
}

async function store(
  tx: Transaction,
  { organization: { id }, at, actor }: Scope,
  { config, changes }: { readonly config: InstallationConfig; readonly changes: readonly CheckedSetting[] },
): Promise<void> {
  let seal: Seal | undefined;
  for (const { name, value } of changes) {
    if (!isSecret(name)) {
      if (value === null) await deleteSetting(tx, id, name);
      else await saveSetting(tx, id, { name, value: value as string | number | boolean | string[], at, by: actor });
    } else if (value === null) await deleteSecret(tx, id, name);
    else {
      seal ??= await sealingFor(tx, config.secretKeys, { organizationId: id, at });
      await saveSecret(tx, id, { name, sealed: seal(name, String(value)), updatedAt: at, updatedBy: actor });
    }
  }
}

/** Of a secret only that it was set, replaced or removed. */
function noteOf(changes: readonly CheckedSetting[], before: EffectiveSettings): AuditNote {
  const detail = changes.map(({ name, value }) => {
    const stored = before.byName.get(name);
    const was = storedValue(stored);
    if (!isSecret(name)) return { setting: name, before: plain(was), after: plain(value) };
    const change = value === null ? 'removed' : stored?.origin === 'stored' ? 'replaced' : 'set';
    return { setting: name, secret: change };
  });
  return { action: 'settings.changed', detail: { changes: detail } };
}

function storedValue(setting: EffectiveSetting | undefined): SettingValue | null {
  return setting?.origin === 'stored' ? setting.value : null;
}

function plain(value: SettingValue | null): AuditValue {
  return value;
}
