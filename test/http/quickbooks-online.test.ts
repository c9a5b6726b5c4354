import { beforeEach, expect, it } from 'vitest';
import { readBooksOnline } from '#src/store/books-online.ts';
import { type Credential, keyOf, sessionOf } from '../auth/credentials.ts';
import { guard } from '../auth/server.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { freePort } from '../kit/free-port.ts';
import { refusalsOver } from '../kit/refusals.ts';
import { ORGANIZATION_ID } from '../kit/services.ts';
import { startOnline } from '../service/books/online-harness.ts';

const PAGE = { accept: 'text/html' };

describeOnBothDatabases('/auth/quickbooks', (use) => {
  beforeEach(() => emptyDatabase(use()));
  const stored = () => readBooksOnline(use().database.prisma, ORGANIZATION_ID);
  const audited = async () =>
    (await use().database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } })).map(({ action, detail }) => ({
      action,
      detail,
    }));

  /** The listener with Intuit's stand-in behind it. */
  async function serve({ basePath = '', secretKeys }: { basePath?: string; secretKeys?: [] } = {}) {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const redirectUris = [`${origin}${basePath}/auth/quickbooks/callback`];
    const { database } = use();
    const online = await startOnline(database, { redirectUris, startAt: Date.now() });
    const books = online.books(secretKeys ? { config: { secretKeys } } : {});
    const refusals = refusalsOver({ database, clock: online.now });
    const quickbooksOnline = {
      service: async () => books,
      scope: (viewer: Parameters<typeof refusals.note>[0]['viewer'] & object) => ({
        ...online.scope(),
        viewer,
        actor: viewer.name,
      }),
      refusals,
    };
    const server = await guard(use(), { port, basePath, quickbooksOnline });
    const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      fetch(path.startsWith('http') ? path : `${origin}${path}`, { method, headers, redirect: 'manual' });
    return { ...online, server, ask, origin };
  }

  /** Begins in a browser. @returns Intuit's page, and the browser's cookies from then on */
  async function begin({ ask }: Awaited<ReturnType<typeof serve>>, credential: Credential, path = '/auth/quickbooks') {
    const response = await ask(path, { ...credential, ...PAGE });
    expect(response.status).toBe(302);
    const cookie = response.headers.get('set-cookie') ?? '';
    const [pair = ''] = cookie.split(';');
    const page = new URL(response.headers.get('location') ?? '');
    return { page, cookie, browser: { ...PAGE, cookie: [credential['cookie'], pair].join('; ') } };
  }

  it('leads an admin to Intuit and back', async () => {
    const served = await serve();
    const admin = await sessionOf(use().database, 'admin');
    const { page, cookie, browser } = await begin(served, admin);
    expect(page.origin + page.pathname).toBe(`${served.fake.url}/connect/oauth2`);
    expect(cookie).toMatch(/^qbr_books=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/);
    const back = served.fake.tokens.consent(page, served.fake.company.realmId);
    const done = await served.ask(back.href, browser);
    expect(done.status).toBe(200);
    expect(done.headers.get('cache-control')).toBe('no-store');
    expect(done.headers.get('set-cookie')).toMatch(/^qbr_books=; .*Max-Age=0/);
    const text = await done.text();
    expect(text).toContain('The books of Example MSP, LLC are read from now on.');
    for (const secret of served.fake.tokens.secrets) expect(text).not.toContain(secret);
    expect(await stored()).toMatchObject({ companyName: 'Example MSP, LLC', endedAt: null });
    expect((await audited()).map(({ action }) => action)).toEqual(['books.online_connected']);
  });

  it('works below a path', async () => {
    const served = await serve({ basePath: '/qbr' });
    const { page, browser } = await begin(served, await sessionOf(use().database, 'admin'), '/qbr/auth/quickbooks');
    const back = served.fake.tokens.consent(page, served.fake.company.realmId);
    expect((await served.ask(back.href, browser)).status).toBe(200);
  });

  it('accepts no answer in another browser, and none a second time', async () => {
    const served = await serve();
    const admin = await sessionOf(use().database, 'admin');
    const { page, browser } = await begin(served, admin);
    const back = served.fake.tokens.consent(page, served.fake.company.realmId);
    const elsewhere = await served.ask(back.href, { ...admin, ...PAGE });
    expect(elsewhere.status).toBe(403);
    expect(await elsewhere.text()).toContain('was started in another browser');
    expect((await served.ask(back.href, browser)).status).toBe(403);
    expect(await stored()).toBeNull();
    const refusals = (await audited()).filter(({ action }) => action === 'books.online_refused');
    expect(refusals[0]?.detail).toMatchObject({ reason: 'unknown_authorization' });
  });

  it('says that another company is connected, and escapes what it shows', async () => {
    const served = await serve();
    served.fake.company.name = '<b>Example</b>';
    const admin = await sessionOf(use().database, 'admin');
    const first = await begin(served, admin);
    await served.ask(served.fake.tokens.consent(first.page, served.fake.company.realmId).href, first.browser);
    const second = await begin(served, admin);
    const refused = await served.ask(served.fake.tokens.consent(second.page, '999').href, second.browser);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('but consent was given for company 999. Choose &lt;b&gt;Example&lt;/b&gt;');
  });

  it.each([
    ['GET', '/auth/quickbooks'],
    ['GET', '/auth/quickbooks/callback?code=x&state=y&realmId=1'],
    ['POST', '/auth/quickbooks/disconnect'],
  ])('is for admins: %s %s', async (method, path) => {
    const { ask, fake } = await serve();
    for (const [credential, status] of [
      [{}, 401],
      [await keyOf(use().database, 'viewer'), 403],
      [await keyOf(use().database, 'editor'), 403],
    ] as const) {
      const response = await ask(path, { ...credential, accept: 'application/json' }, method);
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ success: false });
    }
    expect(fake.requests.all).toEqual([]);
    expect((await audited()).map(({ action }) => action)).toContain('access.refused');
  });

  it('is not set up without a key for secrets, and says how to make one', async () => {
    const { ask } = await serve({ secretKeys: [] });
    const response = await ask('/auth/quickbooks', { ...(await sessionOf(use().database, 'admin')), ...PAGE });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('openssl rand -base64 32');
  });

  it('says that Intuit is down, and stores nothing', async () => {
    const served = await serve();
    const { page, browser } = await begin(served, await sessionOf(use().database, 'admin'));
    const back = served.fake.tokens.consent(page, served.fake.company.realmId);
    served.fake.setFault(() => ({ kind: 'status', status: 503 }));
    expect((await served.ask(back.href, browser)).status).toBe(503);
    expect(await stored()).toBeNull();
  });

  it('disconnects from our own page only', async () => {
    const served = await serve();
    const admin = await sessionOf(use().database, 'admin');
    const { page, browser } = await begin(served, admin);
    await served.ask(served.fake.tokens.consent(page, served.fake.company.realmId).href, browser);
    const path = '/auth/quickbooks/disconnect';
    const foreign = { ...admin, ...PAGE, origin: 'https://evil.example' };
    expect((await served.ask(path, foreign, 'POST')).status).toBe(403);
    expect(await stored()).not.toBeNull();
    expect((await served.ask(path, { ...admin, ...PAGE, origin: served.origin }, 'POST')).status).toBe(200);
    expect(await stored()).toBeNull();
    const again = await served.ask(path, { ...admin, accept: 'application/json', origin: served.origin }, 'POST');
    expect(again.status).toBe(404);
  });
});
