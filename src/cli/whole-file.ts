import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemReason } from '#src/files/system-reason.ts';
import { flush } from '#src/store/engine/flush.ts';
import { SetUpError } from './exit-status.ts';

/** A file that appears when it is complete, flushed to disk. Until then an earlier one of its name stays as it was. */
export interface WholeFile {
  /** @throws SetUpError where it cannot be written, such as on a full disk */
  write(bytes: Uint8Array): Promise<void>;
  /** Puts the file in its place. @throws SetUpError where it cannot be written */
  finish(): Promise<void>;
  /** Removes what was written, unless it is finished. */
  abandon(): Promise<void>;
}

/**
 * Begins a file, readable by its owner only, as `<path>.unfinished`. One that a killed process left there is replaced.
 * @throws SetUpError where it cannot be written
 */
export async function beginWholeFile(path: string): Promise<WholeFile> {
  const unfinished = `${path}.unfinished`;
  const file = await writing(path, () => open(unfinished, 'w', 0o600));
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await file.close();
    isOpen = false;
  };
  return {
    write: (bytes) => writing(path, () => file.writeFile(bytes)),
    finish: () =>
      writing(path, async () => {
        await file.sync();
        await close();
        await rename(unfinished, path);
        flush(dirname(path));
      }),
    async abandon() {
      if (!isOpen) return;
      await close().catch(() => undefined);
      await rm(unfinished, { force: true }).catch(() => undefined);
    },
  };
}

/** Writes a whole file. @throws SetUpError where it cannot be written; what `bytes` throws */
export async function writeWholeFile(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await beginWholeFile(path);
  try {
    for await (const chunk of bytes) await file.write(chunk);
    await file.finish();
  } finally {
    await file.abandon();
  }
}

async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new SetUpError(
      `${path} cannot be written: ${systemReason(error)}. An earlier file of that name is as it was.`,
      {
        cause: error,
      },
    );
  }
}
