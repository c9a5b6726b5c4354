import pg from 'pg';
import { fillBooks } from '../serving/books.ts';
import { type Asked, createHarness, describeMeasured } from '../serving/harness.ts';

/**
 * Requests per second and p99 of every GET of the REST contract with 10 connections, as a share of a bare `node:http`
 * server that answers the same bytes in the same run; monthly metrics also from the database, and of a large database.
 */
const harness = createHarness(process.argv[2] ?? '5');
const ROWS = 100_000;

async function report(url: string, mode: 'warm' | 'cold', asked: Asked, name = asked.name): Promise<number> {
  const measured = await harness.measure(url, mode, asked);
  process.stdout.write(describeMeasured(name, mode, measured));
  return measured.ours.requestsPerSecond;
}

/** Rows of other organizations and of other years, until the table has 100,000. */
async function enlarge(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `INSERT INTO organization (id, name) SELECT n, 'Organization ' || n FROM generate_series(2, 41) AS n`,
  );
  await client.query(`
    INSERT INTO qbr_metrics_monthly
      (organization_id, period, metric_name, metric_value, data_source, vendor_id, collected_at, updated_at)
    SELECT organization, to_char(month, 'YYYY-MM'), 'metric_' || number, number, 'collected',
           (SELECT min(id) FROM vendor), NULL, now()
    FROM generate_series(2, 41) AS organization,
         generate_series('2000-01-01'::date, '2005-02-01'::date, '1 month') AS month,
         generate_series(1, 40) AS number
`);
  await client.query('ANALYZE');
  await client.end();
}

try {
  const url = await harness.startPostgres();
  const { quarter, to } = await fillBooks(url);
  const get = (path: string, connection: 'keep-alive' | 'close' = 'keep-alive'): Asked => {
    const name = `${path.split('?')[0]}${connection === 'close' ? ' (close)' : ''}`;
    return { name, method: 'GET', path: `/api/qbr${path}`, body: null, connection };
  };
  const monthly = get(`/metrics/monthly?period=${to}`);
  const paths = [
    `/metrics/monthly?period=${to}`,
    `/metrics/quarterly?period=${quarter}`,
    `/smartnumbers?period=${quarter}`,
    '/thresholds',
    `/metric-definitions?period=${to}`,
    '/periods',
    '/collection/status',
  ];
  for (const path of paths) {
    for (const connection of ['keep-alive', 'close'] as const) await report(url, 'warm', get(path, connection));
  }
  const small = await report(url, 'cold', monthly);
  await enlarge(url);
  const large = await report(url, 'cold', monthly, `${monthly.name}, ${ROWS} rows`);
  process.stdout.write(`With ${ROWS} rows ${((large / small) * 100).toFixed(0)} % of the requests with 1,000\n`);
} finally {
  harness.close();
}
