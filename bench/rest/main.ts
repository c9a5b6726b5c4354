import { fillBooks } from '../serving/books.ts';
import { type Asked, createHarness, describeMeasured } from '../serving/harness.ts';
import { measureFromDatabase } from './from-database.ts';

/**
 * Requests per second and p99 of every GET of the REST contract with 10 connections, as a share of a bare `node:http`
 * server that answers the same bytes in the same run; then monthly metrics from the database, of a small and of a large one.
 * Arguments: `--database` for the latter alone, seconds of a measurement, and how many rounds of the latter.
 */
const isDatabaseOnly = process.argv[2] === '--database';
const [seconds = '5', rounds = '6'] = process.argv.slice(isDatabaseOnly ? 3 : 2);
const harness = createHarness(seconds);

async function measureWarm(url: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    for (const connection of ['keep-alive', 'close'] as const) {
      const asked = get(path, connection);
      process.stdout.write(describeMeasured(asked.name, 'warm', await harness.measure(url, 'warm', asked)));
    }
  }
}

function get(path: string, connection: 'keep-alive' | 'close' = 'keep-alive'): Asked {
  const name = `${path.split('?')[0]}${connection === 'close' ? ' (close)' : ''}`;
  return { name, method: 'GET', path: `/api/qbr${path}`, body: null, connection };
}

try {
  const url = await harness.startPostgres();
  const { quarter, to } = await fillBooks({ kind: 'postgresql', url });
  const monthly = `/metrics/monthly?period=${to}`;
  const paths = [
    monthly,
    `/metrics/quarterly?period=${quarter}`,
    `/smartnumbers?period=${quarter}`,
    '/thresholds',
    `/metric-definitions?period=${to}`,
    '/periods',
    '/collection/status',
  ];
  if (!isDatabaseOnly) await measureWarm(url, paths);
  process.stdout.write(await measureFromDatabase(harness, url, { asked: get(monthly), rounds: Number(rounds) }));
} finally {
  harness.close();
}
