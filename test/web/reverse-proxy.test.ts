import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { operatorViewer } from '#src/auth/viewer.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { createApiKey } from '#src/service/access/api-keys.ts';
import { freePort } from '../kit/free-port.ts';
import { CLIENT, startProvider } from '../kit/openid/provider.ts';
import { isInstalled, type ReverseProxy, type ReverseProxyName, startReverseProxy } from '../kit/reverse-proxy.ts';
import { type Dashboard, describeInBrowser } from './dashboard.ts';
import { runExample } from './graphiql-page.ts';

/** The examples of ops/proxy, and below which path they serve the program. */
const EXAMPLES: readonly (readonly [ReverseProxyName, example: string, path: string])[] = [
  ['nginx', 'nginx.conf', ''],
  ['nginx', 'nginx-path.conf', '/qbr'],
  ['caddy', 'Caddyfile', '/qbr'],
];

let proxy: ReverseProxy;
let url: string;

/** The server behind the proxy. */
async function configure(
  ends: (() => Promise<unknown>)[],
  [name, example, path]: (typeof EXAMPLES)[number],
): Promise<Readonly<Record<string, string>>> {
  const port = await freePort();
  proxy = await startReverseProxy(name, example, port);
  ends.push(() => proxy.close());
  url = `${proxy.origin}${path}`;
  return { QBR_PORT: String(port), QBR_PUBLIC_URL: url, QBR_TRUSTED_PROXIES: '127.0.0.1' };
}

/** A page behind the proxy. */
async function openBehind({ open }: Dashboard, path: string, expected: readonly RegExp[] = []): Promise<Page> {
  const page = await open('/health/live', { ignoreHTTPSErrors: true }, expected);
  await page.goto(`${url}${path}`);
  return page;
}

interface Sent {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The client's own address. */
  readonly from?: string;
}

/** Sends JSON through the proxy. */
function send(path: string, { body, headers, from = '127.0.0.1' }: Sent): Promise<IncomingMessage> {
  const sent = request(`${url}${path}`, {
    ...{ method: 'POST', ca: proxy.certificate, localAddress: from, agent: false },
    headers: { 'content-type': 'application/json', ...headers },
  });
  return new Promise((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (answer) => resolve(answer.setEncoding('utf8')));
    sent.end(JSON.stringify(body));
  });
}

/** Sends JSON, and reads the whole answer. */
async function post(path: string, sent: Sent): Promise<{ readonly status: number | undefined; readonly text: string }> {
  const answer = await send(path, sent);
  let text = '';
  for await (const part of answer) text += part;
  return { status: answer.statusCode, text };
}

/** A GraphQL request of that many bytes. */
function requestOf(bytes: number): object {
  const empty = { query: '{ __typename }', extensions: { padding: '' } };
  return { ...empty, extensions: { padding: 'x'.repeat(bytes - JSON.stringify(empty).length) } };
}

describe.each(EXAMPLES)('behind %s as %s says', (...example) => {
  const [name] = example;
  const isMissing = !isInstalled(name);
  describe.skipIf(isMissing)(isMissing ? `(skipped: no ${name} or no openssl found)` : name, () => {
    describeInBrowser(
      'the server',
      (use) => {
        passThrough(use);
        if (name === 'nginx') showPages(use);
      },
      { configure: (ends) => configure(ends, example) },
    );
    describeInBrowser('signing in', (use) => signIn(use), {
      isEmpty: true,
      isInRealTime: true,
      async configure(ends) {
        const variables = await configure(ends, example);
        const provider = await startProvider(await freePort(), url);
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
    });
  });
});

function showPages(use: () => Dashboard): void {
  it('shows the dashboard, GraphiQL and the REST documentation, which ask it', async () => {
    const page = await openBehind(use(), '/sheet?year=2025');
    await page.getByRole('columnheader', { name: /Jan/ }).first().waitFor();
    await page.goto(`${url}/graphql`);
    expect(await (await runExample(page)).json()).toMatchObject({ data: expect.anything() });
    await page.goto(`${url}/api/qbr/docs`);
    await page.getByText('/api/qbr/periods').click();
    await page.getByRole('button', { name: 'Try it out' }).click();
    const read = page.waitForResponse((response) => response.url().includes('/periods'));
    await page.getByRole('button', { name: 'Execute' }).click();
    expect((await read).status()).toBe(200);
  });

  it('redirects from http', async () => {
    const answer = await fetch(`${proxy.plainOrigin}/sheet?year=2025`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([301, 'https://127.0.0.1/sheet?year=2025']);
  });
}

function passThrough(use: () => Dashboard): void {
  it('shows the progress of a collection while it runs', async () => {
    const { app, vendors } = use();
    const first = vendors.readers.connectwise.hold();
    const second = vendors.readers.ninjaone.hold();
    await app.background.start(operatorScope(app, { operator: operatorViewer('somebody') }), {});
    await first.isReading;
    const page = await openBehind(use(), '/quality');
    const status = page.getByRole('region', { name: 'Collecting now' }).getByRole('status');
    await status.getByText('Reading ConnectWise.').waitFor();
    first.release();
    // Told while the stream is open, where a proxy that buffers holds it back.
    await status.getByText('Reading NinjaOne.').waitFor();
    second.release();
    await page.getByRole('region', { name: 'Collection ended' }).waitFor();
  });

  it('passes an event on when it is sent', async () => {
    const { app, vendors } = use();
    const held = vendors.readers.connectwise.hold();
    const scope = operatorScope(app, { operator: operatorViewer('somebody') });
    const runId = await app.background.start(scope, {});
    await held.isReading;
    const query = `subscription { collectionProgress(runId: ${runId}) { ended } }`;
    const stream = await send('/graphql', { body: { query }, headers: { accept: 'text/event-stream' } });
    let received = '';
    for await (const part of stream) {
      received += part;
      // The stream stays open while the vendor is held: a proxy that buffers would pass nothing on.
      if (received.includes('"ended":false')) held.release();
    }
    expect(received).toContain('"ended":true');
  });

  it('takes bodies up to its own limits, and refuses larger ones in its own words', async () => {
    expect(await post('/graphql', { body: requestOf(1_000_000) })).toMatchObject({ status: 200 });
    const refused = await post('/graphql', { body: requestOf(1_000_001) });
    expect([refused.status, JSON.parse(refused.text)]).toEqual([413, expect.anything()]);
    const large = await post('/graphql', { body: requestOf(10_500_000) });
    expect([large.status, JSON.parse(large.text)]).toEqual([413, expect.anything()]);
  });
}

function signIn(use: () => Dashboard): void {
  it('leads back to the requested view, with a cookie for this place alone, and out again', async () => {
    // The provider's own pages.
    const page = await openBehind(use(), '/settings/sessions', [/Failed to load resource/]);
    await page.getByText('ann@example.com (admin)').waitFor();
    expect(page.url()).toBe(`${url}/settings/sessions`);
    const { pathname } = new URL(url);
    const cookies = (await page.context().cookies(page.url())).filter(({ name }) => name.endsWith('qbr_session'));
    expect(cookies).toMatchObject([{ path: pathname, secure: true, httpOnly: true }]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Yes, sign me out' }).click();
    await page.getByText('You are signed out').waitFor();
    const left = (await page.context().cookies(url)).map((cookie) => cookie.name);
    expect(left.filter((name) => name.endsWith('qbr_session'))).toEqual([]);
  });

  it('knows the address of a client, whatever that says of itself', async () => {
    const { app } = use();
    const { key } = await createApiKey(operatorScope(app, { operator: operatorViewer('somebody') }), {
      ...{ name: 'a program', role: 'admin', expiresAt: null },
    });
    const headers = { 'x-api-key': key };
    const entered = await post('/api/qbr/metrics/manual', {
      body: { period: '2026-01', metrics: [{ metric_name: 'Owner Compensation', metric_value: 22588 }] },
      headers: { ...headers, 'x-forwarded-for': '192.0.2.7' },
      from: '127.0.0.9',
    });
    expect(entered).toMatchObject({ status: 200 });
    const query = '{ organization { auditEntries(first: 1) { edges { node { address } } } } }';
    const { data } = JSON.parse((await post('/graphql', { body: { query }, headers })).text);
    expect(data.organization.auditEntries.edges).toEqual([{ node: { address: '127.0.0.9' } }]);
  });
}
