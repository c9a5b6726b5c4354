import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string>>;

/** A built version of this program that serves an embedded database of its own. */
export interface RecordedProgram {
  readonly url: string;
  /** An empty folder for files that its commands read and write. */
  readonly directory: string;
  /** Runs `qbr …` to its end. @returns stdout @throws Error unless it exits 0 */
  qbr(...args: readonly string[]): Promise<string>;
  /** Stops it and removes its files. */
  close(): Promise<void>;
}

/**
 * Starts the program that is built in a folder.
 * @param folder a checkout, or where an archive was installed
 * @param environment its variables, beside those of the database and the port
 */
export async function startRecordedProgram(folder: string, environment: Environment): Promise<RecordedProgram> {
  const directory = mkdtempSync(join(tmpdir(), 'qbr-recorded-'));
  const started: ChildProcess[] = [];
  const start = (args: readonly string[]): ChildProcess => {
    const machine = new URL('../../../ops/upgrade/example-machine.mjs', import.meta.url).href;
    const child = spawn(process.execPath, ['--import', machine, resolve(folder, 'dist/program/main.js'), ...args], {
      cwd: directory,
      env: { PATH: process.env['PATH'] ?? '', ...environment, QBR_DATA_DIR: join(directory, 'data'), QBR_PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(child);
    return child;
  };
  const server = start(['serve']);
  const serverEnded = new Promise((end) => server.once('close', end));
  return {
    url: await addressOf(server),
    directory,
    qbr: (...args) => outputOf(start(args), args),
    async close() {
      server.kill('SIGTERM');
      await serverEnded;
      rmSync(directory, { recursive: true });
    },
  };
}

/** The address that a server's log says it listens on. */
async function addressOf({ stdout }: ChildProcess): Promise<string> {
  let log = '';
  for await (const text of stdout ?? []) {
    log += String(text);
    const address = /Listening on (http:\/\/[\d.]+:\d+)/.exec(log)?.[1];
    if (address === undefined) continue;
    stdout?.resume();
    return address;
  }
  throw new Error(`The program did not start: ${log}`);
}

async function outputOf(child: ChildProcess, args: readonly string[]): Promise<string> {
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const status = await new Promise<number | null>((end) => child.once('close', end));
  if (status !== 0) throw new Error(`qbr ${args.join(' ')} ended with ${status}: ${output}`);
  return output;
}
