import { fillBooks } from '../serving/books.ts';
import { answerOf, createHarness, type Harness } from '../serving/harness.ts';
import { AS_STARTED } from '../serving/processes.ts';
import { alternate, type Contestant, describeMedians } from '../serving/rounds.ts';
import { askedMonth, compareMonths } from './month.ts';
import { type InstalledPostgraphile, installPostgraphile } from './postgraphile.ts';

const REFERENCE = 'PostGraphile';

/**
 * One month's metrics from our server, with nothing kept and warm, and from PostGraphile 5 on the same database, in turns,
 * beside a bare `node:http` server. Arguments: seconds of a measurement, and how many rounds.
 */
const [seconds = '3', rounds = '6'] = process.argv.slice(2);
const harness = createHarness(seconds);
try {
  const installed = installPostgraphile();
  const url = await harness.startPostgres();
  const { to } = await fillBooks({ kind: 'postgresql', url });
  const contestants = await startAll(harness, { url, installed, month: to });
  const medians = await alternate(harness, contestants, { rounds: Number(rounds), reference: REFERENCE });
  const nodes = `Node ${process.versions.node}; PostGraphile ${installed.version} on Node ${installed.nodeVersion}`;
  process.stdout.write(`Medians of ${rounds} rounds of ${seconds} s. ${nodes}\n\n`);
  process.stdout.write(describeMedians(medians, REFERENCE));
} finally {
  harness.close();
}

interface Parts {
  readonly url: string;
  readonly installed: InstalledPostgraphile;
  readonly month: string;
}

/** Starts all servers, and compares their answers first. */
async function startAll(
  { startServer, startOther, startBare }: Harness,
  { url, installed, month }: Parts,
): Promise<Contestant[]> {
  const asked = askedMonth(month);
  const cold = await startServer(url, 'cold');
  const warm = await startServer(url, 'warm');
  const postgraphile = await startOther('../../../bench/graphql/postgraphile-server.mjs', [installed.folder], {
    node: installed.node,
    environment: { ...AS_STARTED, GRAPHILE_ENV: 'production', DATABASE_URL: url },
  });
  const answer = await answerOf(cold.base, asked.ours);
  const theirs = await answerOf(postgraphile.base, asked.postgraphile);
  const values = compareMonths(answer, theirs);
  compareMonths(await answerOf(warm.base, asked.ours), theirs);
  process.stdout.write(`Equal answers: ${values} values, ${answer.length} and ${theirs.length} bytes\n`);
  const bare = await startBare(theirs);
  return [
    { name: 'ours, from the database', server: cold, asked: asked.ours },
    { name: 'ours, nothing changes', server: warm, asked: asked.ours },
    { name: REFERENCE, server: postgraphile, asked: asked.postgraphile },
    { name: 'bare node:http', server: bare, asked: asked.postgraphile },
  ];
}
