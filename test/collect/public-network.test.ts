import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createVendorHttp } from '#src/collect/http.ts';
import { internetLookup, isOnInternet } from '#src/collect/public-network.ts';
import { type HttpFake, startHttpFake } from '../kit/http-faults.ts';

let fake: HttpFake | undefined;
afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

/** Asks the fake, by the name or address given, for the admins of an organization elsewhere. */
async function ask(host: string, network: 'any' | 'internet' = 'internet'): Promise<unknown> {
  fake ??= await startHttpFake({ answer: () => ({ status: 200, body: '{"n":1}' }) });
  const http = createVendorHttp({
    ...{ vendor: 'Acme', network, concurrency: 1, retries: 3, backoffMs: { baseMs: 1, maxMs: 1 } },
    baseUrl: `http://${host}:${new URL(fake.url).port}`,
    ...{ authorize: () => ({}), secrets: [] },
  });
  const { signal } = new AbortController();
  return http.json({ what: 'counting', path: '/rows', schema: z.object({ n: z.number() }), signal });
}

describe('addresses of the internet', () => {
  it.each(['93.184.215.14', '1.1.1.1', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'])('%s is one', (address) => {
    expect(isOnInternet(address)).toBe(true);
  });

  it.each([
    ...['127.0.0.1', '0.0.0.0', '10.1.2.3', '172.16.0.1', '192.168.1.1', '100.64.0.1', '169.254.169.254', '224.0.0.1'],
    ...['255.255.255.255', '::', '::1', 'fe80::1', 'fd00::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1'],
    ...['64:ff9b::7f00:1', '2002:7f00:1::', 'localhost', ''],
  ])('%s is none', (address) => {
    expect(isOnInternet(address)).toBe(false);
  });
});

describe('a vendor on the internet only', () => {
  it.each(['127.0.0.1', '[::1]', 'localhost'])('is not asked at %s', async (host) => {
    await expect(ask(host)).rejects.toThrow('its address is not one of the internet (ENOTONINTERNET)');
    expect(fake?.requests.all).toEqual([]);
  });

  it('is asked there where it may be anywhere', async () => {
    expect(await ask('localhost', 'any')).toEqual({ n: 1 });
    expect(await ask('127.0.0.1', 'any')).toEqual({ n: 1 });
  });
});

describe('a name', () => {
  const { lookup } = dns;
  afterEach(() => {
    dns.lookup = lookup;
    syncBuiltinESMExports();
  });

  /** Looks a name up that has these addresses, as a connection does. */
  function found(addresses: readonly string[], all: boolean): Promise<unknown> {
    const records = addresses.map((address) => ({ address, family: 4 }));
    dns.lookup = ((_name: string, _options: object, done: (error: null, found: object) => void) =>
      done(null, records)) as unknown as typeof dns.lookup;
    syncBuiltinESMExports();
    return new Promise((resolve, reject) => {
      internetLookup('vendor.example.com', { all }, (error, address) => (error ? reject(error) : resolve(address)));
    });
  }

  it('of the internet has all its addresses, or the first one', async () => {
    const addresses = ['93.184.215.14', '1.1.1.1'];
    expect(await found(addresses, true)).toMatchObject(addresses.map((address) => ({ address })));
    expect(await found(addresses, false)).toBe('93.184.215.14');
  });

  it.each([true, false])('one of whose addresses is elsewhere has none (all: %s)', async (all) => {
    await expect(found(['93.184.215.14', '169.254.169.254'], all)).rejects.toMatchObject({ code: 'ENOTONINTERNET' });
  });
});
