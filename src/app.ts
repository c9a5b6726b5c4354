import { hostname } from 'node:os';
import { type ConnectWiseSource, createConnectWiseSource } from '#src/collect/connectwise/source.ts';
import { createNinjaOneSource, type NinjaOneSource } from '#src/collect/ninjaone/source.ts';
import { createServerLeases, type ServerLeases } from '#src/collect/server-leases.ts';
import type { Config } from '#src/config/config.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import type { Logger } from '#src/log/log.ts';
import type { OnlineBooks } from '#src/service/books/online.ts';
import type { OnlineSettings } from '#src/service/books/online-settings.ts';
import type { SoapService } from '#src/service/books/soap-service.ts';
import type { WebConnector } from '#src/service/books/web-connector.ts';
import type { CollectionSettings } from '#src/service/collection/request.ts';
import { type OrganizationDirectory, openDirectory } from '#src/service/organizations/directory.ts';
import { createSnapshots, type Snapshots } from '#src/service/report/snapshots.ts';
import { readOrganizationConfig } from '#src/service/settings/organization-config.ts';
import { createVendorTrials, type VendorTrials } from '#src/service/settings/try-vendor.ts';
import { type Database, openDatabase } from '#src/store/engine/database.ts';
import type { FolderLock } from '#src/store/engine/folder-lock.ts';
import type { Traces } from '#src/telemetry/traces.ts';
import { type CollectionServices, openCollections } from './collections.ts';
import { programVersion } from './package-root.ts';

/** The services of an open program. `close` stops the collections that run in the background. */
export interface App extends CollectionServices {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: () => Date;
  readonly database: Database;
  /** The stored data of all organizations, cached until it changes. */
  readonly snapshots: Snapshots;
  readonly organizations: OrganizationDirectory;
  /** Loads the ways to QuickBooks, once: few commands and requests need them. */
  readonly books: () => Promise<Books>;
  /** Asks vendors with settings. */
  readonly vendorTrials: VendorTrials;
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
  { connectwise, ninjaone }: Pick<Config, 'connectwise' | 'ninjaone'>,
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
  // Settings that cannot be used are refused before the database is opened.
  createVendorSources(config, clock);
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
  let loadedBooks: Promise<Books> | undefined;
  const books = (): Promise<Books> => {
    loadedBooks ??= loadBooks(config, { database, clock, logger }, leases);
    return loadedBooks;
  };
  const snapshots = createSnapshots(database);
  const organizations = await openDirectory(database, config.timeZone).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  const leases = createServerLeases({
    common: database.vendorLeases ?? undefined,
    onProblem: (error) => logger.warn({ err: error }, 'Leases of vendors’ servers are not shared with other programs'),
  });
  const collecting = openCollections({
    ...{ config, database, organizations, leases, clock, logger },
    online: async (organizationId) =>
      organizationId === FIRST_ORGANIZATION
        ? (await books()).online
        : loadOnline({ database, clock, logger, config, organizationId, api: { leases } }),
    ...{ readBudgetMs: options.readBudgetMs, readers: options.readers },
  });
  const close = async (): Promise<void> => {
    await collecting.background.stop();
    await database.close();
    await traces?.stop();
  };
  const known = { config, logger, clock, database, snapshots, organizations };
  return { ...known, books, vendorTrials: createVendorTrials(config), ...collecting, close };
}

/** Loaded only where there is a collector for them. */
async function startTraces(collector: NonNullable<Config['traces']>, logger: Logger): Promise<Traces> {
  const traces = await import('#src/telemetry/traces.ts');
  return traces.startTraces({ ...collector, version: programVersion(), logger });
}

async function loadBooks(
  config: Config,
  parts: Pick<App, 'database' | 'clock' | 'logger'>,
  leases: ServerLeases,
): Promise<Books> {
  const own = await readOrganizationConfig(parts.database.prisma, config, FIRST_ORGANIZATION);
  const { timeZone, books, collection } = own;
  const { createWebConnector } = await import('#src/service/books/web-connector.ts');
  const { createSoapService } = await import('#src/service/books/soap-service.ts');
  const webConnector = createWebConnector({
    ...parts,
    ...{ organizationId: FIRST_ORGANIZATION, timeZone, basis: books.basis, version: programVersion() },
    monthsToCollect: collection.monthsToCollect,
    ...{ host: hostname(), processId: process.pid },
  });
  const online = await loadOnline({ ...parts, config, organizationId: FIRST_ORGANIZATION, api: { leases } });
  return { webConnector, soap: createSoapService(webConnector, parts), online };
}

async function loadOnline(settings: OnlineSettings): Promise<OnlineBooks> {
  const { createOnlineBooks } = await import('#src/service/books/online.ts');
  return createOnlineBooks(settings);
}
