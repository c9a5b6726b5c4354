import { request } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { newSecret } from '#src/auth/secret.ts';
import { type Credential, keyOf, sessionOf } from '../auth/credentials.ts';
import { type GuardedOptions, guard, NO_LIMITS, openidOf } from '../auth/server.ts';
import { describeOnOwnDatabases, emptyDatabase } from '../kit/databases.ts';

const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json' };
const READ = JSON.stringify({ query: '{ organization { id } }' });
const WRITE = JSON.stringify({
  query: 'mutation { invitePerson(input: { email: "eve@example.com", role: ADMIN }) { __typename } }',
});

describeOnOwnDatabases('the listener, where people must say who they are', (use) => {
  let admin: Credential;
  let adminKey: Credential;
  beforeAll(async () => {
    await emptyDatabase(use());
    admin = await sessionOf(use().database, 'admin');
    adminKey = await keyOf(use().database, 'admin');
  });
  const serve = (options: GuardedOptions = {}) => guard(use(), options);
  const post = (url: string, headers: Record<string, string>, body = READ) =>
    fetch(`${url}/graphql`, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body });
  const codeOf = async (response: Response) => {
    const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
    return errors?.[0]?.extensions.code ?? null;
  };
  const invited = () => use().database.prisma.person.count({ where: { email: 'eve@example.com' } });

  describe('a session', () => {
    it.each(['x', 'a'.repeat(43), '-'.repeat(43), "' OR 1=1 --", '%00', 'a'.repeat(5_000)])(
      'that is forged is nobody’s: %s',
      async (secret) => {
        const { url } = await serve();
        const response = await post(url, { cookie: `qbr_session=${encodeURIComponent(secret)}`, origin: url });
        expect(await codeOf(response)).toBe('UNAUTHENTICATED');
      },
    );

    it.each([
      ['another web site’s page', { origin: 'https://evil.example' }],
      ['a page of nowhere', { origin: 'null' }],
      ['a site whose name begins like ours', { origin: 'http://127.0.0.1.evil.example' }],
      ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
      ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
      ['a sister site, as the browser says', { 'sec-fetch-site': 'same-site' }],
    ])('is of no use to %s', async (_, headers) => {
      const { url } = await serve();
      const response = await post(url, { ...admin, ...(headers as Record<string, string>) }, WRITE);
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
      expect(await invited()).toBe(0);
      const logout = await fetch(`${url}/auth/logout`, {
        method: 'POST',
        headers: { ...admin, ...headers } as HeadersInit,
      });
      expect(logout.status).toBe(403);
    });

    it('is of no use to a form, which can send neither JSON nor a header of its own', async () => {
      const { url } = await serve();
      for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
        const response = await fetch(`${url}/auth/logout`, {
          method: 'POST',
          headers: { ...admin, 'content-type': type },
        });
        expect(response.status).toBe(403);
      }
      expect(await codeOf(await post(url, { ...admin, origin: url }))).toBeNull();
    });

    it('serves our own page, and a program that is no browser', async () => {
      const { url } = await serve();
      for (const headers of [{ origin: url }, { 'sec-fetch-site': 'same-origin' }, {}]) {
        expect(await codeOf(await post(url, { ...admin, ...(headers as Record<string, string>) }))).toBeNull();
      }
    });

    it('changes nothing by GET, whoever sends it', async () => {
      const { url } = await serve();
      const query = encodeURIComponent('mutation { removePerson(input: { id: 1 }) { __typename } }');
      const response = await fetch(`${url}/graphql?query=${query}`, {
        headers: { ...admin, accept: 'application/json' },
      });
      expect(response.status).toBe(405);
    });
  });

  describe('an answer', () => {
    it('is no other caller’s, not even as “you have it already”', async () => {
      const { url } = await serve();
      const query = `${url}/graphql?query=${encodeURIComponent('{ organization { name } people { email } }')}`;
      const own = await fetch(query, { headers: { ...adminKey, accept: 'application/json' } });
      const tag = own.headers.get('etag') ?? '';
      expect(own.headers.get('cache-control')).toBe('private, no-cache');
      const again = { 'if-none-match': tag, accept: 'application/json' };
      expect((await fetch(query, { headers: { ...adminKey, ...again } })).status).toBe(304);
      for (const other of [{}, await keyOf(use().database, 'viewer')]) {
        const response = await fetch(query, { headers: { ...(other as Credential), ...again } });
        expect(response.status).toBe(200);
        expect(await response.text()).not.toContain('@example.com');
      }
    });

    it.each([
      '/',
      '/graphql',
      '/auth/status',
      '/auth/signed-out',
      '/auth/login',
      '/health/live',
      '/nothing',
      '/assets/none.js',
    ])('at %s lets browsers do nothing that it need not', async (path) => {
      const { url } = await serve({ publicOrigin: 'https://qbr.example.com' });
      const { headers } = await fetch(url + path, { headers: { accept: 'text/html' }, redirect: 'manual' });
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/^default-src 'none'/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src[^;]*('unsafe|\*|https?:|data:)/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('x-powered-by')).toBeNull();
    });

    it('holds cookies for https alone where that is the public address', async () => {
      const { url } = await serve({ publicOrigin: 'https://qbr.example.com' });
      const secret = admin['cookie']?.split('=')[1];
      const as = (cookie: string) => post(url, { cookie, origin: 'https://qbr.example.com' });
      expect(await codeOf(await as(`qbr_session=${secret}`))).toBe('UNAUTHENTICATED');
      expect(await codeOf(await as(`__Host-qbr_session=${secret}`))).toBeNull();
      const left = await fetch(`${url}/auth/logout`, {
        method: 'POST',
        headers: { origin: 'https://qbr.example.com', cookie: '__Host-qbr_session=x' },
      });
      expect(left.headers.getSetCookie()[0]).toMatch(/^__Host-qbr_session=;.*Path=\/; HttpOnly; Secure; SameSite=Lax/);
    });
  });

  // Both in one test, because each waits for the next time that open streams are looked at.
  it('ends the open stream of a key that is revoked, and of a session that is ended', async () => {
    const { database } = use();
    const { url } = await serve();
    const credentials = [await keyOf(database, 'viewer'), await sessionOf(database, 'viewer')];
    const streams = await Promise.all(credentials.map((headers) => openStream(url, headers)));
    expect(streams.map(({ status }) => status)).toEqual([200, 200]);
    const ends = streams.map((stream) => stream.text());
    await database.prisma.apiKey.updateMany({ data: { revokedAt: new Date(), revokedBy: 'tester' } });
    await database.prisma.session.deleteMany();
    // Whoever changes the database from elsewhere is noticed by the change feed, or when nothing is kept.
    await database.transaction(async () => undefined);
    for (const text of await Promise.all(ends)) expect(text).not.toContain('event: complete');
    admin = await sessionOf(database, 'admin');
    adminKey = await keyOf(database, 'admin');
  });

  describe('keys that are guessed', () => {
    const wrong = { 'x-api-key': `qbr_00000000_${'a'.repeat(43)}` };
    const rateLimits = { ...NO_LIMITS, wrongKey: 3 };

    const wrongOnes = (count: number) =>
      Array.from({ length: count }, () => ({ 'x-api-key': `qbr_00000000_${newSecret()}` }));

    it('are told so, and beyond the limit when to come again', async () => {
      const { url } = await serve({ rateLimits });
      for (const headers of wrongOnes(3)) expect((await post(url, headers)).status).toBe(401);
      const response = await post(url, wrong);
      expect(response.status).toBe(429);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(response.headers.get('ratelimit-limit')).toBe('3');
      expect(await codeOf(response)).toBe('RATE_LIMITED');
    });

    it('never keep a right key or a session of the same address out, whatever limit they have spent', async () => {
      const { url } = await serve({ rateLimits: { ...rateLimits, client: 4 } });
      for (const headers of wrongOnes(6)) await post(url, headers);
      expect((await post(url, {})).status).toBe(429);
      const flood = wrongOnes(100).map((headers) => post(url, headers));
      const right = [adminKey, { ...admin, origin: url }].map((headers) => post(url, headers as Credential));
      expect((await Promise.all(right)).map(({ status }) => status)).toEqual([200, 200]);
      expect(new Set((await Promise.all(flood)).map(({ status }) => status))).toEqual(new Set([429]));
      expect((await post(url, adminKey)).status).toBe(200);
    });

    it('still leave requests with valid credentials a limit of their own', async () => {
      const { url } = await serve({ rateLimits: { ...rateLimits, client: 2 } });
      for (const headers of wrongOnes(2)) await post(url, headers);
      const keys = [adminKey, await keyOf(use().database, 'viewer'), await keyOf(use().database, 'editor')];
      const statuses = [];
      for (const headers of keys) statuses.push((await post(url, headers)).status);
      expect(statuses).toEqual([200, 200, 429]);
    });

    it('do not make the right key dearer than one look-up, by its prefix', async () => {
      const { url } = await serve({ rateLimits });
      for (const headers of wrongOnes(5)) await post(url, headers);
      const key = await keyOf(use().database, 'viewer');
      const lookUps = async () => {
        const statements = await use().statementsOf(() =>
          post(url, key).then(({ status }) => expect(status).toBe(200)),
        );
        return statements.filter((sql) => /^SELECT/i.test(sql) && sql.includes('"qbr_api_key"'));
      };
      const [lookUp, ...more] = await lookUps();
      expect(more).toEqual([]);
      expect(lookUp).toMatch(/WHERE .*"prefix" = \$1/);
    });

    it('fill the audit trail with no more than sums', async () => {
      const { prisma } = use().database;
      const before = await prisma.auditEntry.count();
      const { url } = await serve();
      await Promise.all(wrongOnes(50).map((headers) => post(url, headers)));
      expect((await prisma.auditEntry.count()) - before).toBe(1);
    });

    it('are counted by the address that a trusted proxy tells, and by no address that the client makes up', async () => {
      const behind = await serve({ rateLimits, trustedProxies: ['127.0.0.0/8'] });
      for (let count = 1; count <= 4; count++) {
        const forwarded = { 'x-forwarded-for': `198.51.100.${count}, 192.0.2.1` };
        expect((await post(behind.url, { ...wrong, ...forwarded })).status).toBe(count <= 3 ? 401 : 429);
      }
      expect((await post(behind.url, { ...adminKey, 'x-forwarded-for': '192.0.2.2' })).status).toBe(200);
      const direct = await serve({ rateLimits });
      for (let count = 1; count <= 4; count++) {
        const forwarded = { 'x-forwarded-for': `198.51.100.${count}` };
        expect((await post(direct.url, { ...wrong, ...forwarded })).status).toBe(count <= 3 ? 401 : 429);
      }
    });

    it('do not tell by the answer which of them there are', async () => {
      const { url } = await serve();
      const right = adminKey['x-api-key'] ?? '';
      const near = { 'x-api-key': `${right.slice(0, 13)}${'a'.repeat(43)}` };
      const bodies = await Promise.all([wrong, near].map(async (headers) => (await post(url, headers)).json()));
      const [none, some] = bodies.map((body) => (body as { error: { message: string } }).error.message);
      expect(some).toBe(none);
    });
  });

  it('takes Bearer as well, no two keys at once, and no key in an address', async () => {
    const { url } = await serve();
    const key = adminKey['x-api-key'] ?? '';
    expect((await post(url, { authorization: `Bearer ${key}` })).status).toBe(200);
    expect((await post(url, { authorization: `bearer  ${key} ` })).status).toBe(200);
    expect((await post(url, { authorization: 'Bearer' })).status).toBe(401);
    expect((await post(url, { authorization: 'Bearer other', ...adminKey })).status).toBe(401);
    const response = await fetch(`${url}/graphql?query={organization{id}}&api_key=${key}`, { headers: JSON_TYPE });
    expect(await codeOf(response)).toBe('UNAUTHENTICATED');
    const refused = await post(url, { 'x-api-key': 'wrong', ...admin, origin: url });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('Bearer');
  });

  it('tells each answer how much of the nearest limit is left, and refuses what is beyond', async () => {
    const { url } = await serve({ rateLimits: { ...NO_LIMITS, client: 5, credential: 3 } });
    const remaining = async (headers: Record<string, string>) => {
      const { status, headers: told } = await post(url, headers);
      return [status, told.get('ratelimit-remaining'), told.get('ratelimit-limit')];
    };
    expect(await remaining(adminKey)).toEqual([200, '2', '3']);
    expect(await remaining({})).toEqual([200, '3', '5']);
    expect(await remaining(adminKey)).toEqual([200, '1', '3']);
    expect(await remaining(adminKey)).toEqual([200, '0', '3']);
    expect(await remaining(adminKey)).toEqual([429, '0', '3']);
    expect(await remaining({})).toEqual([429, '0', '5']);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  it('is stricter where people sign in', async () => {
    const openid = openidOf('http://127.0.0.1:9');
    const { url } = await serve({ openid, rateLimits: { ...NO_LIMITS, signIn: 2 } });
    const statuses = [];
    for (const path of [
      '/auth/login',
      '/auth/callback?state=x',
      '/auth/callback?state=x',
      '/api/auth/microsoft/login',
    ]) {
      statuses.push((await fetch(url + path, { redirect: 'manual' })).status);
    }
    expect(statuses).toEqual([503, 403, 429, 429]);
  });

  describe('of oversized and malformed requests', () => {
    const raw = (url: string, headers: Record<string, string | string[]>, path = '/auth/status') =>
      new Promise<number>((resolve, reject) => {
        const outgoing = request(url + path, { headers }, (incoming) => {
          incoming.resume();
          resolve(incoming.statusCode ?? 0);
        });
        outgoing.on('error', reject);
        outgoing.end();
      });

    it('refuses headers and addresses that are too long', async () => {
      const { url } = await serve();
      expect(await raw(url, { 'x-long': 'a'.repeat(17_000) })).toBe(431);
      expect(await raw(url, { cookie: `qbr_session=${'a'.repeat(17_000)}` })).toBe(431);
      expect(await raw(url, {}, `/auth/login?return_to=/${'a'.repeat(17_000)}`)).toBe(431);
    });

    it('refuses bodies that are too long', async () => {
      const { url } = await serve();
      const init = { method: 'POST', headers: { origin: url }, body: 'a'.repeat(20_000) };
      expect((await fetch(`${url}/auth/logout`, init)).status).toBe(413);
      expect((await post(url, adminKey, JSON.stringify({ query: 'a'.repeat(1_100_000) }))).status).toBe(413);
    });

    it('takes no line break into a header of its own', async () => {
      const { url } = await serve({ mode: 'local' });
      const evil = encodeURIComponent('/x\r\nSet-Cookie: qbr_session=planted');
      const response = await fetch(`${url}/auth/login?return_to=${evil}`, { redirect: 'manual' });
      expect(response.headers.getSetCookie()).toEqual([]);
      expect(response.headers.get('location')).toBe('/');
    });
  });

  it('sends whoever opens a page without being signed in to sign in first, and back', async () => {
    const { url } = await serve({ openid: openidOf('http://127.0.0.1:9') });
    const open = (path: string, headers: Record<string, string> = {}) =>
      fetch(url + path, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' });
    const response = await open('/sheet?month=2026-01');
    expect(response.headers.get('location')).toBe('/auth/login?return_to=%2Fsheet%3Fmonth%3D2026-01');
    expect((await open('/sheet', admin)).status).toBe(200);
    expect((await open('/health/live')).status).toBe(200);
  });

  it('keeps nobody from health, and shows nobody’s sign-in where there is none', async () => {
    const { url } = await serve();
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect((await fetch(`${url}/auth/login`)).status).toBe(404);
    const status = (await (await fetch(`${url}/auth/status`)).json()) as { data: unknown };
    expect(status.data).toEqual({ signedIn: false, mode: 'required', signInUrl: null, viewer: null, expiresAt: null });
  });
});

function openStream(url: string, headers: Record<string, string>): Promise<Response> {
  const accept = { accept: 'text/event-stream', 'content-type': 'application/json' };
  const body = JSON.stringify({ query: 'subscription { collectionProgress { run { id } } }' });
  return fetch(`${url}/graphql`, { method: 'POST', headers: { ...headers, ...accept, origin: url }, body });
}
