import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/kit/free-port.ts';

const MAIN = fileURLToPath(new URL('../../program/main.js', import.meta.url));
/** Of the clock in /proc. */
const MS_PER_TICK = 10;
const POLL_MS = 2;

type Environment = Readonly<Record<string, string>>;

/** Time from the start of a process to its end, or until it is ready. CPU time is NaN where there is no /proc. */
export interface Cost {
  readonly wallMs: number;
  /** User and system time of all threads. */
  readonly cpuMs: number;
}

/** A server that answered `/health/ready`. */
export interface StartedServer {
  readonly url: string;
  readonly cost: Cost;
  /** Its resident memory, MiB. */
  memory(): number;
  /** The most that it has been since the start. */
  peakMemory(): number;
  stop(): Promise<void>;
}

/** Runs a command to its end: `args` of Node, or of the program. */
export async function measureCommand(
  args: readonly string[],
  environment: Environment,
  of: 'node' | 'program' = 'node',
): Promise<Cost> {
  const before = ticksOf('self', [13, 14]);
  const begin = performance.now();
  const child = start(of === 'program' ? [MAIN, ...args] : args, environment);
  const [status] = (await once(child, 'exit')) as [number | null];
  const wallMs = performance.now() - begin;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return { wallMs, cpuMs: (ticksOf('self', [13, 14]) - before) * MS_PER_TICK };
}

/** Starts a server, runs `work` while it serves at `url`, and stops it. */
export async function measureStart(
  environment: Environment,
  work: (url: string) => Promise<void> = async () => undefined,
): Promise<Cost> {
  const server = await startServer(environment);
  try {
    await work(server.url);
    return server.cost;
  } finally {
    await server.stop();
  }
}

/** Starts a server as `npm start` does, and asks it until it is ready. */
export async function startServer(environment: Environment): Promise<StartedServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const begin = performance.now();
  const child = start(['--max-semi-space-size=64', MAIN, 'serve'], { ...environment, QBR_PORT: String(port) });
  while ((await statusOf(`${url}/health/ready`)) !== 200) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}`);
    await sleep(POLL_MS);
  }
  const wallMs = performance.now() - begin;
  const process = String(child.pid);
  return {
    url,
    cost: { wallMs, cpuMs: ticksOf(process, [11, 12]) * MS_PER_TICK },
    memory: () => mebibytesOf(process, /VmRSS:\s+(\d+)/),
    peakMemory: () => mebibytesOf(process, /VmHWM:\s+(\d+)/),
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function mebibytesOf(process: string, line: RegExp): number {
  return Number(line.exec(readFileSync(`/proc/${process}/status`, 'utf8'))?.[1]) / 1024;
}

function start(args: readonly string[], environment: Environment): ChildProcess {
  return spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
}

/** Fields of /proc/<process>/stat, counted after the name: 11 and 12 are its own times, 13 and 14 those of ended children. */
function ticksOf(process: string, fields: readonly number[]): number {
  try {
    const values = readFileSync(`/proc/${process}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return fields.reduce((sum, field) => sum + Number(values[field]), 0);
  } catch {
    return Number.NaN;
  }
}

/** The status of a GET on a connection of its own; 0 without an answer. */
function statusOf(url: string): Promise<number> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', () => resolve(0));
  });
}
