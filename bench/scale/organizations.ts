import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';

/** What a table holds of each organization, and is copied for every one. */
const COPIED = [
  'qbr_metrics_monthly',
  'qbr_metrics_quarterly',
  'qbr_smartnumbers',
  'qbr_value_history',
  'qbr_evidence',
  'qbr_period_closing',
] as const;

/** Metrics that collections store evidence of. */
const WITH_EVIDENCE = ['reactive_tickets_created', 'reactive_tickets_closed', 'reactive_time_spent'];
/** Bytes of a month's rows, deflated: about 300 tickets. */
const EVIDENCE_BYTES = 600;

/** Copies a database that nobody is connected to, on the same server. @returns the copy's address */
export async function copyDatabase(url: string, name: string): Promise<string> {
  const template = new URL(url).pathname.slice(1);
  await connected(Object.assign(new URL(url), { pathname: '/template1' }).href, (client) =>
    client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} TEMPLATE ${client.escapeIdentifier(template)}`),
  );
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

/** Gives every month of organization 1 evidence of its collected metrics, as three runs of collections store it. */
export async function addEvidence(url: string): Promise<void> {
  await connected(url, async (client) => {
    await client.query('SET session_replication_role = replica');
    const rows = randomBytes(EVIDENCE_BYTES);
    await client.query(
      `INSERT INTO qbr_evidence (organization_id, period, metric_name, version, run_id, vendor_id, rows, row_count, digest, created_at)
       SELECT 1, period, metric_name, 1, 1, vendor_id, $1, 300, $2, now()
       FROM qbr_metrics_monthly WHERE organization_id = 1 AND metric_name = ANY ($3)`,
      [rows, createHash('sha256').update(rows).digest('hex'), WITH_EVIDENCE],
    );
  });
}

/** Copies what organization 1 has to organizations 2 to `count`. @returns the rows of all of them */
export async function multiplyOrganizations(url: string, count: number): Promise<number> {
  return connected(url, async (client) => {
    // Without triggers and foreign keys: they are checked for each row, and nobody listens.
    await client.query('SET session_replication_role = replica; SET synchronous_commit = off');
    await client.query(
      `INSERT INTO organization (id, name, slug) SELECT n, 'Organization ' || n, 'organization-' || n FROM generate_series(2, $1::integer) AS n`,
      [count],
    );
    for (const table of COPIED) await copyRows(client, table, count);
    await client.query('VACUUM ANALYZE');
    return rowsOf(client);
  });
}

/** Organization after organization, as they come into being side by side, not one table scan after another. */
async function copyRows(client: pg.Client, table: string, count: number): Promise<void> {
  const { rows } = await client.query<{ names: string }>(
    `SELECT string_agg(quote_ident(column_name), ', ') AS names FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND column_name NOT IN ('organization_id', 'id')`,
    [table],
  );
  const columns = rows[0]?.names ?? '';
  await client.query(
    `INSERT INTO ${table} (organization_id, ${columns})
     SELECT n, ${columns} FROM generate_series(2, $1::integer) AS n, (SELECT * FROM ${table} WHERE organization_id = 1) AS own`,
    [count],
  );
}

async function rowsOf(client: pg.Client): Promise<number> {
  const counts = COPIED.map((table) => `(SELECT count(*) FROM ${table})`).join(' + ');
  const { rows } = await client.query<{ rows: string }>(`SELECT ${counts} AS rows`);
  return Number(rows[0]?.rows);
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
