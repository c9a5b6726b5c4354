import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What is asked of a server, again and again. */
export interface Asked {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** With its query. */
  readonly path: string;
  /** JSON; null for a GET. */
  readonly body: string | null;
  /** `close` opens a connection for each request. */
  readonly connection?: 'keep-alive' | 'close';
}

/** How a server bore it. */
export interface Load {
  readonly requestsPerSecond: number;
  readonly p99Ms: number;
}

/** What a measurement found. `share` is that of the bare server's requests per second, 0.43 is 43 %. */
export interface Measured {
  readonly ours: Load;
  readonly bare: Load;
  readonly share: number;
  readonly statements: number;
  readonly bytes: number;
}

/** Whether everything is forgotten before each request, so that each goes to the database. */
export type Mode = 'warm' | 'cold';

export interface Harness {
  /** Starts a PostgreSQL server; its address. */
  startPostgres(): Promise<string>;
  /** Asks the program's listener over 10 connections, and in the same minute a bare server that answers the same bytes. */
  measure(databaseUrl: string, mode: Mode, asked: Asked): Promise<Measured>;
  close(): void;
}

/** As `npm start` runs the program: several reports at a time are more than fits into Node's usual space for new objects. */
const AS_STARTED = '--max-semi-space-size=64';

/** @param seconds of each measurement */
export function createHarness(seconds: string): Harness {
  const directory = mkdtempSync(join(tmpdir(), 'qbr-bench-'));
  const children: ChildProcess[] = [];
  const start = startIn(children);
  const load = async (url: string, asked: Asked): Promise<Load> => {
    const file = join(directory, 'asked.json');
    writeFileSync(file, JSON.stringify(asked));
    const run = await start('load.js', [url, file, seconds]);
    return JSON.parse(await run.line()) as Load;
  };
  return {
    async startPostgres() {
      const port = await freePort();
      const server = await start('../../../test/kit/postgres-server.mjs', [directory]);
      server.child.stdin?.write(`${port}\n`);
      const answer = await server.line();
      if (answer !== 'ready') throw new Error(answer);
      return `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`;
    },
    async measure(databaseUrl, mode, asked) {
      const server = await start('server.js', [mode], { DATABASE_URL: databaseUrl, NODE_OPTIONS: AS_STARTED });
      const base = await server.line();
      const statementsSoFar = async (): Promise<number> => {
        server.child.kill('SIGUSR2');
        return Number(await server.line());
      };
      const bytes = await answerOf(base, asked);
      const before = await statementsSoFar();
      await answerOf(base, asked);
      const statements = (await statementsSoFar()) - before;
      const answerFile = join(directory, 'answer.json');
      writeFileSync(answerFile, bytes);
      const ours = await load(base, asked);
      server.child.kill('SIGKILL');
      const bareServer = await start('bare.js', [answerFile]);
      const bare = await load(`http://127.0.0.1:${await bareServer.line()}`, asked);
      bareServer.child.kill('SIGKILL');
      return { ours, bare, share: ours.requestsPerSecond / bare.requestsPerSecond, statements, bytes: bytes.length };
    },
    close() {
      for (const child of children) if (child.exitCode === null) child.stdin?.end();
      for (const child of children) if (!child.spawnargs.join(' ').includes('postgres-server')) child.kill('SIGTERM');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A line of the report. */
export function describeMeasured(name: string, mode: Mode, { ours, bare, share, statements, bytes }: Measured): string {
  const load = ({ requestsPerSecond, p99Ms }: Load) => `${requestsPerSecond.toFixed(0)}/s, p99 ${p99Ms.toFixed(1)} ms`;
  const how = mode === 'warm' ? 'nothing changes' : 'from the database';
  return `${name.padEnd(28)} ${how.padEnd(18)} ${bytes} bytes, ${statements} statements: ${load(ours)}; bare ${load(bare)}; share ${(share * 100).toFixed(1)} %\n`;
}

/** Starts scripts of ours, which print what they have to say a line at a time. */
function startIn(children: ChildProcess[]) {
  return async (script: string, args: readonly string[], environment: Record<string, string> = {}) => {
    const file = fileURLToPath(new URL(script, import.meta.url));
    const child = spawn(process.execPath, [file, ...args], {
      env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const line = async (): Promise<string> => String((await lines.next()).value);
    return { child, line };
  };
}

async function answerOf(base: string, { method, path, body }: Asked): Promise<Buffer> {
  const response = await fetch(base + path, { method, headers: { 'content-type': 'application/json' }, body });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (response.status !== 200 || bytes.includes('"errors"')) throw new Error(bytes.toString());
  return bytes;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
