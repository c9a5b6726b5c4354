import type { VendorNetwork } from '#src/collect/public-network.ts';
import type { DeviceRules } from '#src/core/collection/device.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import { type EffectiveSettings, readEffectiveSettings } from './effective-settings.ts';
import type { InstallationConfig } from './installation-config.ts';
import type { AccessVendor, SettingName, SettingValueOf } from './setting-registry.ts';

/** What the collections of one organization need. Its secrets are opened: keep it in memory, and never show, log or store it. */
export interface OrganizationConfig {
  readonly organizationId: number;
  /** Where its months begin (IANA name). */
  readonly timeZone: string;
  /** Null where it has no complete access, or one that cannot be opened. */
  readonly connectwise:
    | (NonNullable<InstallationConfig['connectwise']> & {
        readonly boards: readonly string[];
        readonly closedStatuses: readonly string[];
      })
    | null;
  readonly ninjaone: InstallationConfig['ninjaone'];
  /** Where the servers of its vendors may be. */
  readonly network: VendorNetwork;
  /** What counts as a reactive ticket, with or without access. */
  readonly reactive: InstallationConfig['reactive'];
  readonly internalOrganizations: readonly string[];
  readonly deviceRules: DeviceRules;
  readonly books: InstallationConfig['books'];
  readonly collection: {
    readonly enabledByDefault: boolean;
    /** Five-field pattern in `timeZone`. */
    readonly cron: string;
    /** Of the schedule (IANA name). */
    readonly timeZone: string;
    readonly monthsToCollect: number;
  };
  /** Vendors whose stored access cannot be used, and why, in sentences for the organization's admins. */
  readonly problems: readonly { readonly vendor: AccessVendor; readonly problem: string }[];
  /** Every opened secret; used only to redact messages. */
  readonly secrets: readonly string[];
}

/**
 * The configuration of an organization: its stored settings, then those of the environment. A secret that no configured key opens leaves its
 * vendor out and is one of `problems`.
 * @param config what the environment says
 */
export async function readOrganizationConfig(
  reader: Reader,
  config: InstallationConfig,
  organizationId: number,
): Promise<OrganizationConfig> {
  const settings = await withinOrganization(organizationId, () =>
    readEffectiveSettings(reader, config, organizationId),
  );
  return organizationConfigOf(settings, config, organizationId);
}

/** The configuration that some settings make. */
export function organizationConfigOf(
  settings: EffectiveSettings,
  { auth }: Pick<InstallationConfig, 'auth'>,
  organizationId: number,
): OrganizationConfig {
  const value = <Name extends SettingName>(name: Name) => settings.valueOf(name) as SettingValueOf<Name>;
  const reactive = { boards: value('connectwise.boards'), closedStatuses: value('connectwise.closed_statuses') };
  const internalOrganizations = value('devices.internal_organizations');
  const connectwise = settings.access.connectwise.origin && {
    server: value('connectwise.server'),
    companyId: value('connectwise.company_id'),
    publicKey: value('connectwise.public_key'),
    privateKey: value('connectwise.private_key'),
    clientId: value('connectwise.client_id'),
    ...reactive,
  };
  const ninjaone = settings.access.ninjaone.origin && {
    baseUrl: value('ninjaone.base_url'),
    clientId: value('ninjaone.client_id'),
    clientSecret: value('ninjaone.client_secret'),
  };
  // The first one is that of this machine, whose vendors may be in its own network; the admins of others are elsewhere.
  const network = auth.mode === 'local' || organizationId === FIRST_ORGANIZATION ? 'any' : 'internet';
  return {
    ...{ organizationId, timeZone: settings.timeZone, network, connectwise, ninjaone, reactive, internalOrganizations },
    deviceRules: {
      endpointExcludedClasses: value('devices.endpoint_excluded_classes'),
      seatExcludedClasses: value('devices.seat_excluded_classes'),
      internalOrganizations,
    },
    books: { basis: value('books.basis') },
    collection: {
      enabledByDefault: value('collection.enabled_by_default'),
      cron: value('collection.cron'),
      timeZone: value('collection.time_zone'),
      monthsToCollect: value('collection.months_to_collect'),
    },
    problems: problemsOf(settings),
    secrets: [
      ...(connectwise ? [connectwise.publicKey, connectwise.privateKey, connectwise.clientId] : []),
      ...(ninjaone ? [ninjaone.clientId, ninjaone.clientSecret] : []),
    ],
  };
}

function problemsOf({ access }: EffectiveSettings): OrganizationConfig['problems'] {
  const vendors = Object.keys(access) as AccessVendor[];
  return vendors.flatMap((vendor) => {
    const { problem } = access[vendor];
    return problem === null ? [] : [{ vendor, problem }];
  });
}
