import pLimit from 'p-limit';
import type { Table } from '#src/core/transfer/table.ts';
import type { IifAccount } from './iif-chart.ts';
import { answerOfThread } from './thread.ts';

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
const limited = pLimit(MAX_THREADS);

/** Reads a file that anybody may have made in a thread of its own, which ends when it takes too much time or memory. */
export function readInThread({ kind, bytes }: ThreadTask, limits: ReadingLimits): Promise<ThreadAnswer> {
  return limited(() => askThread({ kind, bytes: Uint8Array.from(bytes) }, limits));
}

async function askThread(task: ThreadTask, { timeoutMs, megabytes }: ReadingLimits): Promise<ThreadAnswer> {
  try {
    return await answerOfThread<ThreadAnswer>('file-worker', task, {
      ...{ transfer: [task.bytes.buffer as ArrayBuffer], megabytes, signal: AbortSignal.timeout(timeoutMs) },
    });
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    if (name === 'AbortError') return refused(`The file takes more than ${timeoutMs / 1_000} s to read`);
    if (code === 'ERR_WORKER_OUT_OF_MEMORY')
      return refused(`The file takes more than ${megabytes} MB of memory to read`);
    throw error;
  }
}

function refused(message: string): FileRefusal {
  return { refused: { where: null, message } };
}
