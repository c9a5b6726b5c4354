import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import type { DatabaseConnection } from '#src/store/engine/connection.ts';

/** Another process that uses a database (database-process.ts): it is told what to do and answers line by line. */
export class DatabaseProcess {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #ended: Promise<void>;

  constructor(connection: DatabaseConnection, environment: NodeJS.ProcessEnv = {}) {
    const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
    const transpiled = { TRANSPILED: join(inject('testDirectory'), 'transpiled') };
    this.#child = spawn(
      process.execPath,
      ['--import', here('./typescript.mjs'), here('./database-process.ts'), JSON.stringify(connection)],
      { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...transpiled, ...environment } },
    );
    if (this.#child.stdout === null || this.#child.pid === undefined) throw new Error('The process did not start');
    this.pid = this.#child.pid;
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#ended = new Promise((resolve) => this.#child.once('close', () => resolve()));
  }

  /** The next line it says, parsed; fails when it ends without one. */
  async hear<T = unknown>(): Promise<T> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('The process ended without an answer');
    return JSON.parse(value) as T;
  }

  async ask<T = unknown>(command: string): Promise<T> {
    this.tell(command);
    return this.hear<T>();
  }

  tell(command: string): void {
    this.#child.stdin?.write(`${command}\n`);
  }

  /** All that it still says until it ends. */
  async rest(): Promise<unknown[]> {
    const answers: unknown[] = [];
    for (let next = await this.#lines.next(); !next.done; next = await this.#lines.next()) {
      answers.push(JSON.parse(next.value));
    }
    return answers;
  }

  /** Ends it at once, as a crash would, and waits until it is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** Lets it close its database and waits until it is gone. */
  async end(): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
  }
}
