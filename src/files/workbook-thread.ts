import pLimit from 'p-limit';
import { answerOfThread } from './thread.ts';
import type { Book } from './workbook-writer.ts';

/** A year with ten years beside it and 20,000 changes takes less than half. */
const MEGABYTES = 128;
/** Threads at once; further workbooks wait. */
const MAX_THREADS = 1;

const limited = pLimit(MAX_THREADS);

/** `writeWorkbook` in a thread of its own: the server answers others meanwhile, and has the memory back at its end. */
export function writeWorkbookInThread(book: Book): Promise<Uint8Array> {
  return limited(() => answerOfThread<Uint8Array>('workbook-worker', book, { megabytes: MEGABYTES }));
}
