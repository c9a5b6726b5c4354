import { StoppedError } from './exit-status.ts';
import type { Terminal } from './terminal.ts';

/** Runs work with a signal that aborts when the terminal asks to stop, so that the work can end cleanly. */
export async function withStopSignal<T>(
  { onStop, printError }: Pick<Terminal, 'onStop' | 'printError'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const ignoreStops = onStop((reason) => {
    if (stop.signal.aborted) return;
    printError(`Stopping (${reason}); repeat to stop immediately.`);
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
