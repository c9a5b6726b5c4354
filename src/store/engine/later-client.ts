import { once } from '#src/once.ts';
import type { PrismaClient } from '#src/store/generated/prisma/client.ts';

type Method = (...parameters: unknown[]) => unknown;

/** A client that its first use loads. */
export interface LaterClient {
  /** The client; until it is loaded one that waits for it, for calls that answer with a promise. Read it for each use. */
  readonly current: PrismaClient;
  /** Ends the client if it was loaded. */
  disconnect(): Promise<void>;
}

/**
 * Makes Prisma's client of one that `load` makes, once: a start takes a fifth of its CPU time to load it, and asks nothing by it.
 * After a failure the next use loads it again.
 */
export function laterClient(load: () => Promise<PrismaClient>): LaterClient {
  let loaded: PrismaClient | undefined;
  const client = once(async () => {
    loaded = await load();
    return loaded;
  });
  const waiting = waitingClient(client);
  return {
    get current() {
      return loaded ?? waiting;
    },
    disconnect: async () => loaded?.$disconnect(),
  };
}

/** Passes the calls of `$queryRaw` and the like, and of the methods of models, to the loaded client. */
function waitingClient(client: () => Promise<PrismaClient>): PrismaClient {
  const methods = methodsOf(client);
  return new Proxy(Object.create(null) as PrismaClient, {
    get(_target, name) {
      if (typeof name === 'symbol') return undefined;
      if (name.startsWith('$')) return Reflect.get(methods, name) as Method;
      return methodsOf(async () => Reflect.get(await client(), name) as object);
    },
  });
}

function methodsOf(owner: () => Promise<object>): object {
  return new Proxy(Object.create(null) as object, {
    get(_target, name) {
      // A promise has `then`, and this is none.
      if (typeof name === 'symbol' || name === 'then') return undefined;
      return (...parameters: unknown[]) =>
        whenAwaited(async () => {
          const object = await owner();
          return (Reflect.get(object, name) as Method).apply(object, parameters);
        });
    },
  });
}

/**
 * As Prisma's own promises: what they ask is sent when somebody waits for it, and sees the rows of whoever does. No subclass of `Promise`
 * (`p-lazy`), by which `withinOrganization` tells what has been sent already.
 */
function whenAwaited(send: () => Promise<unknown>): Promise<unknown> {
  let sent: Promise<unknown> | undefined;
  const answer = (): Promise<unknown> => {
    sent ??= send();
    return sent;
  };
  return {
    // biome-ignore lint/suspicious/noThenProperty: it is a promise
    then: (...handlers: Parameters<Promise<unknown>['then']>) => answer().then(...handlers),
    catch: (handler) => answer().catch(handler),
    finally: (handler) => answer().finally(handler),
    [Symbol.toStringTag]: 'Promise',
  } as Promise<unknown>;
}
