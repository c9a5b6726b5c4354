import { once } from '#src/once.ts';
import type { FetchHandler } from './routes.ts';

/** A handler that its first request loads. */
export interface LoadedHandler {
  /** Waits for the handler to be loaded. After a failure the next request loads it again. */
  readonly handle: FetchHandler;
  load(): Promise<void>;
}

/** Makes a handler of one that `load` makes, once. */
export function loadedOnDemand(load: () => Promise<FetchHandler>): LoadedHandler {
  let loaded: FetchHandler | undefined;
  const ready = once(async () => {
    loaded = await load();
    return loaded;
  });
  return {
    handle: (request, context) =>
      loaded ? loaded(request, context) : ready().then((handle) => handle(request, context)),
    load: async () => void (await ready()),
  };
}
