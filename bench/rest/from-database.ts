import pg from 'pg';
import { type Asked, answerOf, type Harness } from '../serving/harness.ts';
import { alternate, type Contestant, describeMedians } from '../serving/rounds.ts';

const LARGE = 'large';
const REFERENCE = 'nothing changes';

/**
 * The same request while nothing changes, from the database, and from one with 100,000 rows of other organizations and years,
 * in turns, beside a bare server.
 * @param url of a filled database that nobody is connected to
 * @returns the table of medians; ratios are to the server that keeps what it has read
 */
export async function measureFromDatabase(
  harness: Harness,
  url: string,
  { asked, rounds }: { readonly asked: Asked; readonly rounds: number },
): Promise<string> {
  const { startServer, startBare } = harness;
  const large = await enlargedCopy(url);
  const warm = await startServer(url, 'warm');
  const contestants: Contestant[] = [
    { name: REFERENCE, server: warm, asked },
    { name: 'from the database', server: await startServer(url, 'cold'), asked },
    { name: 'from 100,000 rows', server: await startServer(large, 'cold'), asked },
    { name: 'bare node:http', server: await startBare(await answerOf(warm.base, asked)), asked },
  ];
  const medians = await alternate(harness, contestants, { rounds, reference: REFERENCE });
  for (const { server } of contestants) server.stop();
  return `\n${asked.name}, medians of ${rounds} rounds\n\n${describeMedians(medians, REFERENCE)}`;
}

async function enlargedCopy(url: string): Promise<string> {
  const template = new URL(url);
  const large = Object.assign(new URL(url), { pathname: `/${LARGE}` }).href;
  await inDatabase(Object.assign(new URL(url), { pathname: '/template1' }).href, async (client) => {
    await client.query(`CREATE DATABASE ${LARGE} TEMPLATE ${client.escapeIdentifier(template.pathname.slice(1))}`);
  });
  await inDatabase(large, enlarge);
  return large;
}

async function inDatabase(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Rows of other organizations and of other years, until the table has 100,000. */
async function enlarge(client: pg.Client): Promise<void> {
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
}
