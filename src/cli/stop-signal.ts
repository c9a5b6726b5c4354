import { StoppedError } from './exit-status.ts';
import type { Terminal } from './terminal.ts';

/** Runs work that can be stopped: when its terminal asks so its signal is aborted, and it may end in order. */
export async function withStopSignal<T>(
  { onStop, printError }: Pick<Terminal, 'onStop' | 'printError'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const ignoreStops = onStop((reason) => {
    if (stop.signal.aborted) return;
    printError(`Stopping (${reason}); once more ends it at once.`);
    stop.abort(new StoppedError(reason));
  });
  try {
    return await work(stop.signal);
  } finally {
    ignoreStops();
  }
}

/** Waits until `signal` is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
