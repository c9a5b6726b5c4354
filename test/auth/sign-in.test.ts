import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBrowser } from '../kit/browser.ts';
import { describeOnOwnDatabases, emptyDatabase } from '../kit/databases.ts';
import { freePort } from '../kit/free-port.ts';
import { type OpenIdTestProvider, startProvider } from '../kit/openid/provider.ts';
import { type GuardedOptions, type GuardedServer, guard, openidOf } from './server.ts';

const HOUR_MS = 3_600_000;
const VERIFIED = { email_verified: true };
const ANN = { name: 'Ann', email: 'Ann@Example.com', ...VERIFIED };
const WHO = JSON.stringify({ query: '{ viewer { name roles } organization { id } }' });
const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json' };

describeOnOwnDatabases('signing in', (use) => {
  let port: number;
  let origin: string;
  let provider: OpenIdTestProvider;
  beforeAll(async () => {
    port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    provider = await startProvider(await freePort(), origin);
  });
  afterAll(() => provider.stop());
  beforeEach(() => emptyDatabase(use()));

  const serve = (options: GuardedOptions = {}): Promise<GuardedServer> =>
    guard(use(), { port, openid: openidOf(provider.issuer), users: { 'ann@example.com': 'editor' }, ...options });
  const people = () => use().database.prisma.person.findMany({ orderBy: { id: 'asc' } });
  const sessions = () => use().database.prisma.session.findMany();
  const audit = async () => {
    const rows = await use().database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } });
    return rows.map(({ action, actor, actorId, address, detail }) => ({ action, actor, actorId, address, detail }));
  };
  const signIn = async (browser = createBrowser(), returnTo = '/auth/status') => {
    const visit = await browser.open(`${origin}/auth/login?return_to=${encodeURIComponent(returnTo)}`);
    return { browser, visit };
  };
  const who = async (browser: ReturnType<typeof createBrowser>, headers: Record<string, string> = { origin }) => {
    const { status, text } = await browser.ask(`${origin}/graphql`, {
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers },
      body: WHO,
    });
    return { status, ...(JSON.parse(text) as Record<string, unknown>) };
  };

  it('lets an invited person in with the role that they were given, and remembers who they are', async () => {
    const { now } = await serve();
    await provider.expect('ann', ANN);
    const { browser, visit } = await signIn(undefined, '/sheet?month=2026-01');
    expect(visit.way.at(-1)?.href).toBe(`${origin}/sheet?month=2026-01`);
    expect(await who(browser)).toMatchObject({ data: { viewer: { name: 'ann@example.com', roles: ['EDITOR'] } } });
    expect(await people()).toMatchObject([
      { email: 'ann@example.com', name: 'Ann', issuer: provider.issuer, subject: 'ann', createdBy: 'QBR_USERS' },
    ]);
    const [session] = await sessions();
    expect(session?.expiresAt.getTime()).toBeLessThanOrEqual(now().getTime() + 8 * HOUR_MS);
    expect(await audit()).toMatchObject([
      { action: 'person.signed_in', actor: 'ann@example.com', actorId: 'person:1', address: '127.0.0.1' },
    ]);
  });

  it('keeps what the cookie holds nowhere, and shows the cookie to no script and no other site', async () => {
    await serve();
    await provider.expect('ann', ANN);
    const { browser } = await signIn();
    const [cookie] = (await browser.cookies.getCookies(origin)).filter(({ key }) => key === 'qbr_session');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'lax', path: '/', secure: false });
    expect(cookie?.value).toMatch(/^[\w-]{43}$/);
    const kept = JSON.stringify([await sessions(), await people(), await audit()]);
    expect(kept).not.toContain(cookie?.value);
  });

  it('asks the provider with PKCE, state and nonce, each new each time', async () => {
    await serve();
    const parameters = await Promise.all(
      [1, 2].map(async () => {
        const { url } = await createBrowser().open(`${origin}/auth/login`, {}, ({ port: to }) => to !== String(port));
        return url.searchParams;
      }),
    );
    for (const each of parameters) {
      expect(each.get('code_challenge_method')).toBe('S256');
      expect(each.get('redirect_uri')).toBe(`${origin}/auth/callback`);
    }
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(new Set(parameters.map((each) => each.get(name))).size).toBe(2);
    }
  });

  describe('lets nobody in', () => {
    const refused = async (reason: string, message: RegExp) => {
      const { browser, visit } = await signIn();
      expect(visit.status).toBe(403);
      expect(visit.text).toMatch(message);
      expect(await browser.cookie(origin, 'qbr_session')).toBeNull();
      expect(await who(browser)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
      expect(await sessions()).toEqual([]);
      expect((await audit()).at(-1)).toMatchObject({ action: 'person.refused', detail: { reason } });
    };

    it('who was not invited', async () => {
      await serve();
      await provider.expect('eve', { name: 'Eve', email: 'eve@example.com', ...VERIFIED });
      await refused('not_invited', /You are not invited/);
      expect(await people()).toEqual([]);
      expect((await audit()).at(-1)).toMatchObject({ detail: { who: 'eve@example.com' } });
    });

    it.each([
      ['that the provider has not verified', { email: 'ann@example.com', email_verified: false }],
      ['of which the provider says nothing', { email: 'ann@example.com' }],
      ['that is a name they chose', { preferred_username: 'ann@example.com', name: 'ann@example.com' }],
    ])('with an invited address %s', async (_, claims) => {
      await serve();
      await provider.expect('eve', claims);
      await refused('not_invited', /You are not invited/);
    });

    it('of another tenant, whatever their address', async () => {
      await serve({ openid: openidOf(provider.issuer, ['tenant-1']) });
      await provider.expect('eve', { ...ANN, tid: 'tenant-2', oid: 'ann', roles: ['admin'] });
      await refused('wrong_tenant', /Accounts of your organization cannot sign in to this server/);
      await provider.expect('eve', ANN);
      await refused('wrong_tenant', /Accounts of your organization/);
    });

    it('else with an address that somebody has signed in with', async () => {
      await serve();
      await provider.expect('ann', ANN);
      await signIn();
      await provider.expect('other-ann', { ...ANN, roles: ['admin'] });
      const { visit } = await signIn();
      expect(visit.text).toContain('Another account has already signed in with your address');
      expect(await people()).toMatchObject([{ subject: 'ann' }]);
    });

    it('who declines at the provider', async () => {
      await serve();
      await provider.expect('declines', {});
      await refused('provider_refused', /did not confirm who you are/);
    });
  });

  it('knows a person again whose address has changed, and takes the directory’s roles for what they are', async () => {
    await serve();
    await provider.expect('ann', ANN);
    await signIn();
    await provider.expect('ann', { name: 'Ann B.', email: 'ann.b@example.com', ...VERIFIED, roles: ['Admin'] });
    const { browser } = await signIn();
    expect(await who(browser)).toMatchObject({ data: { viewer: { name: 'ann@example.com', roles: ['ADMIN'] } } });
    await provider.expect('ann', { email: 'ann.b@example.com', ...VERIFIED });
    expect(await who((await signIn()).browser)).toMatchObject({ data: { viewer: { roles: ['EDITOR'] } } });
    expect(await people()).toHaveLength(1);
  });

  it('lets whoever has a role in the directory in, known by tenant and object id', async () => {
    await serve({ openid: openidOf(provider.issuer, ['Tenant-1', 'tenant-2']), users: {} });
    const claims = { tid: 'tenant-1', oid: 'object-1', name: 'Bob', roles: ['viewer', 'something'] };
    await provider.expect('bob', claims);
    expect(await who((await signIn()).browser)).toMatchObject({ data: { viewer: { roles: ['VIEWER'] } } });
    await provider.expect('bob-in-another-app', claims);
    await signIn();
    expect(await people()).toMatchObject([{ subject: 'tenant-1/object-1', email: null }]);
    await provider.expect('eve', { ...claims, tid: 'tenant-2' });
    await signIn();
    expect(await people()).toHaveLength(2);
  });

  it('lets no tenant of several speak for another’s addresses', async () => {
    await serve({ openid: openidOf(provider.issuer, ['tenant-1', 'tenant-2']) });
    await provider.expect('eve', {
      tid: 'tenant-2',
      oid: 'eve',
      email: 'ann@example.com',
      preferred_username: 'eve@evil.example',
    });
    expect((await signIn()).visit.text).toContain('You are not invited');
    await provider.expect('ann', { tid: 'tenant-1', oid: 'ann', preferred_username: 'ann@example.com' });
    expect((await signIn()).visit.status).toBe(200);
  });

  describe('is answered once', () => {
    const stopAtCallback = async (browser = createBrowser()) => {
      const { url } = await browser.open(`${origin}/auth/login`, {}, ({ pathname }) => pathname === '/auth/callback');
      return { browser, url };
    };

    it('and not again with the same state and code', async () => {
      await serve();
      await provider.expect('ann', ANN);
      const { browser, url } = await stopAtCallback();
      expect((await browser.ask(url)).status).toBe(302);
      expect(await sessions()).toHaveLength(1);
      expect((await browser.ask(url, { headers: { accept: 'text/html' } })).text).toContain('was already used');
      expect(await sessions()).toHaveLength(1);
    });

    it('by one of two answers at the same time', async () => {
      await serve();
      await provider.expect('ann', ANN);
      const { browser, url } = await stopAtCallback();
      const statuses = (await Promise.all([1, 2, 3].map(() => browser.ask(url)))).map(({ status }) => status);
      expect(statuses.sort()).toEqual([302, 403, 403]);
    });

    it('and not with a code that was used under another state', async () => {
      await serve();
      await provider.expect('ann', ANN);
      const first = await stopAtCallback();
      await first.browser.ask(first.url);
      const second = await stopAtCallback(first.browser);
      second.url.searchParams.set('code', first.url.searchParams.get('code') ?? '');
      const answer = await first.browser.ask(second.url);
      expect(answer.status).toBe(403);
      expect((await audit()).at(-1)).toMatchObject({ detail: { reason: 'provider_refused' } });
    });

    it('and not in a browser that has not begun it', async () => {
      await serve();
      await provider.expect('ann', ANN);
      const { url } = await stopAtCallback();
      expect((await createBrowser().ask(url)).status).toBe(403);
      const { browser } = await stopAtCallback();
      expect((await browser.ask(url)).status).toBe(403);
      expect(await sessions()).toEqual([]);
    });

    it('and not after ten minutes', async () => {
      const server = await serve();
      await provider.expect('ann', ANN);
      const { browser, url } = await stopAtCallback();
      server.advance(10 * 60_000);
      expect((await browser.ask(url)).status).toBe(403);
      expect((await audit()).at(-1)).toMatchObject({ detail: { reason: 'unknown_sign_in' } });
    });

    it('in each of several windows of a browser', async () => {
      await serve();
      await provider.expect('ann', ANN);
      const browser = createBrowser();
      const [one, two] = [await stopAtCallback(browser), await stopAtCallback(browser)];
      expect((await browser.ask(two.url)).status).toBe(302);
      expect((await browser.ask(one.url)).status).toBe(302);
      expect(await sessions()).toHaveLength(1);
    });
  });

  describe('and out', () => {
    it('ends the session here and leads to where the provider’s ends', async () => {
      await serve();
      await provider.expect('ann', ANN);
      const { browser } = await signIn();
      const secret = await browser.cookie(origin, 'qbr_session');
      const left = await browser.ask(`${origin}/auth/logout`, {
        method: 'POST',
        headers: { accept: 'text/html', origin },
      });
      expect(left.status).toBe(303);
      const to = new URL(left.headers.get('location') ?? '');
      expect(to.origin).toBe(provider.issuer);
      expect(to.searchParams.get('post_logout_redirect_uri')).toBe(`${origin}/auth/signed-out`);
      expect(await sessions()).toEqual([]);
      expect(await browser.cookie(origin, 'qbr_session')).toBeNull();
      await browser.cookies.setCookie(`qbr_session=${secret}`, origin);
      expect(await who(browser)).toMatchObject({ data: { organization: null } });
      const question = await browser.open(to);
      expect(question.status).toBe(200);
      expect(question.text).toContain('logout');
      expect((await browser.open(`${origin}/auth/signed-out`)).text).toContain('You are signed out');
    });

    it('ends all of one’s sessions, and nobody else’s', async () => {
      await serve({ users: { 'ann@example.com': 'editor', 'bob@example.com': 'viewer' } });
      await provider.expect('bob', { email: 'bob@example.com', ...VERIFIED });
      const bob = (await signIn()).browser;
      await provider.expect('ann', ANN);
      const [here, there] = [(await signIn()).browser, (await signIn()).browser];
      const left = await here.ask(`${origin}/auth/logout?everywhere`, { method: 'POST', headers: { origin } });
      expect(JSON.parse(left.text)).toMatchObject({
        success: true,
        data: { redirectTo: expect.stringContaining(provider.issuer) },
      });
      expect(await who(there)).toMatchObject({ data: { organization: null } });
      expect(await who(bob)).toMatchObject({ data: { viewer: { name: 'bob@example.com' } } });
    });

    it('happens when the provider tells of the end of its session, by its sid', async () => {
      await serve();
      await provider.expect('ann', { ...ANN, sid: 'session-of-the-provider' });
      const { browser } = await signIn();
      const sid = (await sessions())[0]?.providerSession ?? '';
      expect(sid).not.toBe('');
      const told = async (search: string) => (await fetch(`${origin}/auth/logout?${search}`)).status;
      expect(await told('sid=another')).toBe(200);
      expect(await told(`sid=${sid}&iss=https://evil.example`)).toBe(200);
      expect(await sessions()).toHaveLength(1);
      expect(await told(`sid=${sid}`)).toBe(200);
      expect(await who(browser)).toMatchObject({ data: { organization: null } });
    });
  });

  it('lasts for the configured hours and no longer, however much it is used', async () => {
    const server = await serve({ sessionHours: 2 });
    await provider.expect('ann', ANN);
    const { browser } = await signIn();
    server.advance(2 * HOUR_MS - 60_000);
    expect(await who(browser)).toMatchObject({ data: { organization: { id: 1 } } });
    server.advance(60_000);
    expect(await who(browser)).toMatchObject({ data: { organization: null } });
    await signIn();
    expect(await sessions()).toHaveLength(1);
  });

  it('gives a new secret, and ends whatever session the browser came with', async () => {
    await serve();
    await provider.expect('ann', ANN);
    const { browser } = await signIn();
    const before = await browser.cookie(origin, 'qbr_session');
    await signIn(browser);
    expect(await browser.cookie(origin, 'qbr_session')).not.toBe(before);
    expect(await sessions()).toHaveLength(1);
    const planted = createBrowser();
    await planted.cookies.setCookie(`qbr_session=${'a'.repeat(43)}`, origin);
    await signIn(planted);
    expect(await planted.cookie(origin, 'qbr_session')).not.toBe('a'.repeat(43));
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/.//evil.example',
    '/%09/evil.example',
    '/auth/login',
  ])('leads back to this server only, not to %s', async (returnTo) => {
    await serve();
    await provider.expect('ann', ANN);
    const browser = createBrowser();
    const login = `${origin}/auth/login?return_to=${encodeURIComponent(returnTo)}`;
    const { url } = await browser.open(login, {}, ({ pathname }) => pathname === '/auth/callback');
    const location = (await browser.ask(url)).headers.get('location') ?? '';
    expect(new URL(location, origin).origin).toBe(origin);
    expect(location).toMatch(/^\/(?![/\\])/);
  });

  it('by the addresses of dashboards of an earlier generation', async () => {
    await serve();
    const browser = createBrowser();
    const status = () => browser.ask(`${origin}/api/auth/status`);
    expect(await status()).toMatchObject({ status: 401 });
    await provider.expect('ann', ANN);
    await browser.open(`${origin}/api/auth/microsoft/login?return_to=/auth/status`);
    const signedIn = await status();
    expect(signedIn.status).toBe(200);
    expect(JSON.parse(signedIn.text)).toMatchObject({
      authenticated: true,
      user: { email: 'ann@example.com', role: 'editor' },
    });
    const left = await browser.ask(`${origin}/api/auth/logout`, { method: 'POST', headers: { origin } });
    expect(left.status).toBe(200);
    expect(await status()).toMatchObject({ status: 401 });
  });
});

describeOnOwnDatabases('while the provider is away', (use) => {
  beforeEach(() => emptyDatabase(use()));

  it('the program starts and says so, whoever is signed in stays so, and sign-in works as soon as it is back', async () => {
    const [port, providerPort] = [await freePort(), await freePort()];
    const origin = `http://127.0.0.1:${port}`;
    const issuer = `http://127.0.0.1:${providerPort}`;
    await guard(use(), { port, openid: openidOf(issuer), users: { 'ann@example.com': 'admin' } });
    const browser = createBrowser();
    const login = (accept: string) => browser.ask(`${origin}/auth/login`, { headers: { accept } });
    const page = await login('text/html');
    expect(page).toMatchObject({ status: 503, text: expect.stringContaining('Sign-in is temporarily unavailable') });
    expect(page.headers.get('retry-after')).toBe('10');
    expect(JSON.parse((await login('application/json')).text)).toMatchObject({
      success: false,
      error: { status: 503 },
    });

    const provider = await startProvider(providerPort, origin);
    await provider.expect('ann', ANN);
    expect((await browser.open(`${origin}/auth/login?return_to=/auth/status`)).status).toBe(200);
    const waiting = createBrowser();
    const { url } = await waiting.open(`${origin}/auth/login`, {}, ({ pathname }) => pathname === '/auth/callback');
    await provider.stop();

    expect((await waiting.ask(url, { headers: { accept: 'text/html' } })).status).toBe(503);
    const status = JSON.parse((await browser.ask(`${origin}/auth/status`)).text) as { data: unknown };
    expect(status.data).toMatchObject({ signedIn: true, viewer: { name: 'ann@example.com', roles: ['admin'] } });
    const left = await browser.ask(`${origin}/auth/logout`, {
      method: 'POST',
      headers: { origin, accept: 'text/html' },
    });
    expect(left.status).toBe(303);
    expect(await use().database.prisma.session.count()).toBe(0);
  });
});
