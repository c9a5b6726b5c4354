import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, statfsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import type { DatabaseConnection } from '#src/store/engine/connection.ts';
import type { Database } from '#src/store/engine/database.ts';
import { dropOnNodes } from './citus.ts';
import { freePort } from './free-port.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address that gives out the run's database templates; see `DatabaseTemplates`. */
    databaseTemplatesUrl: string;
    /** A directory for the run's temporary files, removed however the run ends. */
    testDirectory: string;
  }
}

/** What `GET` of each path answers. Made at the first request, once per test run. */
export interface DatabaseTemplates {
  '/embedded': {
    /** A migrated embedded database to copy. */
    readonly template: string;
  };
  '/embedded-company': {
    /** The same, filled with the company of `company.ts`. */
    readonly template: string;
  };
  '/postgresql': {
    /** A superuser's address of the server's `postgres` database. */
    readonly serverUrl: string;
    /** Name of a migrated database for `CREATE DATABASE … TEMPLATE`. */
    readonly template: string;
    /** Beginning of the names of the run's other databases, which are dropped at its end. */
    readonly prefix: string;
  };
  /** The same, filled with the company of `company.ts`. */
  '/postgresql-company': DatabaseTemplates['/postgresql'];
  '/citus': {
    /** A superuser's address of the coordinator's `postgres` database. */
    readonly coordinatorUrl: string;
    /** Beginning of the names of the run's databases, which are dropped at its end. */
    readonly prefix: string;
  };
}

type Fill = (database: Database) => Promise<void>;

const ORGANIZATION_NAME = 'Example MSP, LLC';

/** Gives test files their databases. Nothing is started unless a test asks, so pure tests do not wait for a server. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(temporaryFiles(), 'qbr-test-'));
  const postgresServer = spawn(
    process.execPath,
    [fileURLToPath(new URL('./postgres-server.mjs', import.meta.url)), directory],
    // Detached: an interrupt from the keyboard reaches the test run only, and this process by its closed input.
    { stdio: ['pipe', 'pipe', 'inherit'], detached: true },
  );
  const cleanUps: (() => Promise<void>)[] = [];
  const postgresql = once(async () => process.env['TEST_DATABASE_URL'] ?? (await startPostgres(postgresServer)));
  const makePostgresql = async (name: string, fill?: Fill): Promise<DatabaseTemplates['/postgresql']> => {
    const serverUrl = await postgresql();
    const template = `qbr_template_${process.pid}${name}`;
    const prefix = `qbr_test_${process.pid}_`;
    cleanUps.push(() => dropDatabases(serverUrl, template, prefix));
    await makePostgresTemplate(serverUrl, template, fill);
    return { serverUrl, template, prefix };
  };
  const templates = {
    '/embedded': once(() => makeEmbedded(join(directory, 'embedded'))),
    '/embedded-company': once(() => makeEmbedded(join(directory, 'embedded-company'), fillWithCompany)),
    '/postgresql': once(() => makePostgresql('')),
    '/postgresql-company': once(() => makePostgresql('_company', fillWithCompany)),
    '/citus': once(async () => {
      const coordinatorUrl = process.env['TEST_CITUS_URL'] ?? '';
      const prefix = `qbr_citus_${process.pid}_`;
      cleanUps.push(() => dropOnNodes(coordinatorUrl, prefix));
      return { coordinatorUrl, prefix };
    }),
  };
  const broker = await serve(templates);
  project.provide('testDirectory', directory);
  project.provide('databaseTemplatesUrl', `http://127.0.0.1:${(broker.address() as AddressInfo).port}`);

  return async () => {
    broker.close();
    for (const cleanUp of cleanUps) await cleanUp();
    const exited = new Promise((resolve) => postgresServer.once('exit', resolve));
    postgresServer.stdin?.end();
    await exited;
  };
}

const MEMORY = '/dev/shm';
const ROOM_IN_BYTES = 4 * 2 ** 30;

/** In memory where there is room: embedded databases flush each commit to their files, for which a disk takes its time. */
function temporaryFiles(): string {
  if (process.env['TMPDIR'] !== undefined) return tmpdir();
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM_IN_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function serve(
  templates: {
    [Path in keyof DatabaseTemplates]: () => Promise<DatabaseTemplates[Path]>;
  },
): Promise<Server> {
  const server = createServer(async (request, response) => {
    // A kept connection may be closed just when the client uses it again.
    response.setHeader('connection', 'close');
    try {
      const make = templates[request.url as keyof DatabaseTemplates];
      response.end(JSON.stringify(await make()));
    } catch (error) {
      response.statusCode = 500;
      response.end(error instanceof Error ? error.stack : String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function makeEmbedded(template: string, fill?: Fill): Promise<DatabaseTemplates['/embedded']> {
  await migrateAndClose({ kind: 'embedded', directory: template }, fill);
  return { template };
}

const fillWithCompany: Fill = async (database) => (await import('./company.ts')).fillCompany(database);

async function makePostgresTemplate(serverUrl: string, template: string, fill?: Fill): Promise<void> {
  await onServer(serverUrl, `CREATE DATABASE ${template}`);
  await migrateAndClose({ kind: 'postgresql', url: databaseUrl(serverUrl, template) }, fill);
  // Nothing may be connected to a template while it is copied.
  await onServer(serverUrl, `ALTER DATABASE ${template} WITH ALLOW_CONNECTIONS false`);
}

async function migrateAndClose(connection: DatabaseConnection, fill?: Fill): Promise<void> {
  // Imported here, so that a run without database tests does not load Prisma.
  const { openDatabase } = await import('#src/store/engine/database.ts');
  const database = await openDatabase({
    connection,
    organizationName: ORGANIZATION_NAME,
    owner: { command: 'vitest' },
  });
  await fill?.(database);
  await database.close();
}

async function startPostgres(server: ChildProcess): Promise<string> {
  if (server.stdin === null || server.stdout === null) throw new Error('The server process has no pipes');
  const port = await freePort();
  const answer = new Promise<string>((resolve, reject) => {
    createInterface({ input: server.stdout as NodeJS.ReadableStream }).once('line', resolve);
    server.once('exit', () => reject(new Error('The process of the PostgreSQL server has ended')));
  });
  server.stdin.write(`${port}\n`);
  const line = await answer;
  if (line !== 'ready') throw new Error(`PostgreSQL did not start: ${line}`);
  return `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`;
}

async function onServer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Drops the template, and the databases of tests that workers have kept. */
async function dropDatabases(serverUrl: string, template: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE datname = $1 OR starts_with(datname, $2)',
      [template, prefix],
    );
    for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}

function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
