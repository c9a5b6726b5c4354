import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { operatorViewer } from '#src/auth/viewer.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { freePort } from '../kit/free-port.ts';
import { CLIENT, startProvider } from '../kit/openid/provider.ts';
import { type PrefixHandling, type PrefixProxy, startPrefixProxy } from '../kit/prefix-proxy.ts';
import { type Dashboard, describeInBrowser } from './dashboard.ts';
import { runExample } from './graphiql-page.ts';

const HANDLINGS: readonly PrefixHandling[] = ['takes off', 'keeps'];
let proxy: PrefixProxy;

/** The server behind a proxy that serves it below `/qbr`. */
async function configure(ends: (() => Promise<unknown>)[]): Promise<Readonly<Record<string, string>>> {
  const port = await freePort();
  proxy = await startPrefixProxy('/qbr');
  ends.push(() => proxy.close());
  proxy.port = port;
  return { QBR_PORT: String(port), QBR_PUBLIC_URL: proxy.url };
}

interface PageBelow {
  readonly page: Page;
  /** Requests to the proxy outside the path. */
  outside(): string[];
}

/** A page behind the proxy. */
async function openBelow(
  { open }: Dashboard,
  path: string,
  { handle, expected }: { readonly handle: PrefixHandling; readonly expected?: readonly RegExp[] },
): Promise<PageBelow> {
  proxy.handle = handle;
  const page = await open('/health/live', {}, expected);
  const asked: URL[] = [];
  page.on('request', (request) => asked.push(new URL(request.url())));
  await page.goto(`${proxy.url}${path}`);
  const isOutside = ({ protocol, origin, pathname }: URL) =>
    protocol !== 'blob:' && origin === proxy.origin && !pathname.startsWith('/qbr/');
  return { page, outside: () => asked.filter(isOutside).map(({ href }) => href) };
}

describeInBrowser(
  'below a path',
  (use) => {
    it.each(HANDLINGS)('every view opens, by its link and by its address, where a proxy %s it', async (handle) => {
      const { page, outside } = await openBelow(use(), '/', { handle });
      for (const [name, path] of [
        ['Sheet', '/sheet'],
        ['Trends', '/trends'],
        ['Books', '/books'],
        ['Import', '/import'],
        ['Data quality', '/quality'],
        ['Settings', '/settings'],
        ['Review', '/'],
      ] as const) {
        await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
        await page.waitForURL(`${proxy.url}${path}`);
        const heading = await page.getByRole('heading', { level: 1 }).first().textContent();
        await page.reload();
        expect(await page.getByRole('heading', { level: 1 }).first().textContent()).toBe(heading);
        expect(page.url()).toBe(`${proxy.url}${path}`);
      }
      await page.goto(`${proxy.url}/sheet?year=2025`);
      await page.getByRole('columnheader', { name: /Jan/ }).first().waitFor();
      expect(page.url()).toBe(`${proxy.url}/sheet?year=2025`);
      await page.goto(`${proxy.url}/settings/people`);
      await page.getByRole('link', { name: 'People' }).waitFor();
      expect(await page.getByText('Page not found').count()).toBe(0);
      expect(outside()).toEqual([]);
    });

    it.each(HANDLINGS)('the progress of a collection is followed, where a proxy %s it', async (handle) => {
      const { app, vendors } = use();
      const held = vendors.readers.connectwise.hold();
      await app.background.start(operatorScope(app, { operator: operatorViewer('somebody') }), {});
      await held.isReading;
      const { page, outside } = await openBelow(use(), '/quality', { handle });
      const progress = page.getByRole('region', { name: 'Collecting now' });
      await progress.getByRole('status').getByText('Reading ConnectWise.').waitFor();
      held.release();
      await page.getByRole('region', { name: 'Collection ended' }).waitFor();
      expect(outside()).toEqual([]);
    });

    it.each(HANDLINGS)(
      'GraphiQL and the REST documentation send requests there, where a proxy %s it',
      async (handle) => {
        const { page, outside } = await openBelow(use(), '/graphql', { handle });
        const answer = await runExample(page);
        expect(answer.url()).toBe(`${proxy.url}/graphql`);
        expect(await answer.json()).toMatchObject({ data: expect.anything() });
        await page.goto(`${proxy.url}/api/qbr/docs`);
        await page.getByText('/api/qbr/periods').click();
        await page.getByRole('button', { name: 'Try it out' }).click();
        const read = page.waitForResponse((response) => response.url().includes('/periods'));
        await page.getByRole('button', { name: 'Execute' }).click();
        expect((await read).status()).toBe(200);
        expect(outside()).toEqual([]);
      },
    );
  },
  { configure },
);

describeInBrowser(
  'signing in below a path',
  (use) => {
    it.each(HANDLINGS)('leads back to the requested view, and signs out, where a proxy %s it', async (handle) => {
      // The provider's own pages.
      const expected = [/Failed to load resource/];
      const { page, outside } = await openBelow(use(), '/settings/sessions', { handle, expected });
      await page.getByText('ann@example.com (admin)').waitFor();
      expect(page.url()).toBe(`${proxy.url}/settings/sessions`);
      const cookies = await page.context().cookies(page.url());
      expect(cookies.find(({ name }) => name === 'qbr_session')?.path).toBe('/qbr');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('button', { name: 'Yes, sign me out' }).click();
      await page.getByText('You are signed out').waitFor();
      expect(page.url()).toMatch(new RegExp(`^${proxy.url}/auth/signed-out`));
      expect(await page.getByRole('link', { name: 'Sign in again' }).getAttribute('href')).toBe('/qbr/auth/login');
      expect(outside()).toEqual([]);
    });
  },
  {
    isEmpty: true,
    isInRealTime: true,
    async configure(ends) {
      const variables = await configure(ends);
      const provider = await startProvider(await freePort(), proxy.url);
      ends.push(() => provider.stop());
      await provider.expect('ann', { name: 'Ann', email: 'ann@example.com', email_verified: true });
      return {
        ...variables,
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: CLIENT.clientId,
        OIDC_CLIENT_SECRET: CLIENT.clientSecret,
        QBR_USERS: JSON.stringify({ 'ann@example.com': 'admin' }),
      };
    },
  },
);
