import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/kit/free-port.ts';

/** A script that runs in a process of its own and prints what it has to say a line at a time. */
export interface Script {
  readonly child: ChildProcess;
  /** Its next line. */
  line(): Promise<string>;
}

export interface ScriptOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** The Node to run it; default: the running one. */
  readonly node?: string;
}

export interface Processes {
  /** @param script relative to `bench/serving` as compiled */
  start(script: string, args: readonly string[], options?: ScriptOptions): Promise<Script>;
  /** Starts a PostgreSQL server with its data in a directory; its address. @param flags further ones of the server */
  startPostgres(directory: string, flags?: readonly string[]): Promise<string>;
  /** Ends all that is still running. */
  close(): void;
}

/** As `npm start` runs the program: several reports at a time are more than fits into Node's usual space for new objects. */
export const AS_STARTED = { NODE_ENV: 'production', NODE_OPTIONS: '--max-semi-space-size=64' };

export function createProcesses(): Processes {
  const children: ChildProcess[] = [];
  const start: Processes['start'] = async (script, args, { environment = {}, node = process.execPath } = {}) => {
    const file = fileURLToPath(new URL(script, import.meta.url));
    const child = spawn(node, [file, ...args], {
      env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return {
      child,
      async line() {
        const { value, done } = await lines.next();
        if (done) throw new Error(`${script} ended`);
        return String(value);
      },
    };
  };
  return {
    start,
    async startPostgres(directory, flags = []) {
      const port = await freePort();
      const server = await start('../../../test/kit/postgres-server.mjs', [directory, ...flags]);
      server.child.stdin?.write(`${port}\n`);
      const answer = await server.line();
      if (answer !== 'ready') throw new Error(answer);
      return `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`;
    },
    close() {
      for (const child of children) if (child.exitCode === null) child.stdin?.end();
      // PostgreSQL stops, and removes its data, when its input ends.
      for (const child of children) if (!child.spawnargs.join(' ').includes('postgres-server')) child.kill('SIGTERM');
    },
  };
}
