import { hostname } from 'node:os';
import { createConnectWiseSource } from '#src/collect/connectwise/source.ts';
import { createNinjaOneSource } from '#src/collect/ninjaone/source.ts';
import type { ServerLeases } from '#src/collect/server-leases.ts';
import type { Config } from '#src/config/config.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import type { Logger } from '#src/log/log.ts';
import type { OnlineBooks } from '#src/service/books/online.ts';
import { type BackgroundCollection, createBackgroundCollection } from '#src/service/collection/background.ts';
import { createCollection } from '#src/service/collection/collection.ts';
import {
  type Collections,
  createCollections,
  type OrganizationCollections,
} from '#src/service/collection/collections.ts';
import { type CollectionProgressFeed, createCollectionProgress } from '#src/service/collection/progress-feed.ts';
import type { CollectionSettings } from '#src/service/collection/request.ts';
import { createRunActivity, type RunActivity } from '#src/service/collection/run-activity.ts';
import { type CollectionSchedules, createCollectionSchedule, schedulesOver } from '#src/service/collection/schedule.ts';
import { connectWiseReader, ninjaOneReader, quickBooksReader } from '#src/service/collection/vendor-reader.ts';
import type { OrganizationDirectory } from '#src/service/organizations/directory.ts';
import type { VendorRules } from '#src/service/reference/vendor-queries.ts';
import { type OrganizationConfig, readOrganizationConfig } from '#src/service/settings/organization-config.ts';
import type { Database } from '#src/store/engine/database.ts';

/** Maximum time to read one vendor. */
const READ_BUDGET_MS = 30 * 60 * 1_000;

/** A killed program's run is begun again at most five times; of several programs, any may be killed at any time. */
const MAX_INTERRUPTED = 6;

/** The parts of the program that collection uses. */
export interface CollectionParts {
  readonly config: Config;
  readonly database: Database;
  readonly organizations: OrganizationDirectory;
  /** Of vendors' servers, which many organizations may ask at a time. */
  readonly leases: ServerLeases;
  readonly clock: () => Date;
  readonly logger: Logger;
  /** QuickBooks Online of an organization; its first call may load it. */
  readonly online: (organizationId: number) => Promise<OnlineBooks>;
  readonly readBudgetMs?: number | undefined;
  /** Replaces the vendors of every organization. */
  readonly readers?: CollectionSettings['readers'] | undefined;
}

/** The services that collect: on request, in the background, and on schedule. */
export interface CollectionServices {
  readonly collections: Collections;
  readonly background: BackgroundCollection;
  readonly schedule: CollectionSchedules;
  readonly progress: CollectionProgressFeed;
  /** How an organization's vendors are asked and their answers counted. */
  readonly rulesOf: (organizationId: number) => Promise<VendorRules>;
}

export function openCollections(parts: CollectionParts): CollectionServices {
  const { config, database, organizations, clock, logger } = parts;
  const activity = createRunActivity();
  const collections = createCollections({
    database,
    async read(organizationId) {
      await organizations.refresh();
      const stored = await readOrganizationConfig(database.prisma, config, organizationId);
      for (const { vendor, problem } of stored.problems) {
        logger.warn({ organizationId, vendor }, `The stored access to a vendor is not used. ${problem}`);
      }
      const isShared = organizationId !== FIRST_ORGANIZATION || isQueued(parts);
      return { ...stored, timeZone: organizations.timeZoneOf(organizationId), isShared };
    },
    build: (settings) => servicesOf(settings, activity, parts),
  });
  const of = (organizationId: number) => collections.of(organizationId);
  return {
    collections,
    background: createBackgroundCollection({ collection: async (id) => (await of(id)).collection, clock, logger }),
    schedule: schedulesOver(async (id) => (await of(id)).schedule),
    progress: createCollectionProgress({ database, activity }),
    rulesOf: async (id) => (await of(id)).rules,
  };
}

/** Whether the collections of all organizations are jobs of a queue, which any of several programs runs. */
export function isQueued({ database, organizations }: Pick<CollectionParts, 'database' | 'organizations'>): boolean {
  return database.kind === 'postgresql' && organizations.active().length > 1;
}

/** The configuration of an organization, and whether another program goes on with what this one is stopped in. */
interface SharedConfig extends OrganizationConfig {
  readonly isShared: boolean;
}

function servicesOf(
  settings: SharedConfig,
  activity: RunActivity,
  { database, clock, logger, readBudgetMs = READ_BUDGET_MS, ...parts }: CollectionParts,
): OrganizationCollections {
  const { organizationId, timeZone, isShared } = settings;
  const { cron, enabledByDefault, monthsToCollect } = settings.collection;
  const common = { database, organizationId, clock, logger };
  const maxInterrupted = isShared ? MAX_INTERRUPTED : undefined;
  const collection = createCollection({
    ...common,
    timeZone,
    readers: parts.readers ?? readersOf(settings, { database, clock, ...parts }),
    hasNinjaOneCredentials: settings.ninjaone !== null || parts.readers !== undefined,
    ...{ monthsToCollect, readBudgetMs, activity, maxInterrupted },
    stopsForOthers: isShared,
    host: hostname(),
    processId: process.pid,
  });
  const hasVendors = settings.connectwise !== null || settings.ninjaone !== null || parts.readers !== undefined;
  const schedule = createCollectionSchedule({
    ...{ ...common, collection, cron, timeZone: settings.collection.timeZone, maxInterrupted },
    // Without access to a vendor there is nothing to collect every night, unless a person says so.
    enabledByDefault: enabledByDefault && (organizationId === FIRST_ORGANIZATION || hasVendors),
  });
  const rules: VendorRules = { reactive: settings.reactive, devices: settings.deviceRules, timeZone };
  return { collection, schedule, rules, vendorHosts: vendorHostsOf(settings) };
}

function vendorHostsOf({ connectwise, ninjaone }: OrganizationConfig): string[] {
  const addresses = [connectwise && `https://${connectwise.server.replace(/^https?:\/\//, '')}`, ninjaone?.baseUrl];
  return addresses.flatMap((address) => (address && URL.canParse(address) ? [new URL(address).host] : []));
}

/** The readers of the configured vendors; that of NinjaOne counts stored snapshots where it has no access. */
function readersOf(
  { organizationId, network, connectwise, ninjaone, deviceRules, books }: OrganizationConfig,
  { database, clock, leases, online }: Pick<CollectionParts, 'database' | 'clock' | 'leases' | 'online'>,
): CollectionSettings['readers'] {
  const devices = ninjaone && createNinjaOneSource(ninjaone, { now: clock, leases, network });
  return {
    connectwise:
      connectwise && connectWiseReader(createConnectWiseSource({ ...connectwise, http: { leases, network } })),
    ninjaone: ninjaOneReader(devices, deviceRules),
    quickbooks: quickBooksReader({
      ...{ database, organizationId, basis: books.basis },
      online: () => online(organizationId),
    }),
  };
}
