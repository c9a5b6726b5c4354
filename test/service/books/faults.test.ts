import { beforeEach, expect, it } from 'vitest';
import { parseMonth } from '#src/core/period.ts';
import { collectionProblems } from '#src/service/attention/collection-problems.ts';
import { pauseBooks } from '#src/service/books/connect.ts';
import { booksStatus } from '#src/service/books/status.ts';
import { readNewestStatements } from '#src/store/statements.ts';
import { describeOnOwnDatabases, emptyDatabase } from '../../kit/databases.ts';
import { openCompanyFile } from '../../kit/quickbooks/company-file.ts';
import { createSoapClient } from '../../kit/quickbooks/soap-client.ts';
import { answerParameters, requestParameters } from '../../kit/quickbooks/web-connector.ts';
import { NOW, ORGANIZATION_ID, schedulesOn, scopeOn } from '../../kit/services.ts';
import { type Books, MONTHS, newestRun, serveBooks } from './harness.ts';

const HALF_AN_HOUR = 30 * 60_000;

describeOnOwnDatabases('the Web Connector', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const storedMonths = async () => {
    const months = MONTHS.map((month) => parseMonth(month));
    return (await readNewestStatements(use().database.prisma, ORGANIZATION_ID, months)).map(({ month }) => month);
  };
  const statesOf = async () => (await newestRun(use().database)).entries.map(({ status }) => status);

  /** The calls of a session one by one. */
  const manual = async (books: Books, file = books.company()) => {
    const client = createSoapClient(books.app.url);
    const { userName, password } = books.app;
    const [ticket = ''] = await client.call('authenticate', [
      ['strUserName', userName],
      ['strPassword', password],
    ]);
    const quickBooks = openCompanyFile(file);
    let hcp = quickBooks.hcpResponse();
    return {
      ticket,
      client,
      answer: quickBooks.answer,
      async send() {
        const [request = ''] = await client.call('sendRequestXML', requestParameters(ticket, hcp, file));
        hcp = '';
        return request;
      },
      receive: async (answer: ReturnType<typeof quickBooks.answer>) =>
        Number((await client.call('receiveResponseXML', answerParameters(ticket, answer)))[0]),
      lastError: async () => (await client.call('getLastError', [['ticket', ticket]]))[0] ?? '',
      close: async () => (await client.call('closeConnection', [['ticket', ticket]]))[0] ?? '',
    };
  };
  const said = (response: string) => ({ response, hresult: '', message: '' }) as const;

  it.each([
    ['error', /status 3261.*permission/],
    ['hresult', /0x80040402.*Unexpected error/],
    ['truncated', /not well-formed/],
    ['untied', /Total Expense is .*, but/],
    ['other-basis', /answered on cash basis, but accrual was asked for/],
    ['other-request', /belongs to another request/],
  ] as const)('refuses one month alone, once, and says why: %s', async (fault, reason) => {
    const books = await serveBooks(use().database);
    const result = await books.update(books.company({ faults: { '2025-03': fault } }));
    expect(result.percent).toBe(100);
    expect(result.calls.filter(({ method }) => method === 'sendRequestXML')).toHaveLength(4);
    expect(result.closed).toMatch(/^2 of 3 months were read\. 2025-03: /);
    expect(result.closed).toMatch(reason);
    expect(await storedMonths()).toEqual(['2025-02', '2025-04']);
    const run = await newestRun(use().database);
    expect(run.status).toBe('partial');
    expect(run.entries.map(({ status }) => status)).toEqual(['success', 'failed', 'success']);
    expect(run.entries[1]?.errorMessage).toMatch(reason);
    expect((await booksStatus(scopeOn(use().database))).lastError).toMatch(reason);
    await books.update();
    expect(await storedMonths()).toEqual([...MONTHS]);
    expect((await newestRun(use().database)).status).toBe('success');
  });

  it('shows why no month at all was stored', async () => {
    const { database } = use();
    const books = await serveBooks(database);
    const faults = Object.fromEntries(MONTHS.map((month) => [month, 'error' as const]));
    expect(await books.update(books.company({ faults }))).toMatchObject({
      percent: -1,
      lastError: expect.stringContaining('status 3261'),
    });
    expect((await newestRun(use().database)).status).toBe('failed');
    const problems = await collectionProblems(
      scopeOn(database),
      schedulesOn(database, () => NOW, true),
    );
    const failures = Array(MONTHS.length).fill({ message: expect.stringContaining('status 3261') });
    expect(problems).toMatchObject([{ problem: 'failed', severity: 'critical', failures }, { problem: 'late' }]);
  });

  it('reads months without the chart of accounts where QuickBooks refuses that', async () => {
    const books = await serveBooks(use().database);
    expect(await books.update(books.company({ faults: { accounts: 'error' } }))).toMatchObject({ percent: 100 });
    expect(await storedMonths()).toEqual([...MONTHS]);
  });

  it('reads nothing where the company cannot be identified', async () => {
    const books = await serveBooks(use().database);
    const file = books.company({ faults: { host: 'error' } });
    expect(await books.update(file, { sendsHcp: false })).toMatchObject({ percent: -1 });
    expect(await storedMonths()).toEqual([]);
    expect(await statesOf()).toEqual(['failed', 'failed', 'failed']);
  });

  it('refuses another company file with words, and stores nothing of it', async () => {
    const books = await serveBooks(use().database);
    await books.update();
    const other = { name: 'Other, Inc.', path: 'C:\\Other.qbw', postings: [] };
    for (const ids of [null, { ...books.ids, fileId: '00000000-0000-4000-8000-000000000009' }]) {
      for (const sendsHcp of [true, false]) {
        const result = await books.update(books.company({ ...other, ids }), { sendsHcp });
        expect(result.lastError).toMatch(
          /company file of Other, Inc\. is open .* reads the company file of Example MSP, LLC/,
        );
        expect(await newestRun(use().database)).toMatchObject({ status: 'failed' });
      }
    }
    const status = await booksStatus(scopeOn(use().database));
    expect(status).toMatchObject({ connected: true, company: 'Example MSP, LLC' });
    expect((await books.update()).percent).toBe(100);
  });

  it('knows a file that shows no id by its name', async () => {
    const books = await serveBooks(use().database);
    expect((await books.update(books.company({ ids: null }))).percent).toBe(100);
    expect((await books.update(books.company({ ids: null }))).percent).toBe(100);
    expect((await books.update(books.company({ ids: null, name: 'Other, Inc.' }))).lastError).toMatch(/Other, Inc/);
  });

  it.each(['wrong password', 'wrong user', 'no connection'])('answers nvu with two texts: %s', async (what) => {
    const books = await serveBooks(use().database);
    if (what === 'no connection') await use().database.prisma.booksConnection.deleteMany();
    const wrong = what === 'wrong user' ? { userName: 'root' } : { password: `${books.app.password}x` };
    const result = await books.update(books.company(), wrong);
    expect(result).toMatchObject({ state: 'nvu', closed: 'OK' });
    expect(result.calls.at(-2)?.answer).toEqual(['', 'nvu']);
    expect(await use().database.prisma.collectionRun.count()).toBe(0);
    const entries = await use().database.prisma.auditEntry.findMany({ where: { action: 'books.refused' } });
    expect(entries).toMatchObject([{ detail: { reason: 'wrong_password' }, address: '127.0.0.1' }]);
    expect(JSON.stringify([entries, books.logged])).not.toContain(books.app.password);
  });

  it('checks no more passwords of an address that guesses, and comes back to the right one', async () => {
    const books = await serveBooks(use().database, { wrongKey: 3 });
    for (let right = 0; right < 5; right += 1) expect((await books.update()).state).toBe('');
    const guesses = Array.from({ length: 8 }, (_, index) =>
      books.update(books.company(), { password: `guess ${index}` }),
    );
    const states = (await Promise.all(guesses)).map(({ state }) => state).sort();
    expect(states).toEqual([...Array(5).fill('busy'), ...Array(3).fill('nvu')]);
    expect((await books.update()).state).toBe('busy');
  });

  it('answers none while it is paused', async () => {
    const books = await serveBooks(use().database);
    await pauseBooks(scopeOn(use().database), true);
    expect(await books.update()).toMatchObject({ state: 'none', closed: 'OK' });
    await pauseBooks(scopeOn(use().database), false);
    expect((await books.update()).percent).toBe(100);
  });

  it('gives the same effect to an answer that is delivered twice, and the same request to a repeated call', async () => {
    const books = await serveBooks(use().database);
    const session = await manual(books);
    for (let percent = 0; percent < 100; ) {
      const request = await session.send();
      expect(await session.send()).toBe(request);
      const answer = session.answer(request);
      percent = await session.receive(answer);
      expect(await session.receive(answer)).toBe(percent);
      expect(await session.receive(said('nonsense'))).toBe(percent);
    }
    expect(await session.send()).toBe('');
    expect(await session.lastError()).toBe('No error.');
    expect([await session.close(), await session.close()]).toEqual(['OK', 'OK']);
    expect(await use().database.prisma.statement.count()).toBe(3);
  });

  it('asks three times at most for what is never answered', async () => {
    const books = await serveBooks(use().database);
    const session = await manual(books);
    const requests: string[] = [];
    for (let request = await session.send(); request !== ''; request = await session.send()) requests.push(request);
    expect(requests).toHaveLength(4 * 3);
    expect(new Set(requests).size).toBe(4);
    expect(await session.lastError()).toMatch(/asked 3 times/);
    expect(await statesOf()).toEqual(['failed', 'failed', 'failed']);
  });

  it('tells an unknown ticket nothing, and lets it close', async () => {
    const books = await serveBooks(use().database);
    const client = createSoapClient(books.app.url);
    for (const ticket of ['', 'x', '0'.repeat(32)]) {
      expect(await client.call('sendRequestXML', [['ticket', ticket]])).toEqual(['']);
      expect(await client.call('receiveResponseXML', [['ticket', ticket]])).toEqual(['-1']);
      expect(await client.call('connectionError', [['ticket', ticket]])).toEqual(['done']);
      expect(await client.call('getLastError', [['ticket', ticket]])).toEqual([expect.stringMatching(/unknown/)]);
      expect(await client.call('closeConnection', [['ticket', ticket]])).toEqual(['OK']);
    }
    client.close();
  });

  it('tries to open QuickBooks twice more, with whatever file is open, then gives up', async () => {
    const books = await serveBooks(use().database);
    await books.update();
    const asked: string[] = [];
    const failure = { hresult: '0x80040401', message: 'Could not access QuickBooks.' };
    const result = await books.update(books.company(), {
      open: (path) => {
        asked.push(path);
        return failure;
      },
    });
    expect(asked).toEqual(['C:\\Books\\Example.qbw', '', '']);
    expect(result.closed).toMatch(/0 of 3 months were read.*could not be reached.*0x80040401/i);
    expect(await newestRun(use().database)).toMatchObject({ status: 'failed' });
    const moved = await books.update(books.company(), { open: (path) => (path === '' ? null : failure) });
    expect(moved).toMatchObject({ percent: 100, closed: 'OK' });
  });

  it('loses nothing in a break of 29 minutes, and ends after 30', async () => {
    const books = await serveBooks(use().database);
    const session = await manual(books);
    expect(await session.receive(session.answer(await session.send()))).toBe(40);
    books.advance(HALF_AN_HOUR - 1);
    expect(await session.receive(session.answer(await session.send()))).toBe(60);
    books.advance(HALF_AN_HOUR);
    expect(await session.send()).toBe('');
    expect(await session.lastError()).toMatch(/silent for 30 minutes/);
    expect(await newestRun(use().database)).toMatchObject({ status: 'partial' });
    expect(await statesOf()).toEqual(['failed', 'failed', 'success']);
  });

  it('ends a session that has fallen silent once, whoever looks for it at the same time', async () => {
    const books = await serveBooks(use().database);
    await (await manual(books)).send();
    books.advance(HALF_AN_HOUR);
    const ended = await Promise.all([books.endSilent(), books.endSilent(), books.endSilent()]);
    expect(ended.sort()).toEqual([0, 0, 1]);
    expect(books.logged.filter((line) => line.includes('fell silent'))).toHaveLength(1);
    expect(await newestRun(use().database)).toMatchObject({ status: 'failed' });
  });

  it('ends an older session that has not ended when a new one begins', async () => {
    const books = await serveBooks(use().database);
    const older = await manual(books);
    const request = await older.send();
    expect((await books.update()).percent).toBe(100);
    expect(await older.receive(older.answer(request))).toBe(-1);
    expect(await older.send()).toBe('');
    expect(await older.lastError()).toMatch(/newer session/);
    expect(
      (await use().database.prisma.collectionRun.findMany({ orderBy: { id: 'asc' } })).map(({ status }) => status),
    ).toEqual(['failed', 'success']);
  });

  it('waits for no collection that is reading, and its run is not taken for an interrupted one', async () => {
    const books = await serveBooks(use().database);
    const lock = await use().database.tryRunLock(ORGANIZATION_ID);
    expect((await books.update()).percent).toBe(100);
    await lock?.release();
  });
});
