import { parentPort, workerData } from 'node:worker_threads';
import { FileError } from './file-error.ts';
import type { ThreadAnswer, ThreadTask } from './file-thread.ts';
import { readIifChart } from './iif-chart.ts';
import { isIif, readStatementFile } from './statement-file.ts';
import { readTableFile } from './table-file.ts';

// The entry of the thread that reads a file (file-thread.ts). Decimals travel as texts: a message cannot hold their class.

async function answerOf({ kind, bytes }: ThreadTask): Promise<ThreadAnswer> {
  try {
    if (kind === 'tables') return await readTableFile(bytes);
    if (isIif(bytes)) return { accounts: readIifChart(bytes) };
    return { file: JSON.stringify(await readStatementFile(bytes)) };
  } catch (error) {
    if (error instanceof FileError) return { refused: { where: error.where, message: error.message } };
    // The stack is over: recursion is bounded wherever a report is deep, and this file is deeper.
    if (error instanceof RangeError) return { refused: { where: null, message: 'The file is nested too deeply' } };
    throw error;
  }
}

parentPort?.postMessage(await answerOf(workerData as ThreadTask));
