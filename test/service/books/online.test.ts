import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createSecretSealer } from '#src/auth/sealed-secret.ts';
import { NOBODY } from '#src/auth/viewer.ts';
import { VendorError } from '#src/collect/vendor-error.ts';
import { BooksOnlineOffError, ConsentRefusedError } from '#src/service/books/online-errors.ts';
import { booksStatus } from '#src/service/books/status.ts';
import { readBooksOnline } from '#src/store/books-online.ts';
import { describeOnBothDatabases, emptyDatabase, freshPostgresql, openTestDatabase } from '../../kit/databases.ts';
import { everyRequestTo, firstRequests } from '../../kit/http-faults.ts';
import { ORGANIZATION_ID } from '../../kit/services.ts';
import { JANUARY, type OnlineTest, REDIRECT_URI, SECRET_KEY, startOnline } from './online-harness.ts';

async function failure(promise: Promise<unknown>): Promise<Error> {
  const error = await promise.catch((reason: unknown) => reason);
  if (error instanceof Error) return error;
  throw new Error(`Expected an error, not ${String(error)}`);
}

/** Everything that was given out, and the keys. */
function secretsOf({ fake }: OnlineTest): string[] {
  return [...fake.tokens.secrets, fake.clientSecret, SECRET_KEY];
}

describeOnBothDatabases('QuickBooks Online', (use) => {
  beforeEach(() => emptyDatabase(use()));
  const stored = () => readBooksOnline(use().database.prisma, ORGANIZATION_ID);

  it('is connected by an admin in a browser, and read from then on', async () => {
    const online = await startOnline(use().database);
    const books = online.books();
    expect(await books.isConnected()).toBe(false);
    await online.connect(books);
    expect(await books.isConnected()).toBe(true);
    expect(await stored()).toMatchObject({
      realmId: online.fake.company.realmId,
      companyName: 'Example MSP, LLC',
      consentedAt: online.now(),
      connectedBy: 'Ann',
      endedAt: null,
      refreshToken: expect.stringMatching(/^v1\./),
      refreshTokenExpiresAt: new Date('2026-04-25T18:00:00Z'),
    });
    online.fake.company.postings = [{ accountId: '1', month: JANUARY, cents: 9_820_000 }];
    const { months } = await online.read(books);
    expect(months[0]?.statement?.lines.map(({ account, amount }) => `${account} ${amount}`)).toEqual([
      'Managed Services 98200',
    ]);
  });

  it('stores a new refresh token with each use, and never the token itself', async () => {
    const online = await startOnline(use().database);
    await online.connect();
    const sealed = new Set<string | null | undefined>();
    for (let day = 0; day < 5; day += 1) {
      sealed.add((await stored())?.refreshToken);
      online.passDays(30);
      await online.read();
    }
    expect(sealed.size).toBe(5);
    expect(online.fake.tokens.reused).toEqual([]);
    const row = JSON.stringify(await use().database.prisma.booksOnline.findMany());
    for (const secret of secretsOf(online)) expect(row).not.toContain(secret);
    const sealer = createSecretSealer([SECRET_KEY]);
    const place = { organizationId: ORGANIZATION_ID, column: 'qbr_books_online.refresh_token' };
    expect([sealer.open((await stored())?.refreshToken ?? '', place)]).toEqual(online.fake.tokens.good);
  });

  it('keeps the next refresh token where the reading fails afterwards', async () => {
    const online = await startOnline(use().database);
    await online.connect();
    online.fake.setFault(everyRequestTo('/reports/', { kind: 'status', status: 500 }));
    expect(await failure(online.read())).toBeInstanceOf(VendorError);
    online.fake.setFault(null);
    expect((await online.read()).months).toHaveLength(1);
    expect(online.fake.tokens.reused).toEqual([]);
    expect((await stored())?.endedAt).toBeNull();
  });

  it.each([
    ['a rate limit', { kind: 'status', status: 429, headers: { 'retry-after': '0' } }],
    ['an outage', { kind: 'status', status: 503 }],
    ['a closed connection', { kind: 'reset' }],
  ] as const)('gets a token in spite of %s', async (_, fault) => {
    const online = await startOnline(use().database);
    await online.connect();
    online.fake.setFault(firstRequests(2, fault));
    expect((await online.read()).months).toHaveLength(1);
    expect(online.fake.tokens.reused).toEqual([]);
  });

  it('waits as long as the token endpoint asks', async () => {
    const online = await startOnline(use().database);
    await online.connect();
    const waits: number[] = [];
    const timer = { now: () => 0, wait: async (timeMs: number) => void waits.push(timeMs) };
    const asking = { kind: 'status', status: 429, headers: { 'retry-after': '7' } } as const;
    online.fake.setFault(firstRequests(2, asking));
    expect((await online.read(online.books({ api: { timer } }))).months).toHaveLength(1);
    expect(waits).toEqual([7_000, 7_000]);
  });

  it('gives up an outage of Intuit as transient, with the consent as it was', async () => {
    const online = await startOnline(use().database);
    await online.connect();
    const before = await stored();
    online.fake.setFault(everyRequestTo('/oauth2/', { kind: 'status', status: 503 }));
    expect(await failure(online.read())).toMatchObject({ kind: 'unavailable', isTransient: true });
    expect(await stored()).toEqual(before);
  });

  it.each(['expired', 'withdrawn'])('knows a consent that has %s, and asks Intuit no more', async (how) => {
    const online = await startOnline(use().database);
    await online.connect();
    if (how === 'expired') online.passDays(101);
    else online.fake.tokens.endConsents();
    const error = await failure(online.read());
    expect(error).toMatchObject({ kind: 'credentials', isTransient: false });
    expect(error.message).toContain('An admin must connect QuickBooks Online again');
    expect(await stored()).toMatchObject({ endedAt: online.now(), refreshToken: null });
    online.fake.requests.clear();
    expect((await failure(online.read())).message).toBe(error.message);
    expect(online.fake.requests.all).toEqual([]);
    await online.connect();
    expect((await online.read()).months).toHaveLength(1);
    expect(await stored()).toMatchObject({ endedAt: null });
  });

  it('refuses the consent of another company, and keeps the connected one', async () => {
    const online = await startOnline(use().database);
    await online.connect();
    const before = await stored();
    const error = await failure(online.connect(online.books(), '999'));
    expect(error).toMatchObject({ reason: 'other_company' });
    expect(error.message).toBe(
      `This server reads the books of Example MSP, LLC (company ${online.fake.company.realmId}), but consent was given for company 999. Choose Example MSP, LLC, or disconnect it first.`,
    );
    expect(await stored()).toEqual(before);
    expect((await online.read()).months).toHaveLength(1);
  });

  it('does not believe the browser which company a consent is for', async () => {
    const online = await startOnline(use().database);
    const books = online.books();
    const { redirectTo, browserSecret } = await books.begin(online.scope(), {
      redirectUri: REDIRECT_URI,
      browserSecret: null,
    });
    const currentUrl = online.fake.tokens.consent(redirectTo, '999');
    currentUrl.searchParams.set('realmId', online.fake.company.realmId);
    expect((await failure(books.finish(online.scope(), { currentUrl, browserSecret }))).message).toContain('HTTP 403');
    expect(await stored()).toBeNull();
    // The consent is of no use to anybody.
    expect(online.fake.tokens.good).toEqual([]);
  });

  it('takes an answer once, from the browser that asked, in time', async () => {
    const online = await startOnline(use().database);
    const books = online.books();
    const begin = async () => {
      const begun = await books.begin(online.scope(), { redirectUri: REDIRECT_URI, browserSecret: null });
      const currentUrl = online.fake.tokens.consent(begun.redirectTo, online.fake.company.realmId);
      return { currentUrl, browserSecret: begun.browserSecret };
    };
    const finish = (answer: Awaited<ReturnType<typeof begin>>) => books.finish(online.scope(), answer);
    const unknown = expect.objectContaining({ reason: 'unknown_authorization' });
    const other = await begin();
    expect(await failure(finish({ ...other, browserSecret: (await begin()).browserSecret }))).toEqual(unknown);
    // It was used, though by another browser.
    expect(await failure(finish(other))).toEqual(unknown);
    const late = await begin();
    online.passDays(1);
    expect(await failure(finish(late))).toEqual(unknown);
    const invented = await begin();
    invented.currentUrl.searchParams.set('state', randomBytes(32).toString('base64url'));
    expect(await failure(finish(invented))).toEqual(unknown);
    const good = await begin();
    await finish(good);
    expect(await failure(finish(good))).toEqual(unknown);
  });

  it('says that the person declined', async () => {
    const online = await startOnline(use().database);
    const books = online.books();
    const { redirectTo, browserSecret } = await books.begin(online.scope(), {
      redirectUri: REDIRECT_URI,
      browserSecret: null,
    });
    const currentUrl = online.fake.tokens.consent(redirectTo, online.fake.company.realmId, 'deny');
    const error = await failure(books.finish(online.scope(), { currentUrl, browserSecret }));
    expect(error).toBeInstanceOf(ConsentRefusedError);
    expect(error).toMatchObject({ reason: 'not_given' });
  });

  it('is for admins', async () => {
    const online = await startOnline(use().database);
    const scope = { ...online.scope(), viewer: NOBODY };
    const begin = online.books().begin(scope, { redirectUri: REDIRECT_URI, browserSecret: null });
    expect(await failure(begin)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await failure(online.books().disconnect(scope))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is disconnected here and at Intuit', async () => {
    const online = await startOnline(use().database);
    await online.connect();
    expect(await online.books().disconnect(online.scope())).toEqual({ isRevoked: true });
    expect(await stored()).toBeNull();
    expect(online.fake.tokens.good).toEqual([]);
    expect((await failure(online.read())).message).toBe('QuickBooks Online: no company is connected');
    expect(await failure(online.books().disconnect(online.scope()))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is disconnected here while Intuit is down', async () => {
    const online = await startOnline(use().database);
    await online.connect();
    online.fake.setFault(() => ({ kind: 'status', status: 503 }));
    expect(await online.books().disconnect(online.scope())).toEqual({ isRevoked: false });
    expect(await stored()).toBeNull();
  });

  it('shows its company, and when its consent ends, in the status of the books', async () => {
    const online = await startOnline(use().database);
    expect(await booksStatus(online.scope())).toMatchObject({ connected: false, company: null, online: null });
    await online.connect();
    const consent = { state: 'good', endsAt: new Date('2026-04-25T18:00:00Z'), lastReadAt: null, connectedBy: 'Ann' };
    expect(await booksStatus(online.scope())).toMatchObject({
      connected: true,
      company: 'Example MSP, LLC',
      online: { company: 'Example MSP, LLC', realmId: online.fake.company.realmId, ...consent },
    });
    online.fake.tokens.endConsents();
    await failure(online.read());
    expect((await booksStatus(online.scope())).online).toMatchObject({ state: 'ended', endsAt: online.now() });
  });

  it('records connections in the audit trail', async () => {
    const online = await startOnline(use().database);
    await online.connect();
    await online.connect();
    await online.books().disconnect(online.scope());
    const entries = await use().database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } });
    expect(entries.map(({ action, actor, detail }) => [action, actor, detail])).toEqual([
      ['books.online_connected', 'Ann', expect.objectContaining({ company: 'Example MSP, LLC', isRenewed: false })],
      ['books.online_connected', 'Ann', expect.objectContaining({ isRenewed: true })],
      ['books.online_disconnected', 'Ann', expect.objectContaining({ company: 'Example MSP, LLC' })],
    ]);
  });

  it.each([
    [{ quickbooksOnline: null }, /set QBO_CLIENT_ID, QBO_CLIENT_SECRET and QBO_ENVIRONMENT/],
    [{ secretKeys: [] }, /set QBR_SECRET_KEY .*openssl rand -base64 32/],
  ])('is off with %j, and says what is missing', async (config, words) => {
    const online = await startOnline(use().database);
    const books = online.books({ config });
    const begin = await failure(books.begin(online.scope(), { redirectUri: REDIRECT_URI, browserSecret: null }));
    expect(begin).toBeInstanceOf(BooksOnlineOffError);
    expect(begin.message).toMatch(words);
    expect((await failure(online.read(books))).message).toMatch(words);
  });

  it('says that the key is another one, and leaves the token for the right one', async () => {
    const online = await startOnline(use().database);
    await online.connect();
    const books = online.books({ config: { secretKeys: [randomBytes(32).toString('base64')] } });
    const error = await failure(online.read(books));
    expect(error).toBeInstanceOf(VendorError);
    expect(error.message).toMatch(/was sealed with the key [\w-]{8}, but QBR_SECRET_KEY is the key [\w-]{8}/);
    expect((await online.read()).months).toHaveLength(1);
  });

  it('shows no secret in logs and errors', async () => {
    const online = await startOnline(use().database);
    await online.connect();
    const messages: string[] = [];
    for (const status of [400, 401, 403, 429, 500]) {
      const body = JSON.stringify({ error: 'x', error_description: online.fake.tokens.secrets.join(' ') });
      online.fake.setFault(() => ({ kind: 'status', status, body }));
      messages.push(JSON.stringify(await failure(online.read()), ['message', 'stack', 'cause']));
    }
    online.fake.setFault(null);
    online.fake.tokens.endConsents();
    messages.push((await failure(online.read())).message);
    const text = messages.join('\n') + online.log();
    expect(online.log()).toContain('has ended');
    for (const secret of secretsOf(online)) expect(text).not.toContain(secret);
  });
});

describe('QuickBooks Online of several processes', () => {
  it('never has them use one refresh token twice', async () => {
    const fresh = await freshPostgresql();
    onTestFinished(() => fresh.remove());
    const databases = await Promise.all([1, 2, 3].map(() => openTestDatabase(fresh.connection)));
    onTestFinished(async () => void (await Promise.all(databases.map((database) => database.close()))));
    const [first] = databases;
    if (!first) throw new Error('No database');
    const online = await startOnline(first);
    await online.connect();
    for (let round = 0; round < 3; round += 1) {
      const readings = databases.map((database) => online.read(online.books({ database })));
      expect((await Promise.all(readings)).map(({ months }) => months.length)).toEqual([1, 1, 1]);
    }
    expect(online.fake.tokens.reused).toEqual([]);
    expect(online.fake.tokens.good).toHaveLength(1);
    expect(await readBooksOnline(first.prisma, ORGANIZATION_ID)).toMatchObject({ endedAt: null });
  });

  it('goes on after a restart between any two readings', async () => {
    const fresh = await freshPostgresql();
    onTestFinished(() => fresh.remove());
    const first = await openTestDatabase(fresh.connection);
    const online = await startOnline(first);
    const { redirectTo, browserSecret } = await online.books().begin(online.scope(), {
      redirectUri: REDIRECT_URI,
      browserSecret: null,
    });
    await first.close();
    const second = await openTestDatabase(fresh.connection);
    const currentUrl = online.fake.tokens.consent(redirectTo, online.fake.company.realmId);
    await online
      .books({ database: second })
      .finish({ ...online.scope(), database: second }, { currentUrl, browserSecret });
    await online.read(online.books({ database: second }));
    await second.close();
    const third = await openTestDatabase(fresh.connection);
    onTestFinished(() => third.close());
    expect((await online.read(online.books({ database: third }))).months).toHaveLength(1);
    expect(online.fake.tokens.reused).toEqual([]);
  });
});
