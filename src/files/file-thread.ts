import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import pLimit from 'p-limit';
import type { Table } from '#src/core/transfer/table.ts';
import { packageRoot } from '#src/package-root.ts';
import type { IifAccount } from './iif-chart.ts';

/** What the thread may use. */
export interface ReadingLimits {
  readonly timeoutMs: number;
  readonly megabytes: number;
}

/** What a file is read as: a profit and loss statement, or tables of metrics by month. */
export type FileKind = 'statement' | 'tables';

/** What the thread is given. */
export interface ThreadTask {
  readonly kind: FileKind;
  readonly bytes: Uint8Array;
}

/** What the thread sends; `file` is a StatementFile as JSON. */
export type ThreadAnswer =
  | { readonly file: string }
  | { readonly accounts: readonly IifAccount[] }
  | { readonly tables: readonly Table[]; readonly notes: readonly string[] }
  | FileRefusal;

/** A file that was not read, and why. */
export interface FileRefusal {
  readonly refused: { readonly where: string | null; readonly message: string };
}

/** Threads at once; further files wait. */
const MAX_THREADS = 2;
/** Built with the program (ops/build/program.config.mjs), and the same for the sources under test. */
const ENTRY = 'dist/program/file-worker.js';

const limited = pLimit(MAX_THREADS);

/** Reads a file that anybody may have made in a thread of its own, which ends when it takes too much time or memory. */
export function readInThread({ kind, bytes }: ThreadTask, limits: ReadingLimits): Promise<ThreadAnswer> {
  return limited(() => askThread({ kind, bytes: Uint8Array.from(bytes) }, limits));
}

async function askThread(task: ThreadTask, { timeoutMs, megabytes }: ReadingLimits): Promise<ThreadAnswer> {
  const thread = new Worker(join(packageRoot(), ENTRY), {
    workerData: task,
    transferList: [task.bytes.buffer as ArrayBuffer],
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
    // No secrets, and no way to the output of a command.
    ...{ env: {}, execArgv: [], stdout: true, stderr: true },
  });
  try {
    const [answer] = (await once(thread, 'message', { signal: AbortSignal.timeout(timeoutMs) })) as [ThreadAnswer];
    return answer;
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    if (name === 'AbortError') return refused(`The file takes more than ${timeoutMs / 1_000} s to read`);
    if (code === 'ERR_WORKER_OUT_OF_MEMORY')
      return refused(`The file takes more than ${megabytes} MB of memory to read`);
    throw error;
  } finally {
    await thread.terminate();
  }
}

function refused(message: string): FileRefusal {
  return { refused: { where: null, message } };
}
