import { describe, expect, it } from 'vitest';
import { intuitEndpoints } from '#src/collect/quickbooks-online/endpoints.ts';
import { ConsentEndedError, createIntuitOAuth } from '#src/collect/quickbooks-online/oauth.ts';
import { VendorError } from '#src/collect/vendor-error.ts';
import { everyRequestTo, type Fault, tooManyRequests } from '../../kit/http-faults.ts';
import { NEVER, REDIRECT_URI, start } from './harness.ts';

async function failure(promise: Promise<unknown>): Promise<VendorError> {
  const error = await promise.catch((reason: unknown) => reason);
  if (error instanceof VendorError) return error;
  throw new Error(`Expected a VendorError, not ${String(error)}`);
}

/** Everything that a log could show of an error. */
function shown(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = Object.getOwnPropertyNames(error).map((name) => String(Reflect.get(error, name)));
  return [error.message, JSON.stringify(error), ...own, shown(error.cause)].join('\n');
}

describe('a consent', () => {
  it('gives tokens for the code that the browser brings back', async () => {
    const { fake, consent } = await start();
    const tokens = await consent();
    expect(tokens).toMatchObject({ accessTokenLifetime: 3_600, refreshTokenLifetime: 8_640_000 });
    expect(fake.tokens.good).toEqual([tokens.refreshToken]);
    const [asked] = fake.requests.all;
    expect(asked?.headers.authorization).toBe(`Basic ${btoa(`${fake.clientId}:${fake.clientSecret}`)}`);
    expect(asked?.body).not.toContain(fake.clientSecret);
  });

  it('asks for accounting data only, on Intuit’s page, with a new state each time', async () => {
    const { oauth } = await start();
    const production = createIntuitOAuth({
      endpoints: intuitEndpoints('production'),
      clientId: 'id',
      clientSecret: 'secret',
    });
    const page = await production.authorizationUrl(await production.newState(), REDIRECT_URI);
    expect(page.origin + page.pathname).toBe('https://appcenter.intuit.com/connect/oauth2');
    expect(page.searchParams.get('scope')).toBe('com.intuit.quickbooks.accounting');
    expect(page.href).not.toContain('secret');
    const states = await Promise.all(Array.from({ length: 20 }, () => oauth.newState()));
    expect(new Set(states).size).toBe(20);
  });

  it('is read from the host of its environment', () => {
    expect(intuitEndpoints('production').api).toBe('https://quickbooks.api.intuit.com');
    expect(intuitEndpoints('sandbox').api).toBe('https://sandbox-quickbooks.api.intuit.com');
    expect(intuitEndpoints('http://127.0.0.1:9000/').token).toBe('http://127.0.0.1:9000/oauth2/v1/tokens/bearer');
  });

  it('is refused where the person says no, the code was used, or the state is another', async () => {
    const { fake, oauth } = await start();
    const state = await oauth.newState();
    const page = await oauth.authorizationUrl(state, REDIRECT_URI);
    const denied = fake.tokens.consent(page, fake.company.realmId, 'deny');
    expect(await failure(oauth.exchange(denied, state, NEVER))).toBeInstanceOf(ConsentEndedError);
    const back = fake.tokens.consent(page, fake.company.realmId);
    fake.requests.clear();
    expect(await failure(oauth.exchange(back, await oauth.newState(), NEVER))).toMatchObject({ kind: 'response' });
    expect(fake.requests.all).toEqual([]);
    await oauth.exchange(back, state, NEVER);
    const used = await failure(oauth.exchange(back, state, NEVER));
    expect(used).toBeInstanceOf(ConsentEndedError);
    expect(used.message).toBe(
      'QuickBooks Online: the consent has ended: HTTP 400 invalid_grant while getting the consent',
    );
  });

  it('is renewed by tokens that are good once', async () => {
    const { fake, oauth, consent } = await start();
    const first = await consent();
    const second = await oauth.refresh(first.refreshToken, NEVER);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(await failure(oauth.refresh(first.refreshToken, NEVER))).toBeInstanceOf(ConsentEndedError);
    const third = await oauth.refresh(second.refreshToken, NEVER);
    expect(fake.tokens.good).toEqual([third.refreshToken]);
  });

  it.each(['expired', 'ended by a person', 'ended here'])('is over once it has %s', async (how) => {
    let now = new Date('2026-01-01T12:00:00Z');
    const { fake, oauth, consent } = await start({ now: () => now });
    const { refreshToken } = await consent();
    if (how === 'expired') now = new Date('2026-04-12T12:00:00Z');
    if (how === 'ended by a person') fake.tokens.endConsents();
    if (how === 'ended here') await oauth.revoke(refreshToken, NEVER);
    const error = await failure(oauth.refresh(refreshToken, NEVER));
    expect(error).toBeInstanceOf(ConsentEndedError);
    expect(error).toMatchObject({ kind: 'credentials', isTransient: false });
  });

  it('tells a wrong client secret from the end of a consent', async () => {
    const { consent } = await start({ wrongSecret: 'another-secret' });
    const error = await failure(consent());
    expect(error).not.toBeInstanceOf(ConsentEndedError);
    expect(error).toMatchObject({ kind: 'credentials', isTransient: false });
    expect(error.message).toMatch(/HTTP 401 .*check QBO_CLIENT_ID and QBO_CLIENT_SECRET$/);
  });

  const OUTAGES: [string, Fault, string][] = [
    ['a rate limit', tooManyRequests('1'), 'HTTP 429'],
    ['an outage', { kind: 'status', status: 503, body: '<html>down</html>' }, 'HTTP 503'],
    ['a closed connection', { kind: 'reset' }, 'while getting an access token'],
  ];

  it.each(OUTAGES)('is not over with %s', async (_, fault, words) => {
    const { fake, oauth, consent } = await start();
    const { refreshToken } = await consent();
    fake.setFault(everyRequestTo('/oauth2/', fault));
    const error = await failure(oauth.refresh(refreshToken, NEVER));
    expect(error).toMatchObject({ kind: 'unavailable', isTransient: true });
    expect(error.message).toContain(words);
    fake.setFault(null);
    expect((await oauth.refresh(refreshToken, NEVER)).accessToken).toBeTruthy();
  });

  it('stops with the run', async () => {
    const { fake, oauth, consent } = await start();
    const { refreshToken } = await consent();
    fake.setFault(() => ({ kind: 'hang' }));
    const stop = new AbortController();
    const asked = failure(oauth.refresh(refreshToken, stop.signal));
    stop.abort();
    expect(await asked).toMatchObject({ kind: 'unavailable', isTransient: true });
  });

  it('shows no secret in any error', async () => {
    const { fake, oauth, consent } = await start();
    const first = await consent();
    await oauth.refresh(first.refreshToken, NEVER);
    const errors: VendorError[] = [await failure(oauth.refresh(first.refreshToken, NEVER))];
    // A careless server that repeats what it was sent.
    const echo = JSON.stringify({ error: first.refreshToken, error_description: fake.clientSecret });
    const bodies = [echo, `{"access_token":"${first.accessToken}"}`, `{"access_token":"${first.accessToken}",`];
    for (const [index, body] of bodies.entries()) {
      const headers = { 'content-type': 'application/json' };
      fake.setFault(() => ({ kind: 'status', status: index === 0 ? 400 : 200, headers, body }));
      errors.push(await failure(oauth.refresh(first.refreshToken, NEVER)));
      errors.push(await failure(consent()));
    }
    const text = errors.map(shown).join('\n');
    for (const secret of [fake.clientSecret, ...fake.tokens.secrets]) expect(text).not.toContain(secret);
  });
});
