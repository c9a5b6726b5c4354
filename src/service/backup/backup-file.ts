import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
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

/** Where compressed bytes go. */
export interface SaveOptions {
  /** Writes the bytes; what they are of is made once it has returned. */
  readonly save: (bytes: AsyncIterable<Uint8Array>) => Promise<void>;
  /**
   * The folder where the bytes wait for a slow `save`, for the embedded database, whose other statements wait for the end of the
   * copying. Null saves them while they are read.
   */
  readonly waitingRoom: string | null;
}

/**
 * Copies to `save`, where there is a waiting room through a file without a name in it, which goes with this process.
 * @param copy hands all bytes to what it is given
 */
export async function savedThrough<T>(
  { save, waitingRoom }: SaveOptions,
  copy: (save: SaveOptions['save']) => Promise<T>,
): Promise<T> {
  if (waitingRoom === null) return copy(save);
  const path = join(waitingRoom, `backup-${process.pid}-${Math.round(performance.now() * 1_000)}.unfinished`);
  const file = await open(path, 'wx+', 0o600);
  try {
    await rm(path);
    const copied = await copy(async (bytes) => {
      for await (const chunk of bytes) await file.writeFile(chunk);
    });
    await save(file.createReadStream({ start: 0, autoClose: false }));
    return copied;
  } finally {
    await file.close();
  }
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
