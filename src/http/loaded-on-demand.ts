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
  let loading: Promise<FetchHandler> | undefined;
  const loadOnce = async (): Promise<FetchHandler> => {
    try {
      loaded = await load();
      return loaded;
    } finally {
      loading = undefined;
    }
  };
  const ready = (): Promise<FetchHandler> => {
    loading ??= loadOnce();
    return loading;
  };
  return {
    handle: (request, context) =>
      loaded ? loaded(request, context) : ready().then((handle) => handle(request, context)),
    async load() {
      if (!loaded) await ready();
    },
  };
}
