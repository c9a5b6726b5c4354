import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createConnectWiseSource } from '#src/collect/connectwise/source.ts';
import { VendorError } from '#src/collect/vendor-error.ts';
import { FAKE_CREDENTIALS } from '../../kit/connectwise/fake.ts';
import { everyRequestTo, type Fault, firstRequests, firstTriesOfEach, tooManyRequests } from '../../kit/http-faults.ts';
import {
  CHICAGO_MONTHS,
  expectedNumbers,
  fakeOf,
  later,
  months,
  numbersOf,
  readRequest,
  settingsFor,
  ticketRow,
  timeEntryRow,
} from './small-world.ts';

const MONTHS = Object.keys(CHICAGO_MONTHS);
const ROWS = {
  tickets: MONTHS.map((name, index) => ticketRow({ id: index + 1, entered: later(`${name}-05T12:00:00Z`, index) })),
  timeEntries: MONTHS.flatMap((name, index) => [
    timeEntryRow({ id: index * 2 + 1, dateEntered: `${name}-06T12:00:00Z`, actualHours: 0.1 }),
    timeEntryRow({ id: index * 2 + 2, dateEntered: `${name}-07T12:00:00Z`, ticketBoard: null, actualHours: 0.2 }),
  ]),
};

const PASSING: [string, Fault][] = [
  ['429 with Retry-After', tooManyRequests('0')],
  ['429 until a date', tooManyRequests(new Date(0).toUTCString())],
  ['429 without Retry-After', { kind: 'status', status: 429 }],
  ['500', { kind: 'status', status: 500, body: '{"code":"Error","message":"Execution timeout"}' }],
  ['503', { kind: 'status', status: 503, body: '<html>Service Unavailable</html>' }],
  ['a reset connection', { kind: 'reset' }],
  ['a broken-off body', { kind: 'truncated', ending: 'broken' }],
  ['a body that ends too early', { kind: 'truncated', ending: 'clean' }],
  ["a proxy's page", { kind: 'html' }],
  ['no answer', { kind: 'hang' }],
];

async function failureOf(url: string, more = {}): Promise<VendorError> {
  const http = { backoffMs: { baseMs: 1, maxMs: 2 }, requestTimeoutMs: 5_000, ...more };
  const read = createConnectWiseSource({ ...settingsFor(url), http }).read(readRequest(months(...MONTHS)));
  const error: unknown = await read.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof VendorError)) throw new Error(`expected a VendorError, got ${inspect(error)}`);
  return error;
}

describe('faults that pass', () => {
  it.each(PASSING)('%s at the first two tries of every request changes no value', async (_name, fault) => {
    const fake = await fakeOf(ROWS);
    fake.setFault(firstTriesOfEach(2, fault));
    const list = fault.kind === 'hang' ? ['2025-03'] : MONTHS;
    const http = { backoffMs: { baseMs: 1, maxMs: 2 }, requestTimeoutMs: fault.kind === 'hang' ? 150 : 5_000 };
    const source = createConnectWiseSource({ ...settingsFor(fake.url), http });
    const readings = await source.read(readRequest(months(...list)));
    expect(numbersOf(readings)).toEqual(expectedNumbers(ROWS, list));
  });
});

describe('faults that stay', () => {
  it.each<[string, Fault, string, RegExp]>([
    ['429', { kind: 'status', status: 429 }, 'unavailable', /HTTP 429 Too Many Requests .*2025-\d\d \(5 tries\)/],
    [
      '503',
      { kind: 'status', status: 503 },
      'unavailable',
      /HTTP 503 Service Unavailable while .*2025-\d\d \(5 tries\)/,
    ],
    [
      'a reset connection',
      { kind: 'reset' },
      'unavailable',
      /connection lost \(ECONNRESET\) while .*2025-\d\d \(5 tries\)/,
    ],
    [
      'a broken-off body',
      { kind: 'truncated', ending: 'broken' },
      'unavailable',
      /(connection lost|response was cut off) .*2025-\d\d \(5 tries\)/,
    ],
    [
      'a page',
      { kind: 'html' },
      'response',
      /HTTP 200 OK with an HTML page .*Sign in.* instead of JSON while .*\(5 tries\)/,
    ],
    ['no answer', { kind: 'hang' }, 'unavailable', /no answer within 0.06 s .*2025-\d\d \(5 tries\)/],
    ['401', { kind: 'status', status: 401 }, 'credentials', /HTTP 401 Unauthorized while .*2025-\d\d \(1 try\)/],
    ['403', { kind: 'status', status: 403 }, 'credentials', /HTTP 403 Forbidden while .*2025-\d\d \(1 try\)/],
    ['400', { kind: 'status', status: 400 }, 'response', /HTTP 400 Bad Request while .*2025-\d\d \(1 try\)/],
  ])('%s ends the read, naming request, month and tries', async (_name, fault, kind, message) => {
    const fake = await fakeOf(ROWS);
    fake.setFault((request) => (request.path.includes('/time/') ? fault : null));
    const error = await failureOf(fake.url, fault.kind === 'hang' ? { requestTimeoutMs: 60 } : {});
    expect(error.message).toMatch(/^ConnectWise: .* while reading time entries of 2025-/);
    expect(error.message.replaceAll('""', '')).toMatch(message);
    expect(error.kind).toBe(kind);
  });

  it('a server that is not there is told as such', async () => {
    const fake = await fakeOf(ROWS);
    await fake.close();
    const error = await failureOf(fake.url);
    expect(error).toMatchObject({ kind: 'unavailable' });
    expect(error.message).toMatch(/connection refused \(ECONNREFUSED\)/);
  });

  it('404, the answer of the cloud to wrong keys, is told as a matter of credentials or address', async () => {
    const fake = await fakeOf(ROWS, {
      credentials: { ...FAKE_CREDENTIALS, privateKey: 'another' },
      wrongCredentialsStatus: 404,
    });
    const error = await failureOf(fake.url);
    expect(error.kind).toBe('credentials');
    expect(error.message).toMatch(/HTTP 404 Not Found .*check company, keys, and the server address/);
  });

  it('wrong keys and a missing clientId are told as credentials', async () => {
    const wrongKey = await fakeOf(ROWS, { credentials: { ...FAKE_CREDENTIALS, privateKey: 'another' } });
    expect(await failureOf(wrongKey.url)).toMatchObject({ kind: 'credentials', status: 401 });
    const wrongClient = await fakeOf(ROWS, { credentials: { ...FAKE_CREDENTIALS, clientId: 'another' } });
    expect(await failureOf(wrongClient.url)).toMatchObject({ kind: 'credentials', status: 403 });
  });

  it('one failure ends everything: nothing is asked afterwards', async () => {
    const fake = await fakeOf(ROWS);
    fake.setFault(firstRequests(1, { kind: 'status', status: 403 }));
    await failureOf(fake.url);
    expect(fake.requests.all.length).toBeLessThanOrEqual(2);
  });
});

describe('answers that are not what the API promises', () => {
  const rowsOf = (body: unknown): Fault => ({ kind: 'status', status: 200, body: JSON.stringify(body) });

  it.each([
    ['text for hours', [{ id: 1, chargeToId: 1, actualHours: 'top-secret' }], /at \[0\]\.actualHours: expected number/],
    ['no id', [{ id: 1 }, { chargeToId: 1 }], /at \[1\]\.id: expected/],
    ['an object', { items: [] }, /at the top: expected array/],
    ['null', null, /at the top: expected array/],
    ['unordered ids', [{ id: 2 }, { id: 1 }], /rows out of order \(id 1 after 2\)/],
    ['the same page again and again', [{ id: 1, ticketBoard: 'Help Desk' }], /rows out of order \(id 1 after 1\)/],
    ['another charge type', [{ id: 1, chargeToType: 'ProjectTicket' }], /charge type that was not requested/],
  ])('%s', async (_name, body, message) => {
    const fake = await fakeOf(ROWS);
    fake.setFault(everyRequestTo('/time/entries', rowsOf(body)));
    const error = await failureOf(fake.url);
    expect(error.kind).toBe('response');
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('top-secret');
  });
});

describe('stopping', () => {
  it.each([
    ['by its caller', () => new DOMException('bye', 'AbortError'), /stopped while/],
    ['by its time budget', () => new DOMException('late', 'TimeoutError'), /timed out while/],
  ])('ends a read %s, also while it waits for an answer', async (_name, reason, message) => {
    const fake = await fakeOf(ROWS);
    const controller = new AbortController();
    fake.setFault((_request, requestNumber) => {
      if (requestNumber === 4) controller.abort(reason());
      return requestNumber >= 3 ? { kind: 'hang' } : null;
    });
    const read = createConnectWiseSource(settingsFor(fake.url)).read(readRequest(months(...MONTHS), controller.signal));
    await expect(read).rejects.toMatchObject({ kind: 'stopped', message: expect.stringMatching(message) });
  });

  it('ends a read that waits for its next try', async () => {
    const fake = await fakeOf(ROWS);
    const controller = new AbortController();
    fake.setFault((_request, requestNumber) => {
      if (requestNumber === 2) setImmediate(() => controller.abort());
      return tooManyRequests('60');
    });
    const read = createConnectWiseSource(settingsFor(fake.url)).read(readRequest(months(...MONTHS), controller.signal));
    await expect(read).rejects.toMatchObject({ kind: 'stopped' });
  });
});

describe('secrets', () => {
  it('are in no error, whatever a server echoes', async () => {
    const fake = await fakeOf(ROWS);
    const { companyId, publicKey, privateKey, clientId } = FAKE_CREDENTIALS;
    const basic = Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString('base64');
    const encoded = [privateKey, publicKey, clientId].map((text) => Buffer.from(`x${text}`).toString('base64'));
    const echo = `Basic ${basic} ${publicKey} ${privateKey} ${clientId} ${encoded.join(' ')}`;
    for (const status of [200, 400, 401, 404, 503]) {
      fake.setFault(() => ({ kind: 'status', status, body: JSON.stringify({ message: echo, [echo]: echo }) }));
      const error = await failureOf(fake.url, { retries: 0 });
      const shown = `${inspect(error, { depth: 20, showHidden: true })} ${error.message} ${JSON.stringify(error)}`;
      for (const secret of [basic, publicKey, privateKey, clientId]) expect(shown).not.toContain(secret);
      for (const text of encoded) expect(shown).not.toContain(text.slice(2, -4));
    }
  });
});
