import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LOCAL_VIEWER } from '../../src/auth/viewer.ts';
import { Decimal } from '../../src/core/number.ts';
import { enterMetrics } from '../../src/service/manual-entry.ts';
import { openDatabase } from '../../src/store/database.ts';
import { generateWorld } from '../../test/kit/world/world.ts';
import { DASHBOARD, SERIES } from './queries.ts';

/**
 * Requests per second and p99 of the GraphQL server with 10 connections, as a share of a bare `node:http` server that
 * answers the same bytes in the same run: once while nothing changes, once with every request going to PostgreSQL.
 */
const SECONDS = process.argv[2] ?? '5';
const TIME_ZONE = 'America/Chicago';
const directory = mkdtempSync(join(tmpdir(), 'qbr-bench-'));
const children: ChildProcess[] = [];

function file(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** Starts a script of ours and waits for the first line that it prints. */
async function start(script: string, args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [file(script), ...args], {
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => String((await lines.next()).value);
  return { child, line };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startPostgres(): Promise<string> {
  const port = await freePort();
  const server = await start('../../../test/kit/postgres-server.mjs', [directory]);
  server.child.stdin?.write(`${port}\n`);
  const answer = await server.line();
  if (answer !== 'ready') throw new Error(answer);
  return `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`;
}

/** Fills the database with the books of a generated company; the last complete quarter and month. */
async function fill(url: string): Promise<{ quarter: string; from: string; to: string }> {
  const now = new Date();
  const world = generateWorld({ seed: 'bench', until: now, months: 30, timeZone: TIME_ZONE, scale: 0.1 });
  const database = await openDatabase({
    connection: { kind: 'postgresql', url },
    organizationName: 'Bench',
    owner: { command: 'bench' },
  });
  const context = { database, timeZone: TIME_ZONE, organizationId: 1, viewer: LOCAL_VIEWER, actor: 'bench', at: now };
  for (const { month, values } of world.books) {
    const collected = {
      reactive_tickets_created: 350,
      reactive_tickets_closed: 345,
      reactive_time_spent: 150.25,
      endpoints_managed: 600,
      seats_managed: 520,
    };
    const entries = Object.entries({ ...collected, ...values }).map(([metric, value]) => ({
      metric,
      value: new Decimal(value),
      notes: null,
    }));
    await enterMetrics(context, { period: month, entries });
  }
  await database.close();
  const months = world.months.slice(0, -1);
  const to = months.at(-1) ?? '';
  const ended = months.findLast((month) => Number(month.slice(5)) % 3 === 0) ?? '';
  return { quarter: `${ended.slice(0, 4)}-Q${Number(ended.slice(5)) / 3}`, from: months.at(-24) ?? '', to };
}

interface Load {
  readonly requestsPerSecond: number;
  readonly p99Ms: number;
}

async function load(url: string, body: string): Promise<Load> {
  const bodyFile = join(directory, 'body.json');
  writeFileSync(bodyFile, body);
  const run = await start('load.js', [url, bodyFile, SECONDS]);
  return JSON.parse(await run.line()) as Load;
}

async function measure(name: string, environment: Record<string, string>, body: string): Promise<void> {
  for (const mode of ['warm', 'cold'] as const) {
    const server = await start('server.js', [mode], environment);
    const url = `${await server.line()}/graphql`;
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (answer.status !== 200 || bytes.includes('"errors"')) throw new Error(bytes.toString());
    server.child.kill('SIGUSR2');
    const before = Number(await server.line());
    await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    server.child.kill('SIGUSR2');
    const statements = Number(await server.line()) - before;
    const answerFile = join(directory, 'answer.json');
    writeFileSync(answerFile, bytes);
    const ours = await load(url, body);
    server.child.kill('SIGKILL');
    const bareServer = await start('bare.js', [answerFile]);
    const bare = await load(`http://127.0.0.1:${await bareServer.line()}/`, body);
    bareServer.child.kill('SIGKILL');
    const share = (ours.requestsPerSecond / bare.requestsPerSecond) * 100;
    process.stdout.write(
      `${name.padEnd(10)} ${(mode === 'warm' ? 'nothing changes' : 'from the database').padEnd(18)} ${bytes.length} bytes, ${statements} statements: ` +
        `${ours.requestsPerSecond.toFixed(0)}/s, p99 ${ours.p99Ms.toFixed(1)} ms; bare ${bare.requestsPerSecond.toFixed(0)}/s, p99 ${bare.p99Ms.toFixed(1)} ms; share ${share.toFixed(1)} %\n`,
    );
  }
}

try {
  const url = await startPostgres();
  const { quarter, from, to } = await fill(url);
  const environment = { DATABASE_URL: url };
  await measure('dashboard', environment, JSON.stringify({ query: DASHBOARD, variables: { quarter } }));
  await measure('series', environment, JSON.stringify({ query: SERIES, variables: { from, to } }));
  // graphql-js is to be loaded as the program loads it.
  process.env['NODE_ENV'] = 'production';
  const { layerTimes } = await import('./layers.ts');
  process.stdout.write(await layerTimes(url, { query: DASHBOARD, variables: { quarter } }));
} finally {
  for (const child of children) if (child.exitCode === null) child.stdin?.end();
  for (const child of children) if (!child.spawnfile.includes('postgres')) child.kill('SIGTERM');
  rmSync(directory, { recursive: true, force: true });
}
