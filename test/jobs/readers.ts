import { setTimeout as sleep } from 'node:timers/promises';
import type { VendorReader } from '#src/service/collection/vendor-reader.ts';
import { readerSaying } from '../kit/services.ts';

/** A vendor that says nothing, soon; tells of each reading. */
export function counting(onRead: () => void): VendorReader {
  return {
    async read(request) {
      onRead();
      await sleep(20);
      return readerSaying(() => ({})).read(request);
    },
  };
}

/** A vendor that is waited for until the reading is stopped. */
export function neverAnswering(): VendorReader {
  return {
    read: ({ signal }) =>
      new Promise((_, reject) => {
        if (signal.aborted) reject(signal.reason);
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
  };
}
