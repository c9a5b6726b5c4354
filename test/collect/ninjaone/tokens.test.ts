import { describe, expect, it } from 'vitest';
import { everyRequestTo } from '../../kit/http-faults.ts';
import { failure, manyDevices, NOON, read, shown, start, tokenRequests } from './harness.ts';

describe('tokens', () => {
  it('are asked for once per read, with the read-only scope', async () => {
    const { fake, source } = await start();
    await read(source);
    await read(source);
    const asked = tokenRequests(fake.requests.all);
    expect(asked).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: fake.clientId,
      client_secret: fake.clientSecret,
      scope: 'monitoring',
    });
  });

  it('are renewed shortly before they expire, without a refused request', async () => {
    let now = NOON;
    const { fake, source } = await start({ tokenLifetimeSeconds: 3600, now: () => new Date(now) });
    await read(source);
    now += 3_539_000;
    await read(source);
    expect(fake.tokens).toHaveLength(1);
    now += 1_000;
    const before = fake.requests.all.length;
    await read(source);
    expect(fake.tokens).toHaveLength(2);
    expect(fake.requests.all).toHaveLength(before + 7);
  });

  it('live half their life where that is short', async () => {
    let now = NOON;
    const { fake, source } = await start({ tokenLifetimeSeconds: 30, now: () => new Date(now) });
    await read(source);
    now += 14_000;
    await read(source);
    expect(fake.tokens).toHaveLength(1);
    now += 1_000;
    await read(source);
    expect(fake.tokens).toHaveLength(2);
  });

  it('that expire while the client thinks they are good are renewed on the 401', async () => {
    let serverNow = NOON;
    const { fake, source } = await start(
      { devices: manyDevices(20), maxPageSize: 10, now: () => new Date(serverNow) },
      { now: () => new Date(NOON) },
    );
    fake.setFault(({ query }) => {
      if (query.get('after') === '66') serverNow = NOON + 3_600_000;
      return null;
    });
    expect((await read(source)).devices).toHaveLength(20);
    expect(fake.tokens).toHaveLength(2);
  });

  it('revoked while two lists are read at once are renewed once for both', async () => {
    const { fake, source } = await start();
    let isRevoked = false;
    fake.setFault(({ path, headers }) => {
      const isFirstToken = headers.authorization === `Bearer ${fake.tokens[0]}`;
      if (!isFirstToken || !['/v2/organizations', '/v2/locations'].includes(path)) return null;
      if (!isRevoked) fake.revokeTokens();
      isRevoked = true;
      // This refusal arrives when the other list's renewal is over.
      return path === '/v2/locations' ? { kind: 'latency', timeMs: 50 } : null;
    });
    expect((await read(source)).devices[0]).toMatchObject({ organizationName: 'Acme', locationName: 'Main Office' });
    expect(fake.tokens).toHaveLength(2);
    expect(fake.requests.maxInFlight).toBe(2);
  });

  it('are renewed again when a read outlives two of them', async () => {
    const { fake, source } = await start({ devices: manyDevices(40), maxPageSize: 10 });
    const revokedAt = new Set(['66', '206']);
    fake.setFault(({ query }) => {
      if (revokedAt.delete(query.get('after') ?? '')) fake.revokeTokens();
      return null;
    });
    expect((await read(source)).devices).toHaveLength(40);
    expect(fake.tokens).toHaveLength(3);
  });

  it('refused also when fresh end the read', async () => {
    const { fake, source } = await start();
    fake.setFault(everyRequestTo('/v2/', { kind: 'status', status: 401, body: '{"error":"invalid_token"}' }));
    const error = await failure(read(source));
    expect(error.kind).toBe('credentials');
    expect(error.message).toMatch(/listing devices/);
    expect(fake.tokens).toHaveLength(2);
    expect(fake.requests.all).toHaveLength(4);
  });

  it('are shared by reads at the same time; one that is stopped does not stop the other', async () => {
    const { fake, source } = await start({ latencyMs: 20 });
    const stop = new AbortController();
    fake.setFault(() => {
      stop.abort();
      return null;
    });
    const [stopped, other] = [failure(read(source, stop.signal)), read(source)];
    expect((await stopped).kind).toBe('stopped');
    expect((await other).devices).toHaveLength(1);
  });
});

describe('refused credentials', () => {
  it.each([400, 401, 403] as const)('with status %i are said at once and without the secret', async (refusalStatus) => {
    const clientSecret = 'wr0ng/s3cret+value=';
    const { fake, source } = await start({ refusalStatus }, { clientSecret });
    const error = await failure(read(source));
    expect(error.kind).toBe('credentials');
    expect(error.message).toContain(`NinjaOne: HTTP ${refusalStatus} invalid_client while getting an access token`);
    expect(fake.requests.all).toHaveLength(1);
    expect(shown(error)).not.toContain(clientSecret);
    expect(shown(error)).not.toContain(encodeURIComponent(clientSecret));
    expect((await failure(source.check(new AbortController().signal))).kind).toBe('credentials');
  });

  it('are not quoted back from a server that echoes them', async () => {
    const { fake, source } = await start();
    const body = JSON.stringify({ error: `bad ${fake.clientSecret}`, error_description: fake.clientSecret });
    fake.setFault(everyRequestTo('/oauth/', { kind: 'status', status: 400, body }));
    expect(shown(await failure(read(source)))).not.toContain(fake.clientSecret);
  });

  it('an application without the scope may not read', async () => {
    const { fake, source } = await start();
    fake.setFault(everyRequestTo('/v2/', { kind: 'status', status: 403, body: '{"error":"insufficient_scope"}' }));
    expect((await failure(read(source))).kind).toBe('credentials');
    expect(fake.requests.all).toHaveLength(2);
  });
});
