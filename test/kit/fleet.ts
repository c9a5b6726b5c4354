import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { operatorViewer } from '#src/auth/viewer.ts';
import { parseConfig } from '#src/config/config.ts';
import { openDirectory } from '#src/service/organizations/directory.ts';
import { scopeOf } from '#src/service/scope.ts';
import { updateSettings } from '#src/service/settings/change.ts';
import type { PostgresqlConnection } from '#src/store/engine/connection.ts';
import { type Database, openDatabase } from '#src/store/engine/database.ts';
import { acrossOrganizations } from '#src/store/engine/organization-context.ts';
import { FAKE_CREDENTIALS, startConnectWiseFake } from './connectwise/fake.ts';
import type { HttpFake } from './http-faults.ts';
import { MAIN, type RunningProgram, startQbr } from './program.ts';
import { generateWorld } from './world/world.ts';

// Several instances on one PostgreSQL that collect many organizations from vendors on this machine, to be killed.

const TIME_ZONE = 'Etc/UTC';
const MONTHS = 3;

/** ConnectWise servers with other rows each. */
export async function startVendors(count: number, latencyMs: number): Promise<readonly HttpFake[]> {
  const until = new Date();
  return Promise.all(
    Array.from({ length: count }, (_, index) => {
      const world = { seed: `fleet ${index}`, until, months: MONTHS, timeZone: TIME_ZONE, scale: 0.02 };
      return startConnectWiseFake({ rows: generateWorld(world).connectwise, latencyMs });
    }),
  );
}

/** A run as it was recorded. */
export interface RecordedRun {
  readonly organizationId: number;
  /** In milliseconds since the epoch. */
  readonly scheduledFor: number;
  readonly status: string;
  readonly interrupted: boolean;
  readonly processId: number;
}

/** Organizations on a database, and the instances that collect them. */
export interface Fleet {
  readonly organizationIds: readonly number[];
  /** The variables of its instances. */
  readonly environment: Readonly<Record<string, string>>;
  /** Makes a minute that is over the daily time of every organization, so that all are due. */
  scheduleAt(minute: Date): Promise<void>;
  startInstance(options?: InstanceOptions): Promise<RunningProgram>;
  runs(): Promise<RecordedRun[]>;
  /** What is stored of values and their history, a text for each organization. */
  stored(): Promise<ReadonlyMap<number, string>>;
  close(): Promise<void>;
}

export interface InstanceOptions {
  /** Further variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The entry of another built version than the fleet's. */
  readonly main?: string;
}

export interface FleetOptions {
  /** Number of organizations. */
  readonly count: number;
  /** The settings of an organization's vendors. */
  readonly accessOf: (organizationId: number) => Readonly<Record<string, string>>;
  /** How many months are collected; 3 by default. */
  readonly months?: number;
  /** Where the instances run. */
  readonly directory: string;
  /** The entry of the built program. */
  readonly main?: string;
}

/** Gives each organization one of the vendors. */
export function accessTo(vendors: readonly HttpFake[]): FleetOptions['accessOf'] {
  return (id) => connectWiseSettings(vendors[id % vendors.length]?.url ?? '');
}

/** The settings of an organization that has access to a ConnectWise server. */
export function connectWiseSettings(server: string, credentials = FAKE_CREDENTIALS): Record<string, string> {
  return {
    'connectwise.server': server,
    'connectwise.company_id': credentials.companyId,
    'connectwise.public_key': credentials.publicKey,
    'connectwise.private_key': credentials.privateKey,
    'connectwise.client_id': credentials.clientId,
  };
}

/** Fills a database with organizations, each with access to its vendors. Their schedules never come until they are set. */
export async function makeFleet(
  connection: Extract<PostgresqlConnection, { kind: 'postgresql' }>,
  { count, accessOf, directory, months = MONTHS, main = MAIN }: FleetOptions,
): Promise<Fleet> {
  const environment = {
    DATABASE_URL: connection.url,
    ...{ QBR_SECRET_KEY: randomBytes(32).toString('base64'), QBR_COLLECTION_ENABLED: 'true', QBR_TIMEZONE: TIME_ZONE },
    ...{ QBR_MONTHS_TO_COLLECT: String(months), QBR_COLLECTION_CRON: '0 0 29 2 *', QBR_PORT: '0' },
  };
  const config = parseConfig(environment);
  const database = await openDatabase({ connection, organizationName: 'MSP 1', owner: { command: 'fleet' } });
  const organizationIds = Array.from({ length: count }, (_, index) => index + 1);
  const others = organizationIds.slice(1).map((id) => ({ id, name: `MSP ${id}`, slug: `msp-${id}` }));
  await database.prisma.organization.createMany({ data: others });
  const organizations = await openDirectory(database, TIME_ZONE);
  const setOf = (organizationId: number, settings: Readonly<Record<string, string>>) => {
    const scope = scopeOf({ database, organizations }, operatorViewer('fleet'), { organizationId, at: new Date() });
    return updateSettings(
      scope,
      config,
      Object.entries(settings).map(([name, value]) => ({ name, value })),
    );
  };
  for (const id of organizationIds) await setOf(id, accessOf(id));
  const { prisma } = database;
  return {
    ...{ organizationIds, environment },
    async scheduleAt(minute) {
      const cron = `${minute.getUTCMinutes()} ${minute.getUTCHours()} * * *`;
      for (const id of organizationIds) await setOf(id, { 'collection.cron': cron });
    },
    async startInstance(options = {}) {
      const installation = { main: options.main ?? main };
      const program = startQbr(['serve'], { ...environment, ...options.environment }, directory, installation);
      await program.waitFor('Listening on');
      return program;
    },
    runs: () => recordedRuns(database),
    async stored() {
      const rows = await acrossOrganizations(
        () => prisma.$queryRaw<{ id: number; text: string }[]>`
        SELECT o.id, concat(
          (SELECT string_agg(concat_ws(' ', period, metric_name, metric_value), '; ' ORDER BY period, metric_name)
           FROM qbr_metrics_monthly WHERE organization_id = o.id), ' | ',
          (SELECT string_agg(concat_ws(' ', period, metric_name, new_value), '; ' ORDER BY period, metric_name, id)
           FROM qbr_value_history WHERE organization_id = o.id)) AS text
        FROM organization o ORDER BY o.id`,
      );
      return new Map(rows.map(({ id, text }) => [id, text]));
    },
    close: () => database.close(),
  };
}

/** The runs of all organizations. */
export async function recordedRuns({ prisma }: Pick<Database, 'prisma'>): Promise<RecordedRun[]> {
  const rows = await acrossOrganizations(() => prisma.collectionRun.findMany({ orderBy: { id: 'asc' } }));
  return rows.map(({ scheduledFor, ...row }) => ({ ...row, scheduledFor: scheduledFor?.getTime() ?? 0 }));
}

/** Kills an instance as a machine that loses its power would. */
export async function kill({ process }: RunningProgram): Promise<void> {
  const exited = once(process, 'exit');
  process.kill('SIGKILL');
  await exited;
}

/** What is wrong with the runs of scheduled times: each organization has one run that succeeded, and all others were interrupted. */
export function faultsOf(
  runs: readonly RecordedRun[],
  organizationIds: readonly number[],
  times: readonly Date[],
): { readonly lost: string[]; readonly twice: string[]; readonly failed: string[] } {
  const found = organizationIds.flatMap((organizationId) =>
    times.map((time) => {
      const own = runs.filter((run) => run.organizationId === organizationId && run.scheduledFor === time.getTime());
      const name = `organization ${organizationId} at ${time.toISOString()}`;
      return { name, done: own.filter(({ status }) => status === 'success').length, own };
    }),
  );
  return {
    lost: found.filter(({ done }) => done === 0).map(({ name }) => name),
    twice: found.filter(({ done }) => done > 1).map(({ name }) => name),
    failed: found
      .filter(({ own }) => own.some(({ status, interrupted }) => status !== 'success' && !interrupted))
      .map(({ name }) => name),
  };
}
