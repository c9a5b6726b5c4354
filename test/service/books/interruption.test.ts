import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { parseMonth } from '#src/core/period.ts';
import { readNewestStatements } from '#src/store/statements.ts';
import { openWebConnectorSessions } from '#src/store/web-connector-sessions.ts';
import {
  type DatabaseUnderTest,
  describeOnOwnDatabases,
  emptyDatabase,
  openTestDatabase,
} from '../../kit/databases.ts';
import { collectionFor, ORGANIZATION_ID } from '../../kit/services.ts';
import { type Books, MONTHS, newestRun, serveBooks } from './harness.ts';

/** serverVersion, clientVersion, authenticate, four requests with their answers, closeConnection. */
const CALLS = 12;
const DEAD = new Error('The Web Connector died');

describeOnOwnDatabases('what the Web Connector brings', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const versions = async () => {
    const months = MONTHS.map((month) => parseMonth(month));
    const stored = await readNewestStatements(use().database.prisma, ORGANIZATION_ID, months);
    return stored.map(({ version }) => version);
  };
  const openSessions = () => openWebConnectorSessions(use().database.prisma, ORGANIZATION_ID);

  it('survives a restart of the server between any two calls', async () => {
    let books = await serveBooks(use().database);
    const first = books;
    const result = await first.update(first.company(), {
      beforeCall: async () => {
        await books.close();
        books = await serveBooks(use().database, { again: first });
      },
    });
    expect(result).toMatchObject({ percent: 100, closed: 'OK' });
    expect(result.calls).toHaveLength(CALLS);
    expect(await versions()).toEqual([1, 1, 1]);
  });

  it.each(Array.from({ length: CALLS }, (_, index) => index))(
    'is whole or absent, month by month, if it dies before call %i; the next session reads all',
    async (last) => {
      const books = await serveBooks(use().database);
      const dying = books.update(books.company(), {
        beforeCall: ({ number }) => {
          if (number === last) throw DEAD;
        },
      });
      await expect(dying).rejects.toBe(DEAD);
      // Company, accounts, then a month with each answer.
      const months = Math.max(0, Math.floor((last - 3) / 2) - 1);
      expect(await versions()).toEqual(Array(months).fill(1));
      const isClosed = last === CALLS - 1;
      expect(await openSessions()).toHaveLength(last > 2 && !isClosed ? 1 : 0);
      expect(await books.update()).toMatchObject({ percent: 100, closed: 'OK' });
      expect(await versions()).toEqual([1, 1, 1]);
      expect(await openSessions()).toEqual([]);
      expect(await use().database.prisma.collectionRun.count({ where: { status: 'running' } })).toBe(0);
      expect((await newestRun(use().database)).status).toBe('success');
    },
  );

  it('is not taken for an interrupted collection while its session goes on', async () => {
    const books = await serveBooks(use().database);
    const collection = collectionFor(use().database, { readers: { connectwise: null, ninjaone: null } });
    const result = await books.update(books.company(), {
      beforeCall: async () => {
        expect(await collection.closeInterrupted()).toBe(0);
      },
    });
    expect(result).toMatchObject({ percent: 100, closed: 'OK' });
  });

  it('comes from one of two connectors at a time: a new session ends the other', async () => {
    const books = await serveBooks(use().database);
    const results = await Promise.all([books.update(), books.update(), books.update()]);
    expect(results.filter(({ percent }) => percent === 100).length).toBeGreaterThan(0);
    for (const { percent, lastError } of results.filter((each) => each.percent !== 100)) {
      expect([percent === null || percent < 100, lastError]).toEqual([true, expect.stringMatching(/newer session/)]);
    }
    const runs = await use().database.prisma.collectionRun.findMany();
    expect(runs.filter(({ status }) => status === 'running')).toEqual([]);
    expect(runs.filter(({ status }) => status === 'success').length).toBeGreaterThan(0);
    expect(await versions()).toEqual([1, 1, 1]);
  });

  it('may come through two instances behind one address', async () => {
    const other = await secondInstance(use());
    const books = await serveBooks(use().database);
    const second = await serveBooks(other, { again: { ...books, url: 'http://127.0.0.1:0' } });
    const address = await roundRobin([books, second]);
    expect(await books.update(books.company(), { url: `${address}/qbwc` })).toMatchObject({
      percent: 100,
      closed: 'OK',
    });
    expect(await versions()).toEqual([1, 1, 1]);
  });
});

/** Another program on the database; the embedded one allows one only, whose service then has two listeners. */
async function secondInstance({ database, connection }: DatabaseUnderTest) {
  if (connection.kind === 'embedded') return database;
  const opened = await openTestDatabase(connection);
  onTestFinished(() => opened.close());
  return opened;
}

/** A proxy that gives each request to the next server. */
async function roundRobin(servers: readonly Books[]): Promise<string> {
  let turn = 0;
  const proxy = createServer((incoming, outgoing) => {
    const target = servers[turn % servers.length]?.url ?? '';
    turn += 1;
    const { expect: _, ...headers } = incoming.headers;
    const forwarded = request(`${target}${incoming.url}`, { method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}
