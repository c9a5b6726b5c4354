import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { DatabaseConnection } from '#src/store/engine/connection.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { DatabaseUnavailableError } from '#src/store/engine/errors.ts';
import { freshPostgresql, openTestDatabase, query } from '../../kit/databases.ts';

const PASSWORD = 'geheim-4711';

describe('a database that cannot be used', () => {
  const failure = async (connection: DatabaseConnection): Promise<DatabaseUnavailableError> => {
    const error = await openTestDatabase(connection).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatabaseUnavailableError);
    expect(everythingOf(error)).not.toContain(PASSWORD);
    return error as DatabaseUnavailableError;
  };

  it('is named with host, port and database where nobody listens', async () => {
    const port = await closedPort();
    const error = await failure({ kind: 'postgresql', url: `postgresql://qbr:${PASSWORD}@127.0.0.1:${port}/reviews` });
    expect(error.message).toBe(
      `PostgreSQL at 127.0.0.1:${port}/reviews cannot be used: connect ECONNREFUSED 127.0.0.1:${port}`,
    );
    expect(error.cause).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('says what the server says: a wrong password, a database that is not there', async () => {
    const { connection, remove } = await freshPostgresql({ empty: true });
    const url = new URL(connection.url);
    url.password = PASSWORD;
    expect((await failure({ kind: 'postgresql', url: url.href })).message).toMatch(
      /^PostgreSQL at 127\.0\.0\.1:\d+\/qbr_test_\w+ cannot be used: password authentication failed/,
    );
    url.href = connection.url;
    url.pathname = '/nowhere';
    expect((await failure({ kind: 'postgresql', url: url.href })).message).toContain(
      'database "nowhere" does not exist',
    );
    await remove();
  });

  it.each([
    `${PASSWORD}`,
    `postgresql:/qbr:${PASSWORD}@host/db`,
    `postgresql://qbr:12/${PASSWORD}@host/db`,
    `postgresql://qbr:%zz${PASSWORD}@host:99999/db`,
    `mysql://qbr:${PASSWORD}@host/db`,
  ])('is not guessed from an address such as %s', async (url) => {
    expect((await failure({ kind: 'postgresql', url })).message).toContain('DATABASE_URL is not a PostgreSQL address');
  });

  it('is reported by ping when the server has gone, and pinged again when it is back', async () => {
    const { connection, remove } = await freshPostgresql();
    const database = await openTestDatabase(connection);
    await database.ping();
    const name = new URL(connection.url).pathname.slice(1);
    const server = new URL(connection.url);
    server.pathname = '/postgres';
    await query(server.href, `ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
    await query(server.href, `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '${name}'`);
    await expect(database.ping()).rejects.toThrow(DatabaseUnavailableError);
    await query(server.href, `ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`);
    await database.ping();
    await database.close();
    await remove();
  });
});

describe('a server that goes in the middle of a transaction', () => {
  it('leaves nothing of it, says so, and the next transaction has a new connection', async () => {
    const { connection, remove } = await freshPostgresql();
    const database = await openTestDatabase(connection);
    const create = (tx: Transaction) => tx.organization.create({ data: { name: 'Second' } });
    const interrupted = database.transaction(async (tx) => {
      await create(tx);
      await query(
        connection.url,
        `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
         WHERE application_name = 'qbr-server' AND datname = current_database()`,
      );
      await create(tx);
    });
    await expect(interrupted).rejects.toThrow(/connection/);
    await database.transaction(create);
    expect(await database.prisma.organization.count()).toBe(2);
    await database.close();
    await remove();
  });
});

/** All that a log could show of an error. */
function everythingOf(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error);
  return `${error.stack} ${JSON.stringify({ ...error })} ${everythingOf(error.cause ?? null)}`;
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 1;
}
