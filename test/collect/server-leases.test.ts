import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createVendorHttp } from '#src/collect/http.ts';
import { createServerLeases, type ServerLeases } from '#src/collect/server-leases.ts';
import type { PostgresqlConnection } from '#src/store/engine/connection.ts';
import { type FreshDatabase, freshPostgresql, openTestDatabase, query } from '../kit/databases.ts';
import { type HttpFake, startHttpFake, tooManyRequests } from '../kit/http-faults.ts';
import { DatabaseProcess } from '../store/process/child.ts';

const never = (): AbortSignal => new AbortController().signal;
const SERVER = 'na.example.com';

type Fresh = FreshDatabase<PostgresqlConnection & { readonly kind: 'postgresql' }>;

/** The state of a promise at this moment. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([promise.catch(() => undefined), sleep(20, pending)])) !== pending;
}

describe('leases of a server in one process', () => {
  it('are two at a time, in order, and concern no other server', async () => {
    const leases = createServerLeases();
    const first = await leases.take(SERVER, never());
    await leases.take(SERVER, never());
    const third = leases.take(SERVER, never());
    expect(await isSettled(third)).toBe(false);
    await leases.take('eu.example.com', never());
    await first.release();
    await third;
  });

  it('are given up by whoever stops waiting, who leaves the place to the next', async () => {
    const leases = createServerLeases({ requests: 1 });
    const held = await leases.take(SERVER, never());
    const stop = new AbortController();
    const stopped = leases.take(SERVER, stop.signal);
    const next = leases.take(SERVER, never());
    stop.abort(new Error('enough'));
    await expect(stopped).rejects.toThrow('enough');
    await expect(leases.take(SERVER, stop.signal)).rejects.toThrow('enough');
    expect(await isSettled(next)).toBe(false);
    await held.release();
    await next;
  });

  it('wait while the server has asked to wait, and then ask what other processes know', async () => {
    const waits: number[] = [];
    let now = 1_000;
    const timer = {
      now: () => now,
      wait: async (timeMs: number) => {
        waits.push(timeMs);
        now += timeMs;
      },
    };
    const held = [300, 0];
    const released: number[] = [];
    const common = {
      take: async () => {
        const heldMs = held.shift() ?? 0;
        return { heldMs, release: async () => void released.push(heldMs) };
      },
      hold: async () => undefined,
    };
    const leases = createServerLeases({ timer, common });
    await leases.hold(SERVER, 5_000);
    await leases.hold(SERVER, 2_000);
    const lease = await leases.take(SERVER, never());
    expect(waits).toEqual([5_000, 300]);
    expect(released).toEqual([300]);
    await lease.release();
    expect(released).toEqual([300, 0]);
  });
});

describe('leases that other processes cannot be asked for', () => {
  const refused = () => Promise.reject(new Error('The database does not answer'));
  const withProblems = () => {
    const problems: unknown[] = [];
    const common = { take: refused, hold: refused };
    return { problems, leases: createServerLeases({ common, onProblem: (error) => problems.push(error) }) };
  };

  it('are those of this process alone, and that is said', async () => {
    const { problems, leases } = withProblems();
    const first = await leases.take(SERVER, never());
    await leases.take(SERVER, never());
    const third = leases.take(SERVER, never());
    expect(await isSettled(third)).toBe(false);
    await first.release();
    await third;
    await leases.hold(SERVER, 1);
    expect(problems).toHaveLength(4);
  });

  it('are refused to whoever has stopped waiting', async () => {
    const { problems, leases } = withProblems();
    const stop = new AbortController();
    const taken = leases.take(SERVER, stop.signal);
    stop.abort(new Error('enough'));
    await expect(taken).rejects.toThrow('enough');
    expect(problems).toEqual([]);
  });
});

describe('leases of a server among processes on PostgreSQL', () => {
  const cleanUp: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const clean of cleanUp.splice(0).reverse()) await clean();
  });

  const postgresql = async (): Promise<Fresh> => {
    const fresh = await freshPostgresql();
    cleanUp.push(() => fresh.remove());
    return fresh;
  };
  /** The leases of another process, as far as the database can tell. */
  const processOn = async ({ connection }: Fresh): Promise<ServerLeases> => {
    const database = await openTestDatabase(connection);
    cleanUp.push(() => database.close());
    return createServerLeases({ common: database.vendorLeases ?? undefined });
  };
  const serve = async (latencyMs: number): Promise<HttpFake> => {
    const fake = await startHttpFake({ answer: () => ({ status: 200, body: '{"n":1}' }), latencyMs });
    cleanUp.push(() => fake.close());
    return fake;
  };
  const asking = (fake: HttpFake, leases: ServerLeases) => {
    const http = createVendorHttp({
      ...{ vendor: 'Acme', baseUrl: fake.url, concurrency: 5, authorize: () => ({}), secrets: [], leases },
      backoffMs: { baseMs: 1, maxMs: 4 },
    });
    return () => http.json({ what: 'counting', path: '/n', schema: z.object({ n: z.number() }), signal: never() });
  };

  it('are two at a time, whoever asks', async () => {
    const fresh = await postgresql();
    const fake = await serve(15);
    const clients = await Promise.all([1, 2, 3].map(async () => asking(fake, await processOn(fresh))));
    await Promise.all(clients.flatMap((ask) => Array.from({ length: 8 }, ask)));
    expect(fake.requests.maxInFlight).toBe(2);
    expect(fake.requests.all).toHaveLength(24);
  });

  it('obey the Retry-After that another process was told', async () => {
    const fresh = await postgresql();
    const fake = await serve(0);
    const told = asking(fake, await processOn(fresh));
    const other = asking(fake, await processOn(fresh));
    fake.setFault((_request, number) => (number === 1 ? tooManyRequests('1') : null));
    const first = told();
    while (fake.requests.all.length === 0) await sleep(1);
    const toldAt = performance.now();
    // The server's answer reaches the database shortly after.
    while ((await query(fresh.connection.url, 'SELECT FROM qbr_vendor_server')).length === 0) await sleep(1);
    await other();
    expect(performance.now() - toldAt).toBeGreaterThan(900);
    await first;
  });

  it('are free at once when a process that holds them is killed', async () => {
    const fresh = await postgresql();
    const killed = new DatabaseProcess(fresh.connection);
    cleanUp.push(() => killed.kill());
    await killed.hear();
    await killed.ask(`leases ${SERVER}`);
    const next = (await processOn(fresh)).take(SERVER, never());
    expect(await isSettled(next)).toBe(false);
    await killed.kill();
    await (await next).release();
  });

  it('leave no lock behind when a wait is given up', async () => {
    const fresh = await postgresql();
    const [mine, other] = [await processOn(fresh), await processOn(fresh)];
    const held = [await mine.take(SERVER, never()), await mine.take(SERVER, never())];
    const stop = new AbortController();
    const waiting = other.take(SERVER, stop.signal);
    expect(await isSettled(waiting)).toBe(false);
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    for (const lease of held) await lease.release();
    const taken = await Promise.all([other.take(SERVER, never()), other.take(SERVER, never())]);
    for (const lease of taken) await lease.release();
  });
});
