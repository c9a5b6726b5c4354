import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LOCAL_ACCESS } from '#src/auth/access.ts';
import { parseConfig } from '#src/config/config.ts';
import { OWN_PATHS } from '#src/config/variables-server.ts';
import { createRoutes } from '#src/http/routes.ts';
import { guard, openidOf } from '../auth/server.ts';
import { createBrowser } from '../kit/browser.ts';
import { describeOnOwnDatabases } from '../kit/databases.ts';
import { freePort } from '../kit/free-port.ts';
import { NO_WEB_CONNECTOR } from '../kit/no-web-connector.ts';
import { type OpenIdTestProvider, startProvider } from '../kit/openid/provider.ts';
import { type PrefixHandling, type PrefixProxy, startPrefixProxy } from '../kit/prefix-proxy.ts';
import { restOver } from '../rest/api.ts';

describeOnOwnDatabases('below a path', (use) => {
  let proxy: PrefixProxy;
  let provider: OpenIdTestProvider;

  beforeAll(async () => {
    proxy = await startPrefixProxy('/qbr');
    provider = await startProvider(await freePort(), proxy.url);
    await provider.expect('ann', { name: 'Ann', email: 'ann@example.com', email_verified: true });
  });
  afterAll(async () => {
    await provider.stop();
    await proxy.close();
  });
  beforeEach(async () => {
    const { url } = await guard(use(), {
      publicOrigin: proxy.origin,
      basePath: '/qbr',
      openid: openidOf(provider.issuer),
      users: { 'ann@example.com': 'admin' },
      rest: restOver(use(), { basePath: '/qbr' }),
    });
    proxy.port = Number(new URL(url).port);
  });

  describe.each<PrefixHandling>(['takes off', 'keeps'])('that a proxy %s', (handle) => {
    beforeEach(() => {
      proxy.handle = handle;
    });

    it.each(['/sheet?year=2026', '/', '/graphql'])(
      'signing in leads from %s to the provider and back',
      async (path) => {
        const browser = createBrowser();
        const { url, way } = await browser.open(`${proxy.url}${path}`);
        expect(url.href).toBe(`${proxy.url}${path}`);
        const ours = way.filter(({ origin }) => origin === proxy.origin).map(({ pathname }) => pathname);
        expect(ours).toContain('/qbr/auth/login');
        expect(ours).toContain('/qbr/auth/callback');
        expect(ours.filter((each) => !each.startsWith('/qbr/'))).toEqual([]);
        const cookies = await browser.cookies.getCookies(proxy.url);
        expect(cookies.map(({ key, path: of }) => [key, of])).toContainEqual(['qbr_session', '/qbr']);
        expect(await browser.cookie(`${proxy.origin}/other`, 'qbr_session')).toBeNull();
      },
    );

    it('what asks is told addresses that are right there, and signing out ends there', async () => {
      const browser = createBrowser();
      const before = await browser.ask(`${proxy.url}/auth/status`);
      expect(JSON.parse(before.text)).toMatchObject({ data: { signedIn: false, signInUrl: '/qbr/auth/login' } });
      await browser.open(`${proxy.url}/auth/login?return_to=/qbr/auth/status`);
      const after = await browser.ask(`${proxy.url}/auth/status`);
      expect(JSON.parse(after.text)).toMatchObject({ data: { signedIn: true } });
      const left = await browser.ask(`${proxy.url}/auth/logout`, {
        method: 'POST',
        headers: { origin: proxy.origin, accept: 'text/html' },
      });
      expect(left.status).toBe(303);
      const returned = new URL(left.headers.get('location') ?? '', proxy.url).searchParams;
      expect(returned.get('post_logout_redirect_uri')).toBe(`${proxy.url}/auth/signed-out`);
      expect(await browser.cookie(`${proxy.url}/`, 'qbr_session')).toBeNull();
      const { text } = await browser.open(`${proxy.url}/auth/signed-out`);
      expect(text).toContain('href="/qbr/auth/login"');
    });

    it.each([
      ['/qbr/trends', '/qbr/trends'],
      ['/trends', '/qbr/trends'],
      ['/qbr//evil.example', '/qbr/'],
      ['//evil.example', '/qbr/'],
      ['https://evil.example/qbr/', '/qbr/'],
      ['/qbrs', '/qbr/qbrs'],
    ])('return_to=%s leads to %s', async (returnTo, path) => {
      const { way } = await createBrowser().open(
        `${proxy.url}/auth/login?return_to=${encodeURIComponent(returnTo)}`,
        {},
        (url) => url.origin === proxy.origin && !url.pathname.startsWith('/qbr/auth/'),
      );
      expect(way.at(-1)?.href).toBe(`${proxy.origin}${path}`);
    });

    it('REST, its document and GraphQL answer', async () => {
      const browser = createBrowser();
      await browser.open(`${proxy.url}/auth/login`);
      const read = await browser.ask(`${proxy.url}/api/qbr/openapi.json`);
      const { servers, paths } = JSON.parse(read.text) as { servers: [{ url: string }]; paths: object };
      expect(servers[0].url).toBe('/qbr');
      const [path = ''] = Object.keys(paths).filter((each) => each.endsWith('/periods'));
      expect(await browser.ask(`${proxy.origin}${servers[0].url}${path}`)).toMatchObject({ status: 200 });
      const docs = await browser.ask(`${proxy.url}/api/qbr/docs`);
      for (const [, file = ''] of docs.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
        if (file.endsWith('favicon.svg')) expect(file).toBe('/qbr/favicon.svg');
        else expect(await browser.ask(new URL(file, `${proxy.url}/api/qbr/docs`))).toMatchObject({ status: 200 });
      }
      const search = new URLSearchParams({ query: '{ viewer { name } }' });
      expect(await browser.ask(`${proxy.url}/graphql?${search}`)).toMatchObject({ status: 200 });
    });
  });

  it('is none of another path that begins alike', async () => {
    for (const path of ['/qbrs/health/live', '/qbr%2Fhealth/live', '/QBR/health/live']) {
      const answer = await fetch(`http://127.0.0.1:${proxy.port}${path}`);
      expect(answer.status).toBe(404);
    }
  });

  it('cookies of https are held for that path alone', async () => {
    const { url } = await guard(use(), { publicOrigin: 'https://example.com', basePath: '/a/b' });
    const left = await fetch(`${url}/a/b/auth/logout`, { method: 'POST', headers: { origin: 'https://example.com' } });
    expect(left.headers.getSetCookie()[0]).toMatch(/^__Secure-qbr_session=;.*Path=\/a\/b; HttpOnly; Secure;/);
  });
});

describe('QBR_PUBLIC_URL with a path', () => {
  const problemsOf = (QBR_PUBLIC_URL: string): string => {
    try {
      parseConfig({ QBR_PUBLIC_URL });
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it.each(['https://example.com', 'https://example.com/', 'https://example.com/qbr', 'https://example.com/a/b-1.2~_/'])(
    'may be %s',
    (url) => {
      expect(problemsOf(url)).toBe('');
    },
  );

  it.each([
    ['https://example.com/qbr?x=1', 'neither user, query nor fragment'],
    ['https://ann@example.com/qbr', 'neither user, query nor fragment'],
    ['https://example.com/qbr#x', 'neither user, query nor fragment'],
    ['https://example.com/a;b', 'letters, digits'],
    ['https://example.com/a//b', 'letters, digits'],
    ['https://example.com/"><script>', 'letters, digits'],
    ['https://example.com/api', 'starts with one of the program'],
    ['https://example.com/graphql/x', 'starts with one of the program'],
    ['ftp://example.com/qbr', 'is not an http'],
  ])('may not be %s', (url, reason) => {
    expect(problemsOf(url)).toMatch(new RegExp(`QBR_PUBLIC_URL .*${reason}.*; for example QBR_PUBLIC_URL=`));
  });
});

it('a path is told from every path of the program’s own', () => {
  const none = () => new Response(null, { status: 404 });
  const routes = createRoutes(
    {
      ...{ logger: pino({ level: 'silent' }), publicUrl: null, access: LOCAL_ACCESS, corsOrigins: [] },
      ...{ ping: async () => undefined, graphql: none, rest: none, metrics: none, webConnector: NO_WEB_CONNECTOR },
    },
    new AbortController().signal,
  );
  const first = routes.routes.map(({ path }) => path.split('/')[1] ?? '').filter((part) => part !== '' && part !== '*');
  expect([...new Set(first)].sort()).toEqual([...OWN_PATHS].sort());
});
