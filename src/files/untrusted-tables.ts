import { RefusedFileError } from '#src/core/errors.ts';
import { type ReadingLimits, readInThread } from './file-thread.ts';
import type { TableFile } from './table-file.ts';

/** A workbook of ten years takes less than a second of CPU time. */
const LIMITS: ReadingLimits = { timeoutMs: 10_000, megabytes: 256 };

/**
 * Reads the tables of a file that anybody may have made (`readTableFile`), in a thread of its own.
 * @throws RefusedFileError for a file that cannot be read, or not within the limits
 */
export async function readUntrustedTables(bytes: Uint8Array, limits: ReadingLimits = LIMITS): Promise<TableFile> {
  const answer = await readInThread({ kind: 'tables', bytes }, limits);
  if ('tables' in answer) return answer;
  if (!('refused' in answer)) throw new TypeError('The thread has read a statement instead of tables');
  const { where, message } = answer.refused;
  throw new RefusedFileError([{ where: where ?? 'file', message }]);
}
