import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip, gunzipSync } from 'node:zlib';
import split2 from 'split2';
import { systemReason } from '#src/files/system-reason.ts';
import {
  changed,
  type DumpHeader,
  type DumpPart,
  notABackup,
  parseHeader,
  readDump,
  truncated,
} from '#src/store/backup/dump-format.ts';
import { BackupError } from '#src/store/engine/errors.ts';

/** The longest line of a dump; PostgreSQL's own limit of a row's JSON is near. */
const MAX_LINE_CHARACTERS = 256 * 1_024 * 1_024;
/** The beginning of a file that has its header. */
export const HEAD_BYTES = 65_536;

/** Compresses text and hands the bytes on, no faster than they are taken. */
export async function compress(
  text: AsyncIterable<string>,
  take: (bytes: AsyncIterable<Uint8Array>) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  await pipeline(Readable.from(text), createGzip(), take, { signal });
}

/**
 * The parts of a backup in a file, checked while they are read.
 * @throws BackupError for anything but a whole, unchanged backup, or a file that cannot be read
 */
export async function* readBackupFile(path: string): AsyncGenerator<DumpPart> {
  const file = createReadStream(path);
  const lines = split2({ maxLength: MAX_LINE_CHARACTERS });
  const reading = pipeline(file, createGunzip(), lines);
  // The loop throws the error as well.
  reading.catch(() => undefined);
  let isBegun = false;
  try {
    for await (const part of readDump(lines as AsyncIterable<string>)) {
      isBegun = true;
      yield part;
    }
    await reading;
  } catch (error) {
    throw fileProblem(path, error, isBegun);
  } finally {
    file.destroy();
    lines.destroy();
  }
}

function fileProblem(path: string, error: unknown, isBegun: boolean): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== undefined)
    return new BackupError(`${path} cannot be read: ${systemReason(error)}.`, { cause: error });
  if (error instanceof BackupError) return error;
  if (code === 'Z_BUF_ERROR') return truncated();
  if (code?.startsWith('Z_')) return isBegun ? changed('it cannot be decompressed') : notABackup();
  if (error instanceof Error && error.message.includes('maximum buffer'))
    return changed('one of its lines is too long');
  return error;
}

/** The header of a backup from the beginning of its file; null for any other file. */
export function headerOf(head: Uint8Array): DumpHeader | null {
  try {
    const text = gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8');
    return parseHeader(text.split('\n')[0] ?? '');
  } catch {
    return null;
  }
}
