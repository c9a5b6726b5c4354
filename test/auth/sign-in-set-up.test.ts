import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBrowser } from '../kit/browser.ts';
import { describeOnOwnDatabases, emptyDatabase } from '../kit/databases.ts';
import { freePort } from '../kit/free-port.ts';
import { CLIENT, type OpenIdTestProvider, startProvider } from '../kit/openid/provider.ts';
import { type SkewedProvider, startSkewedProvider } from '../kit/openid/skewed-provider.ts';
import { type Credential, keyOf } from './credentials.ts';
import { type GuardedOptions, guard, openidOf } from './server.ts';

const ANN = { name: 'Ann', email: 'ann@example.com', email_verified: true };
const ATTENTION = JSON.stringify({
  query: '{ organization { attention { __typename severity message action ... on SignInProblem { problem since } } } }',
});
const SET_UP_WORDS = /OIDC_CLIENT_ID, OIDC_CLIENT_SECRET/;

type Refusal = { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> };

/** The platform's `fetch`, but for what the token endpoint says. */
function refusingTokens({ status, body, headers = {} }: Refusal): NonNullable<GuardedOptions['fetch']> {
  return async (url, options) =>
    url.endsWith('/token')
      ? new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
      : fetch(url, options as RequestInit);
}

const INVALID_CLIENT = { error: 'invalid_client', error_description: `The secret ${CLIENT.clientSecret}x is wrong` };
const REFUSALS: readonly [string, Refusal, Record<string, unknown>][] = [
  [
    'an expired secret, as Entra ID says it',
    {
      status: 401,
      body: {
        error: 'invalid_client',
        error_description: 'AADSTS7000222: The keys have expired.',
        error_codes: [7000222],
      },
    },
    { error: 'invalid_client', description: 'AADSTS7000222: The keys have expired.', codes: [7000222], status: 401 },
  ],
  [
    'a program that is not in the tenant',
    {
      status: 400,
      body: { error: 'unauthorized_client', error_description: 'AADSTS700016: Unknown', error_codes: [700016] },
    },
    { error: 'unauthorized_client', codes: [700016] },
  ],
  [
    'an error of another name with a number that tells',
    { status: 400, body: { error: 'invalid_request', error_codes: [7000218] } },
    { codes: [7000218] },
  ],
  [
    'a refusal with a challenge, which hides the body',
    { status: 401, body: INVALID_CLIENT, headers: { 'www-authenticate': 'Basic realm="provider"' } },
    { error: 'invalid_client', status: 401 },
  ],
  ['no words at all', { status: 401, body: {} }, { error: null, status: 401 }],
];

describeOnOwnDatabases('a set-up by which nobody can sign in', (use) => {
  let port: number;
  let origin: string;
  let provider: OpenIdTestProvider;
  let admin: Credential;
  beforeAll(async () => {
    port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    provider = await startProvider(await freePort(), origin);
    await provider.expect('ann', ANN);
    return () => provider.stop();
  });
  beforeEach(async () => {
    await emptyDatabase(use());
    admin = await keyOf(use().database, 'admin');
  });

  const serve = (options: GuardedOptions = {}) =>
    guard(use(), { port, openid: openidOf(provider.issuer), users: { 'ann@example.com': 'editor' }, ...options });
  const signIn = (path = '/auth/login?return_to=/auth/status') => createBrowser().open(`${origin}${path}`);
  const attention = async (credential = admin) => {
    // A server of an earlier test had the same port.
    const connection = { connection: 'close' };
    const headers = { ...credential, ...connection, 'content-type': 'application/json', accept: 'application/json' };
    const response = await fetch(`${origin}/graphql`, { method: 'POST', headers, body: ATTENTION });
    const { data } = (await response.json()) as { data: { organization: { attention: Record<string, unknown>[] } } };
    return data.organization.attention.filter(({ __typename }) => __typename === 'SignInProblem');
  };

  it.each(REFUSALS)('is told apart from a person who is refused: %s', async (_, refusal, said) => {
    const { logged } = await serve({ fetch: refusingTokens(refusal) });
    const page = await signIn();
    expect(page.status).toBe(502);
    expect(page.text).toMatch(SET_UP_WORDS);
    expect(page.text).not.toContain('did not confirm who you are');
    expect(logged.at(-1)).toMatchObject({ level: 50, provider: said, problem: { kind: 'client' } });
    expect(await attention()).toMatchObject([{ severity: 'CRITICAL', problem: 'CLIENT' }]);
  });

  it('is told to programs in the envelope', async () => {
    await serve({ fetch: refusingTokens({ status: 401, body: INVALID_CLIENT }) });
    const browser = createBrowser();
    const { url } = await browser.open(`${origin}/auth/login`, {}, ({ pathname }) => pathname === '/auth/callback');
    const answer = await browser.ask(url, { headers: { accept: 'application/json' } });
    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.text)).toMatchObject({
      success: false,
      error: { code: 'SERVER_ERROR', status: 502, message: expect.stringMatching(SET_UP_WORDS) },
    });
  });

  it('is noted once, for admins of every instance, and forgotten with the first sign-in that the provider confirms', async () => {
    const wrong = await serve({ openid: { ...openidOf(provider.issuer), clientSecret: 'another-secret' } });
    expect(await attention()).toEqual([]);
    expect((await signIn()).status).toBe(502);
    const [item] = await attention();
    expect(item).toMatchObject({ problem: 'CLIENT', action: expect.stringContaining('OIDC_CLIENT_SECRET') });
    expect(item?.['since']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(item?.['message']).toMatch(
      /^Nobody has been able to sign in since .*Error of the provider: invalid_client\.$/,
    );
    wrong.advance(60_000);
    expect((await signIn()).status).toBe(502);
    expect(await attention()).toEqual([item]);
    expect(await attention(await keyOf(use().database, 'editor'))).toEqual([]);
    await wrong.close();

    const right = await serve({ users: {} });
    expect(await attention()).toEqual([item]);
    // Not invited; but the provider has accepted the program.
    expect((await signIn()).status).toBe(403);
    expect(await attention()).toEqual([]);
    await right.close();
  });

  it('is not believed of a browser, which may say anything', async () => {
    const { logged } = await serve();
    const browser = createBrowser();
    const { url } = await browser.open(`${origin}/auth/login`, {}, ({ pathname }) => pathname === '/auth/callback');
    url.searchParams.delete('code');
    url.searchParams.set('error', 'unauthorized_client');
    expect((await browser.ask(url)).status).toBe(502);
    expect(logged.at(-1)).toMatchObject({ provider: { error: 'unauthorized_client', status: null } });
    expect(await attention()).toEqual([]);
  });

  it('leaves a person who is refused one, with what the provider said in the log', async () => {
    const body = {
      error: 'invalid_grant',
      error_description: 'AADSTS70008: The code has expired.',
      error_codes: [70008],
    };
    const { logged } = await serve({ fetch: refusingTokens({ status: 400, body }) });
    const page = await signIn();
    expect(page).toMatchObject({ status: 403, text: expect.stringContaining('did not confirm who you are') });
    expect(logged.at(-1)).toMatchObject({ provider: { error: 'invalid_grant', codes: [70008] } });
    expect(await attention()).toEqual([]);
  });

  it('may be another issuer than the configured one', async () => {
    const misnamed: GuardedOptions['fetch'] = async (url, options) => {
      const response = await fetch(url, options as RequestInit);
      const metadata = (await response.json()) as object;
      return Response.json({ ...metadata, issuer: 'https://login.example.com' });
    };
    await serve({ fetch: misnamed });
    expect(await signIn()).toMatchObject({ status: 502, text: expect.stringContaining('OIDC_ISSUER') });
    expect(await attention()).toMatchObject([{ problem: 'ISSUER' }]);
  });
});

describeOnOwnDatabases('a clock that is off', (use) => {
  let provider: SkewedProvider;
  beforeEach(() => emptyDatabase(use()));
  afterEach(() => provider.stop());

  const signIn = async (skewSeconds: number) => {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    provider = await startSkewedProvider(skewSeconds, ANN);
    const users = { 'ann@example.com': 'editor' } as const;
    const { logged } = await guard(use(), { port, openid: openidOf(provider.issuer), users });
    return { page: await createBrowser().open(`${origin}/auth/login?return_to=/health/live`), logged };
  };

  it.each([-3_600 - 280, -240, 240])(
    'is tolerated up to five minutes beyond what a token lasts: %i s',
    async (skew) => {
      const { page } = await signIn(skew);
      expect(page.status).toBe(200);
      expect(page.url.pathname).toBe('/health/live');
    },
  );

  it('is named where it is off by more', async () => {
    const { page, logged } = await signIn(-3_600 - 1_200);
    expect(page.status).toBe(502);
    expect(page.text).toMatch(/The server’s clock is 80 minutes ahead/);
    expect(logged.at(-1)).toMatchObject({ problem: { kind: 'clock', offsetSeconds: expect.any(Number) } });
  });
});

describe('a sign-in', () => {
  describeOnOwnDatabases('that begins at another name of the server', (use) => {
    beforeEach(() => emptyDatabase(use()));

    it('goes to the public address first, and ends signed in where one wanted to', async () => {
      const port = await freePort();
      const publicOrigin = `http://localhost:${port}`;
      const provider = await startProvider(await freePort(), publicOrigin);
      await provider.expect('ann', ANN);
      const server = { port, publicOrigin, openid: openidOf(provider.issuer), users: { 'ann@example.com': 'editor' } };
      await guard(use(), server as GuardedOptions);
      for (const host of ['localhost', 'LOCALHOST', '127.0.0.1']) {
        const browser = createBrowser();
        const { way, status } = await browser.open(`http://${host}:${port}/sheet?year=2026`);
        expect(status).toBe(200);
        expect(way.at(-1)?.href).toBe(`${publicOrigin}/sheet?year=2026`);
        expect(JSON.parse((await browser.ask(`${publicOrigin}/auth/status`)).text)).toMatchObject({
          data: { signedIn: true },
        });
      }
      await provider.stop();
    });

    it('moves by http to https, and no more than once where a proxy hides the name', async () => {
      const openid = openidOf('http://127.0.0.1:9');
      const { url } = await guard(use(), { publicOrigin: 'https://qbr.example.com', openid });
      const login = (path: string, headers: Record<string, string>) =>
        fetch(`${url}${path}`, { headers, redirect: 'manual' });
      const moved = 'https://qbr.example.com/auth/login?return_to=%2Fsheet&moved=1';
      const hidden = await login('/auth/login?return_to=/sheet', {});
      expect(hidden.headers.get('location')).toBe(moved);
      expect((await login('/api/auth/microsoft/login?return_to=/sheet', {})).headers.get('location')).toBe(moved);
      // The provider is away: the sign-in has begun here.
      expect((await login('/auth/login?return_to=/sheet&moved=1', {})).status).toBe(503);
    });
  });
});
