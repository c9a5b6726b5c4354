import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { DASHBOARD, SERIES } from '../graphql/queries.ts';
import type { FilledPeriods } from '../serving/books.ts';
import { type StartedServer, startServer } from './process.ts';

const IDLE_SECONDS = 60;
const CONNECTIONS = 10;
const REPORTS = 10;

/** Prints the memory of a server on each database: after a minute without requests, and ten times during `minutes` of load. */
export async function measureMemory(
  databases: Readonly<Record<string, Readonly<Record<string, string>>>>,
  periods: FilledPeriods,
  minutes: number,
): Promise<void> {
  for (const [name, environment] of Object.entries(databases)) {
    const server = await startServer(environment);
    const seen = [server.memory()];
    await sleep(IDLE_SECONDS * 1_000);
    seen.push(server.memory());
    process.stdout.write(
      `${name}: ready ${seen.map((each) => `${each.toFixed(0)} MiB`).join(', idle for a minute ')}\n`,
    );
    await measureLoad(server, periods, minutes * 60_000);
    await server.stop();
  }
}

async function measureLoad(server: StartedServer, periods: FilledPeriods, durationMs: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const end = performance.now() + durationMs;
  let answered = 0;
  const connection = async (): Promise<void> => {
    while (performance.now() < end) {
      for (const send of requestsOf(server.url, periods, agent)) await send();
      answered += 1;
    }
  };
  const report = async (): Promise<void> => {
    for (let part = 1; part <= REPORTS; part += 1) {
      await sleep(Math.max(0, end - ((REPORTS - part) * durationMs) / REPORTS - performance.now()));
      const minute = ((part * durationMs) / REPORTS / 60_000).toFixed(1);
      process.stdout.write(`  after ${minute} min of load ${server.memory().toFixed(0)} MiB (${answered} rounds)\n`);
    }
  };
  await Promise.all([report(), ...Array.from({ length: CONNECTIONS }, connection)]);
  agent.destroy();
}

/** The dashboard, a chart, and REST. */
function requestsOf(url: string, { quarter, from, to }: FilledPeriods, agent: Agent): (() => Promise<void>)[] {
  const graphql = (query: string, variables: object) => () =>
    send(`${url}/graphql`, agent, JSON.stringify({ query, variables }));
  return [
    graphql(DASHBOARD, { quarter }),
    graphql(SERIES, { from, to }),
    () => send(`${url}/api/qbr/metrics/monthly?period=${to}`, agent, null),
    () => send(`${url}/api/qbr/smartnumbers?period=${quarter}`, agent, null),
  ];
}

function send(url: string, agent: Agent, body: string | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = body === null ? {} : { 'content-type': 'application/json' };
    const sent = request(url, { method: body === null ? 'GET' : 'POST', agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`HTTP ${response.statusCode}`));
      response.resume().on('end', () => resolve());
    });
    sent.on('error', reject).end(body ?? undefined);
  });
}
