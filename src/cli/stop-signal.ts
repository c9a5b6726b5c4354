import { EXIT, StoppedError } from './exit-status.ts';
import { tell } from './output.ts';

/**
 * Runs work that can be stopped: at the first SIGINT or SIGTERM its signal is aborted and it may end in order, at the
 * second one the program ends at once.
 */
export async function withStopSignal<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (stop.signal.aborted) process.exit(EXIT.failed);
    tell(`Stopping (${name}); once more ends it at once.`);
    stop.abort(new StoppedError(`${name} was received`));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    return await work(stop.signal);
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

/** Waits until `signal` is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
