import { buffer } from 'node:stream/consumers';
import { zipSync } from 'fflate';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { FileError } from './file-error.ts';

export interface ZipLimits {
  readonly parts: number;
  /** Bytes of all parts together, inflated. */
  readonly bytes: number;
  /** Inflated to compressed, of one part. */
  readonly ratio: number;
}

/** Small parts compress by any ratio without harm. */
const HARMLESS_BYTES = 1_000_000;

/**
 * Inflates a zip file within limits and packs its parts again without compression, so that whatever reads it next has
 * nothing to inflate. The sizes that the directory declares are checked before and while inflating.
 * @param wants parts that it refuses are left out, unread
 * @throws FileError for a file that is no zip, is damaged or is over a limit
 */
export async function repackZip(
  bytes: Uint8Array,
  limits: ZipLimits,
  wants: (name: string) => boolean,
): Promise<Uint8Array> {
  try {
    return await repack(bytes, limits, wants);
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError('The file is damaged or no workbook');
  }
}

async function repack(bytes: Uint8Array, limits: ZipLimits, wants: (name: string) => boolean): Promise<Uint8Array> {
  const zip = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), {
    lazyEntries: true,
  });
  if (zip.entryCount > limits.parts) throw new FileError(`The workbook has more than ${limits.parts} parts`);
  const parts: Record<string, Uint8Array> = {};
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    if (!wants(entry.fileName)) continue;
    total += entry.uncompressedSize;
    refuseBomb(entry, total, limits);
    parts[entry.fileName] = await inflated(zip, entry);
  }
  return zipSync(parts, { level: 0 });
}

function refuseBomb({ uncompressedSize, compressedSize }: Entry, total: number, limits: ZipLimits): void {
  const isBomb = uncompressedSize > HARMLESS_BYTES && uncompressedSize > compressedSize * limits.ratio;
  if (total > limits.bytes || isBomb) {
    throw new FileError(`The workbook is larger than ${limits.bytes / 1_000_000} MB when it is unpacked`);
  }
}

async function inflated(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  return buffer(await zip.openReadStreamPromise(entry));
}
