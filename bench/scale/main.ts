import { setTimeout as sleep } from 'node:timers/promises';
import { DASHBOARD } from '../graphql/queries.ts';
import { fillBooks } from '../serving/books.ts';
import { type Asked, answerOf, createHarness, type RunningServer } from '../serving/harness.ts';
import { alternate, type Contestant, describeMedians } from '../serving/rounds.ts';
import { median } from '../serving/timing.ts';
import { startServer } from '../start/process.ts';
import { addEvidence, copyDatabase, multiplyOrganizations } from './organizations.ts';

/**
 * One organization of many beside the only one of another database: the dashboard's question, warm and from the database, and a write with
 * its recalculation; then the memory of a server that is asked for random organizations.
 *
 * node dist/bench/scale/main.js [organizations = 1000] [years = 10] [rounds = 6] [minutes of random organizations = 60]
 */
const [organizations = 1_000, years = 10, rounds = 6, minutes = 60] = process.argv.slice(2).map(Number);
const ONLY = 'the only one';
const ONE_OF_MANY = `one of ${organizations}`;
const WRITES = 40;
const CONNECTIONS = 10;
const REPORTS = 10;
const harness = createHarness('4');
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** The dashboard's question of any organization, which is a variable: one document, as the dashboard has one. */
const QUESTION = DASHBOARD.replace('($quarter: Period!)', '($id: Int!, $quarter: Period!)').replace(
  'organization {',
  'organization(id: $id) {',
);

const dashboardOf = (id: number, quarter: string): Asked => ({
  ...{ name: 'dashboard', method: 'POST', path: '/graphql' },
  body: JSON.stringify({ query: QUESTION, variables: { id, quarter } }),
});

const anyOrganization = (): number => 1 + Math.floor(Math.random() * organizations);

async function measureReads(databases: Readonly<Record<string, string>>, quarter: string): Promise<void> {
  for (const mode of ['cold', 'warm'] as const) {
    const contestants: Contestant[] = [];
    for (const [name, url] of Object.entries(databases)) {
      const asked = dashboardOf(name === ONLY ? 1 : anyOrganization(), quarter);
      contestants.push({ name, asked, server: await harness.startServer(url, mode) });
    }
    const medians = await alternate(harness, contestants, { rounds, reference: ONLY });
    for (const { server } of contestants) server.stop();
    say(
      `\nDashboard, ${mode === 'cold' ? 'from the database' : 'nothing changes'}\n\n${describeMedians(medians, ONLY)}`,
    );
  }
}

async function write(server: RunningServer, organizationId: number, month: string): Promise<number> {
  const value = (Math.random() * 10_000).toFixed(2);
  const query = 'mutation Enter($input: EnterMetricsInput!) { enterMetrics(input: $input) { __typename } }';
  const input = { organizationId, period: month, entries: [{ metric: 'mrr', value }] };
  const before = performance.now();
  const answer = await answerOf(server.base, {
    ...{ name: 'write', method: 'POST', path: '/graphql' },
    body: JSON.stringify({ query, variables: { input } }),
  });
  if (!answer.includes('EnterMetricsSuccess')) throw new Error(answer.toString());
  return performance.now() - before;
}

/** In turns, so that a busy minute of the machine slows both. */
async function measureWrites(databases: Readonly<Record<string, string>>, month: string): Promise<void> {
  const servers = new Map<string, { readonly server: RunningServer; readonly times: number[] }>();
  for (const [name, url] of Object.entries(databases)) {
    servers.set(name, { server: await harness.startServer(url, 'warm'), times: [] });
  }
  for (let number = -5; number < WRITES; number += 1) {
    for (const [name, { server, times }] of servers) {
      const timeMs = await write(server, name === ONLY ? 1 : anyOrganization(), month);
      if (number >= 0) times.push(timeMs);
    }
  }
  say('\nA write and its recalculation');
  const reference = median(servers.get(ONLY)?.times ?? []);
  for (const [name, { server, times }] of servers) {
    say(`  ${name.padEnd(16)} ${median(times).toFixed(1)} ms, ${(median(times) / reference).toFixed(2)} ×`);
    server.stop();
  }
}

async function measureMemory(url: string, quarter: string): Promise<void> {
  const server = await startServer({ DATABASE_URL: url });
  const end = performance.now() + minutes * 60_000;
  let answered = 0;
  const connection = async (): Promise<void> => {
    while (performance.now() < end) {
      await answerOf(server.url, dashboardOf(anyOrganization(), quarter));
      answered += 1;
    }
  };
  const report = async (): Promise<void> => {
    for (let part = 1; part <= REPORTS; part += 1) {
      await sleep((minutes * 60_000) / REPORTS);
      const minute = ((part * minutes) / REPORTS).toFixed(1);
      say(`  after ${minute} min ${server.memory().toFixed(0)} MiB (${answered} answers)`);
    }
  };
  say(`\nMemory, random organizations: ready ${server.memory().toFixed(0)} MiB`);
  await Promise.all([report(), ...Array.from({ length: CONNECTIONS }, connection)]);
  await server.stop();
}

try {
  const only = await harness.startPostgres();
  const { quarter, to } = await fillBooks({ kind: 'postgresql', url: only }, years * 12);
  await addEvidence(only);
  const many = await copyDatabase(only, 'many');
  const begin = performance.now();
  const rows = await multiplyOrganizations(many, organizations);
  const seconds = ((performance.now() - begin) / 1_000).toFixed(0);
  say(`${organizations} organizations of ${years} years: ${rows} rows, stored in ${seconds} s`);
  const databases = { [ONLY]: only, [ONE_OF_MANY]: many };
  await measureReads(databases, quarter);
  await measureWrites(databases, to);
  if (minutes > 0) await measureMemory(many, quarter);
} finally {
  harness.close();
}
