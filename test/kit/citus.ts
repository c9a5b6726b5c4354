import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';

// Databases on the nodes of Citus that `TEST_CITUS_URL` names: a superuser's address of the coordinator's database `postgres`, in which the
// extension is and knows its workers (ops/citus/README.md). Without the variable nothing runs there.

/** Fewer than by default: a table is made four times and not 32. */
const SHARDS = 4;
const DISTRIBUTE = new URL('../../ops/citus/distribute.sql', import.meta.url);

interface Node {
  readonly nodename: string;
  readonly nodeport: number;
}

/** An empty database on every node, in which the coordinator knows the workers. @returns its address on the coordinator */
export async function createOnNodes(coordinatorUrl: string, prefix: string): Promise<string> {
  const name = `${prefix}${randomBytes(6).toString('hex')}`;
  const [coordinator, ...workers] = await nodesOf(coordinatorUrl);
  if (!coordinator || workers.length === 0) throw new Error('TEST_CITUS_URL names a database that knows no workers');
  for (const node of [coordinator, ...workers]) {
    await run(addressOf(coordinatorUrl, node), `CREATE DATABASE ${name} TEMPLATE template0`);
    await run(addressOf(coordinatorUrl, node, name), 'CREATE EXTENSION citus');
  }
  const url = addressOf(coordinatorUrl, coordinator, name);
  await run(url, `SELECT citus_set_coordinator_host('${coordinator.nodename}', ${coordinator.nodeport})`);
  for (const { nodename, nodeport } of workers) await run(url, `SELECT citus_add_node('${nodename}', ${nodeport})`);
  return url;
}

/** Distributes a migrated database. */
export async function distribute(url: string): Promise<void> {
  await run(url, `SET citus.shard_count TO ${SHARDS}; ${readFileSync(DISTRIBUTE, 'utf8')}`);
}

/** Drops the databases whose names begin so from every node. */
export async function dropOnNodes(coordinatorUrl: string, prefix: string): Promise<void> {
  for (const node of await nodesOf(coordinatorUrl)) {
    const url = addressOf(coordinatorUrl, node);
    const rows = await run(url, `SELECT datname FROM pg_database WHERE starts_with(datname, '${prefix}')`);
    for (const { datname } of rows) await run(url, `DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
  }
}

/** The coordinator first. */
async function nodesOf(coordinatorUrl: string): Promise<Node[]> {
  return (await run(
    coordinatorUrl,
    `SELECT nodename, nodeport FROM pg_dist_node WHERE noderole = 'primary' ORDER BY groupid`,
  )) as unknown as Node[];
}

function addressOf(coordinatorUrl: string, { nodename, nodeport }: Node, database = 'postgres'): string {
  const url = new URL(coordinatorUrl);
  Object.assign(url, { hostname: nodename, port: String(nodeport), pathname: `/${database}` });
  return url.href;
}

async function run(url: string, sql: string): Promise<Record<string, string>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, string>>(sql)).rows;
  } finally {
    await client.end();
  }
}
