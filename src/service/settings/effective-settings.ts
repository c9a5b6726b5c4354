import { InvalidValueError } from '#src/core/errors.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import { listed } from '#src/core/words.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { readOwnTimeZone } from '#src/store/organizations.ts';
import { readSettings } from '#src/store/settings.ts';
import type { InstallationConfig } from './installation-config.ts';
import { openSecrets } from './secret-vault.ts';
import {
  ACCESS,
  type AccessVendor,
  isSecret,
  SETTING_NAMES,
  type SettingName,
  type SettingValue,
  settingOf,
  textOf,
} from './setting-registry.ts';

/** Where a value is from: the environment, the database, or the program itself. */
export const SETTING_ORIGINS = ['environment', 'stored', 'default'] as const;
export type SettingOrigin = (typeof SETTING_ORIGINS)[number];

/** A setting of an organization as it applies. */
export interface EffectiveSetting {
  readonly name: SettingName;
  /** Null where it has none, or one that cannot be read. An opened secret is never to be shown, logged or stored. */
  readonly value: SettingValue | null;
  readonly isSet: boolean;
  readonly origin: SettingOrigin;
  /** Null unless it is stored. */
  readonly updatedAt: Date | null;
  readonly updatedBy: string | null;
  /** Why it is not used although it is stored; null otherwise. */
  readonly problem: string | null;
}

/** Whose access to a vendor is used: all of it is stored, or all of it is the environment's. */
export interface VendorAccess {
  readonly origin: 'stored' | 'environment' | null;
  /** Why the stored access is not used; null where it is, or none is stored. */
  readonly problem: string | null;
}

/** The settings of an organization. */
export interface EffectiveSettings {
  /** Where its months begin (IANA name). */
  readonly timeZone: string;
  readonly byName: ReadonlyMap<SettingName, EffectiveSetting>;
  readonly access: Readonly<Record<AccessVendor, VendorAccess>>;
  /** The value that is used; null for a vendor's access that is not. */
  valueOf(name: SettingName): SettingValue | null;
}

type Stored = Omit<EffectiveSetting, 'isSet' | 'origin'>;

/**
 * A stored setting applies before the environment's. Access to a vendor is used as a whole: once all of it is stored, else that of the
 * environment, so that no secret of the one goes to the address of the other. The environment gives access to organization 1 alone.
 */
export async function readEffectiveSettings(
  reader: Reader,
  installation: InstallationConfig,
  organizationId: number,
): Promise<EffectiveSettings> {
  const config = await ofOrganization(reader, installation, organizationId);
  const stored = await readStored(reader, config, organizationId);
  const access = {
    connectwise: accessOf('connectwise', stored, { config, organizationId }),
    ninjaone: accessOf('ninjaone', stored, { config, organizationId }),
  };
  const settings = SETTING_NAMES.map((name) => effective(name, stored.get(name), { config, organizationId, access }));
  const byName = new Map(settings.map((each) => [each.name, each]));
  return {
    timeZone: config.timeZone,
    byName,
    access,
    valueOf: (name) => {
      const found = byName.get(name);
      const { access: vendor } = settingOf(name);
      if (vendor === null) return found?.value ?? settingOf(name).fallback(config);
      // What is stored of an access that is not complete waits for the rest.
      if (access[vendor].origin === 'environment') return settingOf(name).fallback(config);
      return access[vendor].origin === 'stored' ? (found?.value ?? null) : null;
    },
  };
}

/** The organization's own time zone takes the place of the installation's, and nobody of organization 1 is notified of others. */
async function ofOrganization(
  reader: Reader,
  installation: InstallationConfig,
  organizationId: number,
): Promise<InstallationConfig> {
  const isFirst = organizationId === FIRST_ORGANIZATION;
  const config = isFirst ? installation : withoutRecipients(installation);
  const timeZone = await readOwnTimeZone(reader, organizationId);
  return timeZone === null ? config : { ...without(config, 'QBR_TIMEZONE'), timeZone };
}

function withoutRecipients({ notify: { mail }, ...config }: InstallationConfig): InstallationConfig {
  return without({ ...config, notify: { mail: mail && { ...mail, to: [] } } }, 'QBR_NOTIFY_TO');
}

function without(config: InstallationConfig, variable: string): InstallationConfig {
  return { ...config, environment: config.environment.filter((name) => name !== variable) };
}

async function readStored(
  reader: Reader,
  { secretKeys }: InstallationConfig,
  organizationId: number,
): Promise<ReadonlyMap<SettingName, Stored>> {
  const open = await readSettings(
    reader,
    organizationId,
    SETTING_NAMES.filter((name) => !isSecret(name)),
  );
  const secrets = await openSecrets(reader, secretKeys, organizationId);
  const rows = new Map<SettingName, Stored>();
  for (const { name, value, updatedAt, updatedBy } of open) {
    const known = name as SettingName;
    rows.set(known, { name: known, updatedAt, updatedBy, ...readValue(known, value as SettingValue) });
  }
  for (const name of SETTING_NAMES.filter(isSecret)) {
    const secret = secrets.get(name);
    if (secret) rows.set(name, { ...secret, name });
  }
  return rows;
}

/** A stored value that this version does not accept is not used: the version that stored it knew others. */
function readValue(name: SettingName, value: SettingValue): Pick<Stored, 'value' | 'problem'> {
  try {
    return { value: settingOf(name).type.parse(textOf(value)), problem: null };
  } catch (error) {
    if (!(error instanceof InvalidValueError)) throw error;
    return { value: null, problem: `It ${error.message}.` };
  }
}

interface Where {
  readonly config: InstallationConfig;
  readonly organizationId: number;
}

function accessOf(
  vendor: AccessVendor,
  stored: ReadonlyMap<SettingName, Stored>,
  { config, organizationId }: Where,
): VendorAccess {
  const names = ACCESS[vendor];
  const missing = names.filter((name) => !stored.has(name));
  const broken = names.flatMap((name) => {
    const problem = stored.get(name)?.problem ?? null;
    return problem === null ? [] : [`${name}: ${problem}`];
  });
  if (missing.length === 0) {
    // Another account's numbers would be worse than none: the environment's access is no substitute for one that does not open.
    return { origin: broken.length === 0 ? 'stored' : null, problem: broken.length === 0 ? null : broken.join(' ') };
  }
  const hasEnvironment = organizationId === FIRST_ORGANIZATION && config[vendor] !== null;
  const problem = missing.length === names.length ? null : `It is used once ${listed([...missing])} is stored too.`;
  return { origin: hasEnvironment ? 'environment' : null, problem };
}

function effective(
  name: SettingName,
  stored: Stored | undefined,
  { config, organizationId, access }: Where & { readonly access: Readonly<Record<AccessVendor, VendorAccess>> },
): EffectiveSetting {
  const { access: vendor, variable } = settingOf(name);
  if (stored) {
    const unused = vendor === null ? settingOf(name).unusedBecause?.(config) : access[vendor].problem;
    const problem = stored.problem ?? unused ?? null;
    return { ...stored, isSet: true, origin: 'stored', problem };
  }
  const isEnvironment = variable !== null && config.environment.includes(variable);
  const value =
    vendor === null || (organizationId === FIRST_ORGANIZATION && config[vendor] !== null)
      ? settingOf(name).fallback(config)
      : null;
  return {
    ...{ name, value, isSet: value !== null },
    origin: isEnvironment && value !== null ? 'environment' : 'default',
    ...{ updatedAt: null, updatedBy: null, problem: null },
  };
}
