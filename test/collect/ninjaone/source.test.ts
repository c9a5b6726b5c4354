import { describe, expect, it } from 'vitest';
import { createNinjaOneSource } from '#src/collect/ninjaone/source.ts';
import { InvalidParameterError } from '#src/core/errors.ts';
import { everyRequestTo, firstRequests, tooManyRequests } from '../../kit/http-faults.ts';
import { device, failure, manyDevices, NOON, read, shown, start } from './harness.ts';

describe('reading devices', () => {
  it('joins organizations and locations, and says when it read', async () => {
    const { source } = await start({
      devices: [
        device(5, { organizationId: 2, locationId: 12, nodeClass: 'VMWARE_VM_HOST' }),
        device(9, { displayName: null }),
        device(12, { organizationId: 77, locationId: 78, nodeClass: 'TOASTER' }),
      ],
      now: () => new Date(NOON),
    });
    const reading = await read(source);
    expect(reading.readAt).toEqual(new Date(NOON));
    expect(reading.devices).toEqual([
      {
        key: '5',
        nodeClass: 'VMWARE_VM_HOST',
        displayName: 'PC 5',
        systemName: 'PC-5',
        organizationKey: '2',
        organizationName: 'Zeta',
        siteKey: '12',
        locationName: 'Spare shelf',
      },
      expect.objectContaining({ key: '9', displayName: null, systemName: 'PC-9', organizationName: 'Acme' }),
      expect.objectContaining({ key: '12', nodeClass: 'TOASTER', organizationName: null, siteKey: null }),
    ]);
    expect(reading.sites).toHaveLength(2);
    expect(reading.notes).toHaveLength(3);
  });

  it.each([
    { count: 0, maxPageSize: 1000, pages: 1 },
    { count: 1, maxPageSize: 1000, pages: 2 },
    { count: 1000, maxPageSize: 1000, pages: 2 },
    { count: 2000, maxPageSize: 1000, pages: 3 },
    { count: 2001, maxPageSize: 1000, pages: 4 },
    { count: 300, maxPageSize: 100, pages: 4 },
    { count: 301, maxPageSize: 100, pages: 5 },
  ])('reads all of $count devices from a server that gives $maxPageSize at once', async (given) => {
    const { fake, source } = await start({ devices: manyDevices(given.count), maxPageSize: given.maxPageSize });
    const { devices } = await read(source);
    expect(devices.map(({ key }) => Number(key))).toEqual(manyDevices(given.count).map(({ id }) => id));
    const pages = fake.requests.all.filter(({ path }) => path === '/v2/devices');
    expect(pages).toHaveLength(given.pages);
    expect(pages.every(({ query }) => query.get('pageSize') === '1000' && !query.has('expand'))).toBe(true);
  });

  it('pages organizations and locations too', async () => {
    const rows = Array.from({ length: 25 }, (_, index) => ({ id: index + 1, name: `Name ${index + 1}` }));
    const { source } = await start({
      maxPageSize: 10,
      organizations: rows,
      locations: rows.map((row) => ({ ...row, organizationId: 1 })),
      devices: [device(1, { organizationId: 25, locationId: 25 })],
    });
    const { devices, sites } = await read(source);
    expect(devices[0]).toMatchObject({ organizationName: 'Name 25', locationName: 'Name 25' });
    expect(sites).toHaveLength(25);
  });

  it('refuses a server that ignores `after`, which would never end', async () => {
    const { fake, source } = await start({ devices: manyDevices(5), ignoreAfter: true });
    const error = await failure(read(source));
    expect(error.kind).toBe('response');
    expect(error.message).toMatch(/NinjaOne: id 3 came after id 31 while listing devices/);
    expect(fake.requests.all).toHaveLength(3);
  });

  it('reports progress that grows to its total', async () => {
    const { source } = await start({ devices: manyDevices(25), maxPageSize: 10 });
    const seen: { done: number; total: number }[] = [];
    await source.readDevices({
      signal: new AbortController().signal,
      onProgress: (progress) => seen.push({ ...progress }),
    });
    expect(seen.map(({ done }) => done)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(seen.map(({ total }) => total)).toEqual([6, 6, 7, 8, 8, 8, 8, 8]);
  });

  it.each([
    ['a host without a scheme', (url: string) => url.replace('http://', '')],
    ['a trailing slash', (url: string) => `${url}/`],
  ])('takes %s as its address', async (_name, baseUrl) => {
    const { source } = await start({}, { baseUrl });
    expect((await read(source)).devices).toHaveLength(1);
  });

  it('says that an address may be wrong', async () => {
    const { source } = await start({}, { baseUrl: (url) => `${url}/elsewhere` });
    const error = await failure(read(source));
    expect(error.kind).toBe('credentials');
    expect(error.message).toContain('HTTP 404 while getting an access token; check address');
  });

  it('sends no credentials over plain http to another host', () => {
    const settings = { baseUrl: 'http://app.ninjarmm.com', clientId: 'id', clientSecret: 'secret' };
    expect(() => createNinjaOneSource(settings)).toThrow(InvalidParameterError);
  });
});

describe('trouble on the way', () => {
  it('obeys throttling and goes on', async () => {
    const { fake, source } = await start({ devices: manyDevices(30), maxPageSize: 10 });
    fake.setFault(firstRequests(3, tooManyRequests('0')));
    expect((await read(source)).devices).toHaveLength(30);
  });

  it.each([
    ['5xx', { kind: 'status', status: 503 }],
    ['resets', { kind: 'reset' }],
    ['cut-off answers', { kind: 'truncated', ending: 'broken' }],
    ['cut-off answers of no announced length', { kind: 'truncated', ending: 'clean' }],
    ["a proxy's page", { kind: 'html' }],
  ] as const)('survives %s on every other request', async (_name, fault) => {
    const { fake, source } = await start({ devices: manyDevices(30), maxPageSize: 10 });
    fake.setFault((_request, number) => (number % 2 === 1 ? fault : null));
    const { devices } = await read(source);
    expect(devices.map(({ key }) => Number(key))).toEqual(manyDevices(30).map(({ id }) => id));
  });

  it.each(['/v2/devices', '/v2/organizations', '/v2/locations', '/ws/oauth/token'])(
    'gives nothing when %s keeps failing',
    async (path) => {
      const { fake, source } = await start({}, { retries: 1 });
      fake.setFault(everyRequestTo(path, { kind: 'status', status: 500 }));
      const error = await failure(read(source));
      expect(error.kind).toBe('unavailable');
      expect(error.message).toContain(path.includes('token') ? 'access token' : (path.split('/').at(-1) ?? ''));
    },
  );

  it('never quotes a token, not even from an answer that is cut off', async () => {
    const { fake, source } = await start({}, { retries: 1 });
    fake.setFault(everyRequestTo('/oauth/', { kind: 'truncated', ending: 'clean' }));
    const error = await failure(read(source));
    expect(error.kind).toBe('response');
    expect(fake.tokens).toHaveLength(2);
    for (const token of fake.tokens) expect(shown(error)).not.toContain(token.slice(0, 8));
  });

  it('says where an answer is not what was promised', async () => {
    const { fake, source } = await start();
    const body = '[{"id":1},{"id":"2"}]';
    fake.setFault(everyRequestTo('/v2/devices', { kind: 'status', status: 200, body }));
    const error = await failure(read(source));
    expect(error.kind).toBe('response');
    expect(error.message).toContain('[1].id');
  });

  it('ends when it is told to', async () => {
    const { fake, source } = await start();
    const stop = new AbortController();
    fake.setFault(({ path }) => {
      if (path !== '/v2/locations') return null;
      queueMicrotask(() => stop.abort());
      return { kind: 'hang' };
    });
    expect((await failure(read(source, stop.signal))).kind).toBe('stopped');
  });
});

describe('the check for qbr doctor', () => {
  it('reads one device and compares the clocks', async () => {
    const { fake, source } = await start({ devices: manyDevices(5), now: () => new Date(NOON) });
    expect(await source.check(new AbortController().signal)).toEqual({ clockSkewSeconds: 0 });
    expect(fake.requests.all.map(({ path, query }) => `${path}?${query}`)).toEqual([
      '/ws/oauth/token?',
      '/v2/devices?pageSize=1',
    ]);
    const ahead = createNinjaOneSource(
      { baseUrl: fake.url, clientId: fake.clientId, clientSecret: fake.clientSecret },
      { now: () => new Date(NOON + 300_000) },
    );
    expect(await ahead.check(new AbortController().signal)).toEqual({ clockSkewSeconds: -300 });
  });
});
