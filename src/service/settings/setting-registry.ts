import { connectWiseBaseUrl } from '#src/collect/connectwise/api.ts';
import { ninjaOneBaseUrl } from '#src/collect/ninjaone/api.ts';
import { DEFAULT_DEVICE_RULES } from '#src/core/collection/device.ts';
import type { InstallationConfig } from './installation-config.ts';
import {
  address,
  CONDITION_NAMES,
  CRON,
  choice,
  EMAIL_ADDRESSES,
  NAMES,
  SECRET,
  TEXT,
  TIME_ZONE,
  type ValueKind,
  wholeNumber,
  YES_OR_NO,
} from './setting-kinds.ts';

/** A vendor whose access is stored. Its settings are used together or not at all. */
export type AccessVendor = 'connectwise' | 'ninjaone';

/** A setting of an organization. Everything that lists, checks, stores or documents settings derives from its definition. */
export interface SettingDefinition<T> {
  /** What a person reads beside its input. */
  readonly label: string;
  readonly meaning: string;
  readonly type: ValueKind<T>;
  /** The vendor that it gives access to; null for a setting that does not. */
  readonly access: AccessVendor | null;
  /**
   * The environment variable that says the same of organization 1 and, unless it gives access or says who is notified, is the default of all
   * others.
   */
  readonly variable: string | null;
  /** What the environment says, or the program's default; null without either. */
  fallback(config: InstallationConfig): T | null;
  /** Why it is of no use on this server, in a sentence; null, or left out, where it is of use. */
  readonly unusedBecause?: (config: InstallationConfig) => string | null;
}

/** A setting that gives access to a vendor. */
function accessTo<T>(access: AccessVendor, definition: Omit<SettingDefinition<T>, 'access'>): SettingDefinition<T> {
  return { ...definition, access };
}

/** A setting that anybody may know. */
function open<T>(definition: Omit<SettingDefinition<T>, 'access'>): SettingDefinition<T> {
  return { ...definition, access: null };
}

const CONNECTWISE = {
  'connectwise.server': accessTo('connectwise', {
    label: 'Server',
    meaning: 'ConnectWise host, with or without `https://`',
    type: address('a host name or https URL such as na.myconnectwise.net', connectWiseBaseUrl),
    variable: 'CONNECTWISE_SERVER',
    fallback: ({ connectwise }) => connectwise?.server ?? null,
  }),
  'connectwise.company_id': accessTo('connectwise', {
    label: 'Company id',
    meaning: 'Company identifier for the ConnectWise sign-in',
    type: TEXT,
    variable: 'CONNECTWISE_COMPANY_ID',
    fallback: ({ connectwise }) => connectwise?.companyId ?? null,
  }),
  'connectwise.public_key': accessTo('connectwise', {
    label: 'Public key',
    meaning: 'Public key of an API member',
    type: SECRET,
    variable: 'CONNECTWISE_PUBLIC_KEY',
    fallback: ({ connectwise }) => connectwise?.publicKey ?? null,
  }),
  'connectwise.private_key': accessTo('connectwise', {
    label: 'Private key',
    meaning: 'Private key of that member',
    type: SECRET,
    variable: 'CONNECTWISE_PRIVATE_KEY',
    fallback: ({ connectwise }) => connectwise?.privateKey ?? null,
  }),
  'connectwise.client_id': accessTo('connectwise', {
    label: 'Client id',
    meaning: 'Client id registered with the ConnectWise developer network',
    type: SECRET,
    variable: 'CONNECTWISE_CLIENT_ID',
    fallback: ({ connectwise }) => connectwise?.clientId ?? null,
  }),
} as const;

const NINJAONE = {
  'ninjaone.base_url': accessTo('ninjaone', {
    label: 'Server',
    meaning: 'NinjaOne host of the region',
    type: address('a host name or https URL such as app.ninjarmm.com', ninjaOneBaseUrl),
    variable: 'NINJA_BASE_URL',
    fallback: ({ ninjaone }) => ninjaone?.baseUrl ?? null,
  }),
  'ninjaone.client_id': accessTo('ninjaone', {
    label: 'Client id',
    meaning: 'Client id of a machine-to-machine API app',
    type: SECRET,
    variable: 'NINJA_CLIENT_ID',
    fallback: ({ ninjaone }) => ninjaone?.clientId ?? null,
  }),
  'ninjaone.client_secret': accessTo('ninjaone', {
    label: 'Client secret',
    meaning: 'Client secret of that app',
    type: SECRET,
    variable: 'NINJA_CLIENT_SECRET',
    fallback: ({ ninjaone }) => ninjaone?.clientSecret ?? null,
  }),
} as const;

const COUNTING = {
  'connectwise.boards': open({
    label: 'Reactive boards',
    meaning: 'Service boards whose tickets are reactive',
    type: CONDITION_NAMES,
    variable: 'CONNECTWISE_BOARDS',
    fallback: ({ reactive }) => reactive.boards,
  }),
  'connectwise.closed_statuses': open({
    label: 'Closed statuses',
    meaning: 'Statuses that count as closed',
    type: CONDITION_NAMES,
    variable: 'CONNECTWISE_CLOSED_STATUSES',
    fallback: ({ reactive }) => reactive.closedStatuses,
  }),
  'devices.internal_organizations': open({
    label: 'Internal organizations',
    meaning: 'NinjaOne organizations whose devices are not counted',
    type: NAMES,
    variable: 'QBR_INTERNAL_ORGANIZATIONS',
    fallback: ({ internalOrganizations }) => internalOrganizations,
  }),
  'devices.endpoint_excluded_classes': open({
    label: 'Classes that are no endpoints',
    meaning: 'NinjaOne node classes that are not counted as endpoints',
    type: NAMES,
    variable: null,
    fallback: () => DEFAULT_DEVICE_RULES.endpointExcludedClasses,
  }),
  'devices.seat_excluded_classes': open({
    label: 'Classes that are no seats',
    meaning: 'NinjaOne node classes that are not counted as seats',
    type: NAMES,
    variable: null,
    fallback: () => DEFAULT_DEVICE_RULES.seatExcludedClasses,
  }),
  'books.basis': open({
    label: 'Basis',
    meaning: 'Basis of the profit and loss statements that are read from QuickBooks',
    type: choice(['accrual', 'cash']),
    variable: 'QBR_BOOKS_BASIS',
    fallback: ({ books }) => books.basis,
  }),
} as const;

const SCHEDULE = {
  'collection.cron': open({
    label: 'Time',
    meaning: 'Schedule of the nightly collection: five-field cron pattern, in the time zone beside it',
    type: CRON,
    variable: 'QBR_COLLECTION_CRON',
    fallback: ({ collection }) => collection.cron,
  }),
  'collection.time_zone': open({
    label: 'Time zone',
    meaning: 'Time zone of that schedule; it does not say where months begin',
    type: TIME_ZONE,
    variable: 'QBR_TIMEZONE',
    fallback: ({ timeZone }) => timeZone,
  }),
  'collection.months_to_collect': open({
    label: 'Months',
    meaning: 'Months that a collection reads: the current month and the completed months before it',
    type: wholeNumber(1, 120),
    variable: 'QBR_MONTHS_TO_COLLECT',
    fallback: ({ collection }) => collection.monthsToCollect,
  }),
  'collection.enabled_by_default': open({
    label: 'Enabled from the start',
    meaning: 'State of the nightly collection until a user enables or disables it',
    type: YES_OR_NO,
    variable: 'QBR_COLLECTION_ENABLED',
    fallback: ({ collection }) => collection.enabledByDefault,
  }),
} as const;

const NOTIFICATIONS = {
  'notifications.mail_to': open({
    label: 'Recipients',
    meaning: 'E-mail addresses that are notified of what cannot wait, by the mail server of `QBR_SMTP_URL`',
    type: EMAIL_ADDRESSES,
    variable: 'QBR_NOTIFY_TO',
    fallback: ({ notify }) => (notify.mail && notify.mail.to.length > 0 ? notify.mail.to : null),
    unusedBecause: ({ notify }) => (notify.mail ? null : 'The server has no mail server (QBR_SMTP_URL).'),
  }),
} as const;

/** Every setting, in the order of lists and documents. */
export const SETTINGS = { ...CONNECTWISE, ...NINJAONE, ...COUNTING, ...SCHEDULE, ...NOTIFICATIONS } as const;

export type SettingName = keyof typeof SETTINGS;
/** The type of a setting's value. */
export type SettingValueOf<Name extends SettingName> =
  (typeof SETTINGS)[Name] extends SettingDefinition<infer T> ? T : never;
/** Any setting's value. */
export type SettingValue = SettingValueOf<SettingName>;

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** The definition of a setting by its name. */
export function settingOf(name: SettingName): SettingDefinition<SettingValue> {
  return SETTINGS[name] as SettingDefinition<SettingValue>;
}

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

export function isSecret(name: SettingName): boolean {
  return SETTINGS[name].type.kind === 'secret';
}

/** The settings that give access to a vendor; its address is the first. */
export const ACCESS: Readonly<Record<AccessVendor, readonly SettingName[]>> = {
  connectwise: Object.keys(CONNECTWISE) as SettingName[],
  ninjaone: Object.keys(NINJAONE) as SettingName[],
};

/** A value as its environment variable has it. */
export function textOf(value: SettingValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
