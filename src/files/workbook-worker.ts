import { parentPort, workerData } from 'node:worker_threads';
import { type Book, writeWorkbook } from './workbook-writer.ts';

// The entry of the thread that writes a workbook (workbook-thread.ts).

const bytes = await writeWorkbook(workerData as Book);
parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
