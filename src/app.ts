import { hostname } from 'node:os';
import {
  type ConnectWiseSource,
  createConnectWiseSource,
  DEFAULT_REACTIVE_RULES,
} from '#src/collect/connectwise/source.ts';
import { createNinjaOneSource, type NinjaOneSource } from '#src/collect/ninjaone/source.ts';
import type { Config } from '#src/config/config.ts';
import { DEFAULT_DEVICE_RULES, type DeviceRules } from '#src/core/collection/device.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import type { Logger } from '#src/log/log.ts';
import type { OnlineBooks } from '#src/service/books/online.ts';
import type { SoapService } from '#src/service/books/soap-service.ts';
import type { WebConnector } from '#src/service/books/web-connector.ts';
import { type BackgroundCollection, createBackgroundCollection } from '#src/service/collection/background.ts';
import { type Collection, createCollection } from '#src/service/collection/collection.ts';
import { type CollectionProgressFeed, createCollectionProgress } from '#src/service/collection/progress-feed.ts';
import type { CollectionSettings } from '#src/service/collection/request.ts';
import { createRunActivity } from '#src/service/collection/run-activity.ts';
import { type CollectionSchedule, createCollectionSchedule } from '#src/service/collection/schedule.ts';
import { connectWiseReader, ninjaOneReader, quickBooksReader } from '#src/service/collection/vendor-reader.ts';
import { type OrganizationDirectory, openDirectory } from '#src/service/organizations/directory.ts';
import type { VendorRules } from '#src/service/reference/vendor-queries.ts';
import { createSnapshots, type Snapshots } from '#src/service/report/snapshots.ts';
import { type Database, openDatabase } from '#src/store/engine/database.ts';
import type { FolderLock } from '#src/store/engine/folder-lock.ts';
import type { Traces } from '#src/telemetry/traces.ts';
import { programVersion } from './package-root.ts';

/** Maximum time to read one vendor. */
const READ_BUDGET_MS = 30 * 60 * 1_000;

/** The services of an open program. */
export interface App {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: () => Date;
  readonly database: Database;
  readonly collection: Collection;
  /** Collections that run in the background; `close` stops the current one. */
  readonly background: BackgroundCollection;
  readonly schedule: CollectionSchedule;
  /** Progress of collections, including those of other processes on the database. */
  readonly progress: CollectionProgressFeed;
  /** The stored data of all organizations, cached until it changes. */
  readonly snapshots: Snapshots;
  readonly organizations: OrganizationDirectory;
  /** Loads the ways to QuickBooks, once: few commands and requests need them. */
  readonly books: () => Promise<Books>;
  /** How devices are counted. */
  readonly deviceRules: DeviceRules;
  /** How vendors are asked, for the calculation reference. */
  readonly vendorRules: VendorRules;
  close(): Promise<void>;
}

/** The ways to QuickBooks: the Web Connector, whose sessions are served as SOAP, and QuickBooks Online. */
export interface Books {
  readonly webConnector: WebConnector;
  readonly soap: SoapService;
  readonly online: OnlineBooks;
}

/** Options beside the configuration. Tests and the demo set the clock, observe SQL statements or simulate vendors. */
export interface AppOptions {
  readonly logger: Logger;
  /** The command line without arguments; shown to a second process that finds the embedded database in use. */
  readonly command: string;
  /** Whether other processes can send commands to this one (embedded database only). */
  readonly takesCommands?: boolean;
  readonly clock?: () => Date;
  readonly onQuery?: (sql: string) => void;
  readonly readBudgetMs?: number;
  /** The lock of the embedded database's folder, if the caller has taken it. */
  readonly folderLock?: FolderLock;
  /** Replaces the configured vendors. */
  readonly readers?: CollectionSettings['readers'];
}

/** The parts of the program that collection uses. */
interface CollectionParts extends Pick<AppOptions, 'logger' | 'readBudgetMs' | 'readers'> {
  readonly database: Database;
  readonly clock: () => Date;
  readonly sources: VendorSources;
  readonly deviceRules: DeviceRules;
  readonly books: App['books'];
}

/** The configured vendors. */
export interface VendorSources {
  readonly connectwise: ConnectWiseSource | null;
  readonly ninjaone: NinjaOneSource | null;
}

/**
 * @param clock for the dates of NinjaOne's snapshots
 * @throws InvalidParameterError for invalid vendor settings
 */
export function createVendorSources(
  { connectwise, ninjaone }: Config,
  clock: () => Date = () => new Date(),
): VendorSources {
  return {
    connectwise: connectwise && createConnectWiseSource(connectwise),
    ninjaone: ninjaone && createNinjaOneSource(ninjaone, { now: clock }),
  };
}

/**
 * The composition root: opens the database (which migrates it) and builds the services on it.
 * @throws DatabaseUnavailableError, DatabaseInUseError, MigrationError; InvalidParameterError for invalid vendor
 *   settings
 */
export async function openApp(config: Config, options: AppOptions): Promise<App> {
  const { logger, command, takesCommands = false, clock = () => new Date() } = options;
  const sources = createVendorSources(config, clock);
  const database = await openDatabase({
    connection: config.database,
    organizationName: config.organizationName,
    owner: { command, takesCommands },
    cacheBytes: config.cacheBytes,
    logger,
    ...(options.onQuery && { onQuery: options.onQuery }),
    ...(options.folderLock && { folderLock: options.folderLock }),
  });
  const traces = config.traces && (await startTraces(config.traces, logger));
  const deviceRules = { ...DEFAULT_DEVICE_RULES, internalOrganizations: config.internalOrganizations };
  let loadedBooks: Promise<Books> | undefined;
  const books = (): Promise<Books> => {
    loadedBooks ??= loadBooks(config, { database, clock, logger });
    return loadedBooks;
  };
  const collections = createCollections(config, { ...options, database, clock, sources, deviceRules, books });
  const snapshots = createSnapshots(database);
  const organizations = await openDirectory(database, config.timeZone);
  const reactive = config.connectwise ?? DEFAULT_REACTIVE_RULES;
  const vendorRules: VendorRules = { reactive, devices: deviceRules, timeZone: config.timeZone };
  const close = async (): Promise<void> => {
    await collections.background.stop();
    await database.close();
    await traces?.stop();
  };
  const known = { config, logger, clock, database, deviceRules, vendorRules, snapshots, organizations };
  return { ...known, books, ...collections, close };
}

/** Loaded only where there is a collector for them. */
async function startTraces(collector: NonNullable<Config['traces']>, logger: Logger): Promise<Traces> {
  const traces = await import('#src/telemetry/traces.ts');
  return traces.startTraces({ ...collector, version: programVersion(), logger });
}

async function loadBooks(
  config: Config,
  parts: Pick<CollectionParts, 'database' | 'clock' | 'logger'>,
): Promise<Books> {
  const { timeZone, books, collection } = config;
  const { createOnlineBooks } = await import('#src/service/books/online.ts');
  const { createWebConnector } = await import('#src/service/books/web-connector.ts');
  const { createSoapService } = await import('#src/service/books/soap-service.ts');
  const webConnector = createWebConnector({
    ...parts,
    ...{ organizationId: FIRST_ORGANIZATION, timeZone, basis: books.basis, version: programVersion() },
    monthsToCollect: collection.monthsToCollect,
    ...{ host: hostname(), processId: process.pid },
  });
  const online = createOnlineBooks({ ...parts, config, organizationId: FIRST_ORGANIZATION });
  return { webConnector, soap: createSoapService(webConnector, parts), online };
}

/** The services that collect: on request, in the background, and on schedule. */
function createCollections(
  config: Config,
  {
    database,
    clock,
    logger,
    sources,
    deviceRules,
    books,
    readBudgetMs = READ_BUDGET_MS,
    ...overrides
  }: CollectionParts,
): Pick<App, 'collection' | 'background' | 'schedule' | 'progress'> {
  const { timeZone } = config;
  const activity = createRunActivity();
  const { connectwise, ninjaone } = sources;
  const common = { database, organizationId: FIRST_ORGANIZATION, timeZone, clock, logger };
  const readers = overrides.readers ?? {
    connectwise: connectwise && connectWiseReader(connectwise),
    ninjaone: ninjaOneReader(ninjaone, deviceRules),
    quickbooks: quickBooksReader({
      ...{ database, organizationId: FIRST_ORGANIZATION, basis: config.books.basis },
      online: async () => (await books()).online,
    }),
  };
  const collection = createCollection({
    ...common,
    readers,
    hasNinjaOneCredentials: ninjaone !== null || overrides.readers !== undefined,
    monthsToCollect: config.collection.monthsToCollect,
    readBudgetMs,
    activity,
    host: hostname(),
    processId: process.pid,
  });
  const background = createBackgroundCollection({ ...common, collection });
  const { cron, enabledByDefault } = config.collection;
  const schedule = createCollectionSchedule({ ...common, collection, cron, enabledByDefault });
  const progress = createCollectionProgress({ ...common, activity });
  return { collection, background, schedule, progress };
}
