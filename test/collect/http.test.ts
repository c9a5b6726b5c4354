import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createVendorHttp, type VendorHttpOptions } from '#src/collect/http.ts';
import { retryAfterMs } from '#src/collect/http-failure.ts';
import { VendorError, VendorHttpError } from '#src/collect/vendor-error.ts';
import {
  type FakeReply,
  firstRequests,
  type HttpFake,
  type HttpFakeOptions,
  startHttpFake,
  tooManyRequests,
} from '../kit/http-faults.ts';

const fakes: HttpFake[] = [];
afterEach(async () => {
  await Promise.all(fakes.splice(0).map((fake) => fake.close()));
});

const OK: FakeReply = { status: 200, body: '{"n":1}' };

async function serve(answer: HttpFakeOptions['answer'] = () => OK, latencyMs = 0): Promise<HttpFake> {
  const fake = await startHttpFake({ answer, latencyMs });
  fakes.push(fake);
  return fake;
}

function client(fake: Pick<HttpFake, 'url'>, options: Partial<VendorHttpOptions> = {}) {
  const http = createVendorHttp({
    vendor: 'Acme',
    baseUrl: `${fake.url}/api/`,
    concurrency: 2,
    backoffMs: { baseMs: 1, maxMs: 4 },
    requestTimeoutMs: 5_000,
    authorize: () => ({ authorization: 'Bearer t0ken-0001' }),
    secrets: ['s3cret/key+1'],
    ...options,
  });
  const base = { what: 'counting rows', path: '/rows', schema: z.object({ n: z.number() }) };
  return (more: Partial<Parameters<typeof http.json>[0]> = {}) =>
    http.json({ ...base, signal: new AbortController().signal, ...more } as Parameters<typeof http.json>[0]);
}

async function errorOf(answer: Promise<unknown>): Promise<VendorError> {
  const error: unknown = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof VendorError) return error;
  throw new Error(`expected a VendorError, got ${inspect(error)}`);
}

describe('requests', () => {
  it('carry query, JSON, form and headers as given, below the base path', async () => {
    const fake = await serve();
    const send = client(fake);
    await send({ searchParams: { a: 'x y+z&"%[', b: 2, c: undefined, d: true }, headers: { 'x-own': 'yes' } });
    await send({ method: 'POST', json: { a: [1] } });
    await send({ method: 'POST', form: { grant_type: 'a b' } });
    const [first, second, third] = fake.requests.all;
    expect(first).toMatchObject({ method: 'GET', path: '/api/rows' });
    expect(first?.headers).toMatchObject({ 'x-own': 'yes', authorization: 'Bearer t0ken-0001' });
    expect(Object.fromEntries(first?.query ?? [])).toEqual({ a: 'x y+z&"%[', b: '2', d: 'true' });
    expect(second).toMatchObject({ method: 'POST', body: '{"a":[1]}' });
    expect(third?.body).toBe('grant_type=a+b');
  });

  it('keep decimals exact through their shortest representation, and take a byte order mark', async () => {
    const fake = await serve(() => ({ status: 200, body: '\uFEFF{"n":1.005}' }));
    expect(await client(fake)()).toEqual({ n: 1.005 });
  });

  it('are never more in flight than allowed', async () => {
    // The first answer waits for a third request, however slow the machine is.
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const fake = await serve(async () => {
      if (fake.requests.all.length === 3) begin();
      await begun;
      return OK;
    }, 5);
    const send = client(fake, { concurrency: 3 });
    await Promise.all(Array.from({ length: 12 }, () => send()));
    expect(fake.requests.maxInFlight).toBe(3);
    expect(fake.requests.all).toHaveLength(12);
  });

  it('do not follow a redirect, which could carry the credentials elsewhere', async () => {
    const elsewhere = await serve();
    const fake = await serve(() => ({ status: 302, headers: { location: elsewhere.url }, body: '' }));
    const error = await errorOf(client(fake)());
    expect(error).toMatchObject({ kind: 'credentials', status: 302 });
    expect(error.message).toMatch(/redirects are not followed/);
    expect(elsewhere.requests.all).toHaveLength(0);
  });

  it.each(['http://example.com', 'ftp://127.0.0.1', 'https://u:p@example.com', 'https://example.com?a=1', 'nonsense'])(
    'are not sent to %s',
    (baseUrl) => {
      expect(() => client({ url: '' }, { baseUrl })).toThrow(/An API address must/);
    },
  );
});

describe('tries', () => {
  it.each([0, 3, 4])('are one and at most %i more', async (retries) => {
    const fake = await serve();
    fake.setFault(() => ({ kind: 'status', status: 503 }));
    const error = await errorOf(client(fake, { retries })());
    expect(fake.requests.all).toHaveLength(retries + 1);
    expect(error.message).toBe(
      `Acme: HTTP 503 Service Unavailable while counting rows (${retries + 1} ${retries === 0 ? 'try' : 'tries'})`,
    );
  });

  it.each([400, 404, 405, 409, 415, 422])('%i is not tried again, and is there for the caller', async (status) => {
    const fake = await serve(() => ({
      status,
      body: '{"code":"ApiFindCondition","message":"x is not a recognized name."}',
    }));
    const error = await errorOf(client(fake)());
    expect(fake.requests.all).toHaveLength(1);
    expect(error).toBeInstanceOf(VendorHttpError);
    expect(error).toMatchObject({ vendor: 'Acme', kind: 'response', status });
    expect((error as VendorHttpError).body).toEqual({
      code: 'ApiFindCondition',
      message: 'x is not a recognized name.',
    });
    expect(error.message).toContain('("x is not a recognized name.") while counting rows (1 try)');
  });

  it('wait at least as long as Retry-After says', async () => {
    const fake = await serve();
    fake.setFault(firstRequests(1, tooManyRequests('0.1')));
    const startedAt = performance.now();
    await client(fake)();
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(98);
  });

  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': ' 0 ' }, 0],
    [{ 'retry-after': 'Wed, 01 Jan 2025 00:01:00 GMT' }, 60_000],
    [{ 'retry-after': 'Wed, 01 Jan 2025 00:01:00 GMT', date: 'Wed, 01 Jan 2025 00:00:50 GMT' }, 10_000],
    [{ 'retry-after': 'Tue, 31 Dec 2024 00:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{}, undefined],
  ])('take %j as %s milliseconds, a date by the clock of the server', (headers, waitMs) => {
    expect(retryAfterMs(headers, Date.parse('2025-01-01T00:00:00Z'))).toBe(waitMs);
  });

  it('of all requests wait when one is told to', async () => {
    const fake = await serve();
    const times: number[] = [];
    fake.setFault((_request, requestNumber) => {
      times.push(performance.now());
      if (requestNumber === 1) return tooManyRequests('0.2');
      return requestNumber === 2 ? { kind: 'latency', timeMs: 20 } : null;
    });
    const send = client(fake);
    await Promise.all([send(), send(), send(), send()]);
    expect(times).toHaveLength(5);
    const [first = 0, , ...later] = times;
    for (const time of later) expect(time - first).toBeGreaterThanOrEqual(190);
  });

  it('end at once when told to wait longer than the maximum', async () => {
    const fake = await serve();
    fake.setFault(() => tooManyRequests('3600'));
    const error = await errorOf(client(fake)());
    expect(fake.requests.all).toHaveLength(1);
    expect(error).toMatchObject({ kind: 'unavailable', status: 429 });
    expect(error.message).toContain(
      'with Retry-After 3600 s, more than the limit of 120 s, while counting rows (1 try)',
    );
  });
});

describe('a vendor that takes no requests now and does not say how long', () => {
  /** A timer on which waiting takes no time; `waits` are the milliseconds asked for. */
  function playedTimer() {
    const waits: number[] = [];
    let now = 0;
    const wait = async (timeMs: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      waits.push(timeMs);
      now += timeMs;
    };
    return { waits, timer: { now: () => now, wait }, now: () => now };
  }
  const busy = (status: number, headers: Record<string, string> = {}) => ({ kind: 'status', status, headers }) as const;

  it.each([429, 503])('is asked again for at least two minutes after %i, in ever longer waits', async (status) => {
    const { waits, timer, now } = playedTimer();
    const fake = await serve();
    fake.setFault(() => busy(status));
    const error = await errorOf(client(fake, { backoffMs: undefined, timer })());
    expect(error).toMatchObject({ kind: 'unavailable', status, isTransient: true });
    expect(now()).toBeGreaterThanOrEqual(120_000);
    expect(now()).toBeLessThan(151_000);
    expect(fake.requests.all).toHaveLength(waits.length + 1);
    for (const [index, timeMs] of waits.entries()) {
      const capMs = Math.min(30_000, 1_000 * 2 ** index);
      expect(timeMs).toBeGreaterThanOrEqual(capMs / 2);
      expect(timeMs).toBeLessThanOrEqual(capMs);
    }
  });

  it.each([1_000, 20_000, 119_000])('answers once its limit of %i ms is over', async (lastsMs) => {
    const { timer, now } = playedTimer();
    const fake = await serve();
    fake.setFault(() => (now() < lastsMs ? busy(429) : null));
    expect(await client(fake, { backoffMs: undefined, timer })()).toEqual({ n: 1 });
  });

  it('is asked no longer than the time budget', async () => {
    const { timer, now } = playedTimer();
    const budget = new AbortController();
    const fake = await serve();
    fake.setFault(() => {
      if (now() > 10_000) budget.abort(new DOMException('over', 'TimeoutError'));
      return busy(503);
    });
    const send = client(fake, { backoffMs: undefined, timer });
    const error = await errorOf(send({ signal: budget.signal }));
    expect(error).toMatchObject({ kind: 'stopped', isTransient: true });
    expect(now()).toBeLessThan(30_000);
  });

  it.each([500, 502])('is not confused with one that fails: %i ends after the retries', async (status) => {
    const { timer } = playedTimer();
    const fake = await serve();
    fake.setFault(() => busy(status));
    const error = await errorOf(client(fake, { backoffMs: undefined, timer })());
    expect(error.isTransient).toBe(true);
    expect(fake.requests.all).toHaveLength(5);
  });

  it.each([400, 401, 403, 404])('is not confused with one that refuses: %i is not transient', async (status) => {
    const fake = await serve();
    fake.setFault(() => busy(status));
    expect((await errorOf(client(fake)())).isTransient).toBe(false);
  });
});

describe('authorization', () => {
  it('is renewed once per request on 401, without costing a try', async () => {
    let token = 1;
    const fake = await serve(({ headers }) => (headers.authorization === 'Bearer t2' ? OK : { status: 401, body: '' }));
    const send = client(fake, {
      retries: 0,
      authorize: async () => ({ authorization: `Bearer t${token}` }),
      reauthorize: () => {
        token += 1;
      },
    });
    expect(await send()).toEqual({ n: 1 });
    expect(fake.requests.all).toHaveLength(2);
    token = 5;
    expect(await errorOf(send())).toMatchObject({ kind: 'credentials', status: 401 });
    expect(token).toBe(6);
    expect(fake.requests.all).toHaveLength(4);
  });

  it('passes a VendorError on and tells any other failure without its secrets', async () => {
    const fake = await serve();
    const own = new VendorError('Acme', 'credentials', 'refused');
    const failing = (error: Error) =>
      client(fake, {
        authorize: () => {
          throw error;
        },
      })();
    expect(await errorOf(failing(own))).toBe(own);
    const error = await errorOf(failing(new Error('token s3cret/key+1 is odd')));
    expect(error).toMatchObject({ kind: 'unavailable' });
    expect(error.message).toBe('Acme: signing in failed while counting rows: token *** is odd');
    expect(fake.requests.all).toHaveLength(0);
  });
});

describe('errors', () => {
  it('name the place in an unexpected answer and none of its values', async () => {
    const fake = await serve(() => ({ status: 200, body: '{"rows":[{"n":1},{"n":"private","m":{}}]}' }));
    const schema = z.object({ rows: z.array(z.object({ n: z.number(), m: z.enum(['a']).optional() })) });
    const error = await errorOf(client(fake)({ schema } as object));
    expect(error.message).toBe(
      'Acme: unexpected response while counting rows: at rows[1].n: expected number; at rows[1].m: not as promised (invalid_value)',
    );
    expect(error.kind).toBe('response');
    expect(fake.requests.all).toHaveLength(1);
  });

  it('quote little of a long body, on one line', async () => {
    const fake = await serve(() => ({
      status: 400,
      body: JSON.stringify({ message: 'long\n\u001b[31m '.repeat(1000) }),
    }));
    const error = await errorOf(client(fake)());
    expect(error.message.length).toBeLessThan(300);
    expect([...error.message].every((character) => character >= ' ')).toBe(true);
  });

  it.each([
    ['as they are', (secret: string) => secret],
    ['in another case', (secret: string) => secret.toUpperCase()],
    ['URL-encoded', encodeURIComponent],
    ['in base64', (secret: string) => Buffer.from(secret).toString('base64')],
    ['in the middle of base64', (secret: string) => Buffer.from(`user:${secret}:more`).toString('base64')],
    ['in base64 of a URL', (secret: string) => Buffer.from(`ab${secret}`).toString('base64url')],
  ])('hold no secrets %s, neither in message, body, cause nor when inspected', async (_name, encode) => {
    for (const secret of ['s3cret/key+1', 't0ken-0001']) {
      const echoed = encode(secret);
      const reply = { status: 400, body: JSON.stringify({ message: `a ${echoed} b`, [echoed]: [echoed] }) };
      const fake = await serve(() => reply);
      const error = (await errorOf(client(fake)())) as VendorHttpError;
      const shown = `${error.message} ${inspect(error, { depth: 20, showHidden: true })} ${JSON.stringify(error.body)}`;
      expect(shown).toContain('***');
      expect(shown.toLowerCase()).not.toContain(echoed.slice(8, -6).toLowerCase() || echoed);
      expect(shown).not.toContain(secret);
    }
  });

  it('hold no credentials when nothing was answered', async () => {
    const fake = await serve();
    fake.setFault(() => ({ kind: 'reset' }));
    const error = await errorOf(client(fake, { retries: 0 })({ searchParams: { key: 's3cret/key+1' } }));
    const shown = `${error.message} ${inspect(error, { depth: 20, showHidden: true })}`;
    expect(shown).toContain('ECONNRESET');
    expect(shown).not.toMatch(/t0ken|s3cret/);
  });
});
