import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AS_STARTED, createProcesses, type Processes, type Script, type ScriptOptions } from './processes.ts';

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
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Requests sent in all, those of the warm-up included. */
  readonly requests: number;
}

/** What a process has used since it began. */
export interface Usage {
  readonly cpuMs: number;
  /** SQL statements; of our server only. */
  readonly statements: number;
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

/** A server in a process of its own. */
export interface RunningServer {
  readonly base: string;
  usage(): Promise<Usage>;
  /** Writes a line to its standard input, and waits for its answer where one is expected. */
  send(line: string, answer?: string): Promise<void>;
  stop(): void;
}

export interface Harness {
  readonly directory: string;
  /** Starts a PostgreSQL server; its address. */
  startPostgres(): Promise<string>;
  /** Starts the program's listener. */
  startServer(databaseUrl: string, mode: Mode): Promise<RunningServer>;
  /** Starts a server that prints its address, and its usage at each `SIGUSR2`. */
  startOther(script: string, args: readonly string[], options?: ScriptOptions): Promise<RunningServer>;
  /** Starts a bare server that answers some bytes. */
  startBare(bytes: Buffer): Promise<RunningServer>;
  /** Sends the same over 10 connections for the harness's seconds, after a warm-up. */
  load(base: string, asked: Asked, warmUpSeconds?: number): Promise<Load>;
  /** Asks the program's listener over 10 connections, and in the same minute a bare server that answers the same bytes. */
  measure(databaseUrl: string, mode: Mode, asked: Asked): Promise<Measured>;
  close(): void;
}

/** @param seconds of each measurement */
export function createHarness(seconds: string): Harness {
  const directory = mkdtempSync(join(tmpdir(), 'qbr-bench-'));
  const processes = createProcesses();
  const servers = startingServers(processes, directory);
  const load: Harness['load'] = async (base, asked, warmUpSeconds = 2) => {
    const file = join(directory, 'asked.json');
    writeFileSync(file, JSON.stringify(asked));
    const run = await processes.start('load.js', [base, file, seconds, String(warmUpSeconds)]);
    return JSON.parse(await run.line()) as Load;
  };
  return {
    directory,
    ...servers,
    load,
    startPostgres: () => processes.startPostgres(directory),
    async measure(databaseUrl, mode, asked) {
      const server = await servers.startServer(databaseUrl, mode);
      const bytes = await answerOf(server.base, asked);
      const before = await server.usage();
      await answerOf(server.base, asked);
      const statements = (await server.usage()).statements - before.statements;
      const ours = await load(server.base, asked);
      server.stop();
      const bareServer = await servers.startBare(bytes);
      const bare = await load(bareServer.base, asked);
      bareServer.stop();
      return { ours, bare, share: ours.requestsPerSecond / bare.requestsPerSecond, statements, bytes: bytes.length };
    },
    close() {
      processes.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function startingServers({ start }: Processes, directory: string) {
  const startOther: Harness['startOther'] = async (script, args, options) => {
    const running = await start(script, args, options);
    const base = await running.line();
    return {
      base,
      usage: () => usageOf(running),
      async send(line, answer) {
        running.child.stdin?.write(`${line}\n`);
        if (answer === undefined) return;
        const said = await running.line();
        if (said !== answer) throw new Error(said);
      },
      stop: () => void running.child.kill('SIGKILL'),
    };
  };
  return {
    startOther,
    startServer: (databaseUrl: string, mode: Mode) =>
      startOther('server.js', [mode], { environment: { ...AS_STARTED, DATABASE_URL: databaseUrl } }),
    startBare(bytes: Buffer) {
      const file = join(directory, 'answer.json');
      writeFileSync(file, bytes);
      return startOther('bare.js', [file]);
    },
  };
}

async function usageOf({ child, line }: Script): Promise<Usage> {
  child.kill('SIGUSR2');
  return JSON.parse(await line()) as Usage;
}

/** A line of the report. */
export function describeMeasured(name: string, mode: Mode, { ours, bare, share, statements, bytes }: Measured): string {
  const load = ({ requestsPerSecond, p99Ms }: Load) => `${requestsPerSecond.toFixed(0)}/s, p99 ${p99Ms.toFixed(1)} ms`;
  const how = mode === 'warm' ? 'nothing changes' : 'from the database';
  return `${name.padEnd(28)} ${how.padEnd(18)} ${bytes} bytes, ${statements} statements: ${load(ours)}; bare ${load(bare)}; share ${(share * 100).toFixed(1)} %\n`;
}

/**
 * A server's answer.
 * @throws Error with the answer that is not one of success
 */
export async function answerOf(base: string, { method, path, body }: Asked): Promise<Buffer> {
  const response = await fetch(base + path, { method, headers: { 'content-type': 'application/json' }, body });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (response.status !== 200 || bytes.includes('"errors"')) throw new Error(bytes.toString());
  return bytes;
}
