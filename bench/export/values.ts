import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { fillBooks } from '../serving/books.ts';
import { type StartedServer, startServer } from '../start/process.ts';

const MONTHS = 120;
const SLOW_SECONDS = 10;

/**
 * Prints a server's memory while it streams so many values, for each number of rows: read as fast as they come, and by a client
 * that stops reading. The time is a multiple of what PostgreSQL needs for the same lines in the same minute.
 */
export async function measureValues(url: string, counts: readonly number[]): Promise<void> {
  await fillBooks({ kind: 'postgresql', url }, 1);
  const client = new pg.Client(url);
  await client.connect();
  let stored = 0;
  for (const rows of counts.toSorted((a, b) => a - b)) {
    await addRows(client, { from: stored, to: rows });
    stored = rows;
    const alone = await timeOf(client, rows);
    const server = await startServer({ DATABASE_URL: url });
    const before = server.memory();
    const { seconds, bytes } = await readAll(server);
    const fast = server.peakMemory();
    await stopReading(server);
    process.stdout.write(
      `${rows} rows: ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s, ${(seconds / alone).toFixed(1)} × PostgreSQL alone; ` +
        `memory ${before.toFixed(0)} MiB, at its peak ${fast.toFixed(0)} MiB, beside a stopped reader ${server.memory().toFixed(0)} MiB\n`,
    );
    await server.stop();
  }
  await client.end();
}

async function addRows(client: pg.Client, { from, to }: { readonly from: number; readonly to: number }): Promise<void> {
  await client.query(
    `INSERT INTO qbr_metrics_monthly (organization_id, period, metric_name, metric_value, data_source, manually_entered_by)
     SELECT 1, to_char(date '2010-01-01' + (n % ${MONTHS}) * interval '1 month', 'YYYY-MM'), 'bench_' || n / ${MONTHS}, n % 100000, 'manual', 'bench'
     FROM generate_series($1::integer, $2::integer - 1) AS n`,
    [from, to],
  );
  await client.query('ANALYZE qbr_metrics_monthly');
}

/** Seconds that PostgreSQL needs to write the same columns in the same order. */
async function timeOf(client: pg.Client, rows: number): Promise<number> {
  const begin = performance.now();
  const { rows: found } = await client.query(
    `SELECT count(line), sum(length(line)) FROM (SELECT concat_ws(',', period, metric_name, metric_value, data_source, manually_entered_by,
       notes, updated_at) AS line FROM qbr_metrics_monthly WHERE organization_id = 1 ORDER BY period, metric_name) AS lines`,
  );
  if (Number(found[0]?.count) < rows) throw new Error('Rows are missing');
  return (performance.now() - begin) / 1_000;
}

async function readAll(server: StartedServer): Promise<{ readonly seconds: number; readonly bytes: number }> {
  const begin = performance.now();
  let bytes = 0;
  for await (const chunk of await values(server)) bytes += (chunk as Buffer).length;
  return { seconds: (performance.now() - begin) / 1_000, bytes };
}

/** Reads a little, waits, and hangs up. */
async function stopReading(server: StartedServer): Promise<void> {
  const response = await values(server);
  response.once('data', () => response.pause());
  await sleep(SLOW_SECONDS * 1_000);
  response.destroy();
}

function values({ url }: StartedServer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(`${url}/api/qbr/export/values?from=2000-01`, { agent: false }, resolve).on('error', reject);
  });
}
