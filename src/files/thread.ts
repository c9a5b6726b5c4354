import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '#src/package-root.ts';

/** Entries of threads, built beside the program (ops/build/threads.config.mjs); the sources under test start the same. */
export type ThreadEntry = 'file-worker' | 'workbook-worker';

export interface ThreadOptions {
  /** Buffers of the task that the thread takes over instead of a copy. */
  readonly transfer?: readonly ArrayBuffer[];
  /** Memory for objects that live; a thread that needs more ends with ERR_WORKER_OUT_OF_MEMORY. */
  readonly megabytes: number;
  /** Ends the thread, with an AbortError. */
  readonly signal?: AbortSignal;
}

/** Not the server's, whose size is chosen for many small answers at once. */
const YOUNG_MEGABYTES = 24;

/** Starts a thread with a task, waits for its only message and ends it. It has no secrets, and no way to a command's output. */
export async function answerOfThread<Answer>(
  entry: ThreadEntry,
  task: object,
  { transfer = [], megabytes, signal }: ThreadOptions,
): Promise<Answer> {
  const thread = new Worker(join(packageRoot(), `dist/program/threads/${entry}.js`), {
    workerData: task,
    transferList: [...transfer],
    resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
    ...{ env: {}, execArgv: [], stdout: true, stderr: true },
  });
  try {
    const [answer] = (await once(thread, 'message', signal && { signal })) as [Answer];
    return answer;
  } finally {
    await thread.terminate();
  }
}
