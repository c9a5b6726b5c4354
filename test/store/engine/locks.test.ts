import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatabaseConnection } from '#src/store/engine/connection.ts';
import type { Database } from '#src/store/engine/database.ts';
import { DatabaseInUseError } from '#src/store/engine/errors.ts';
import { RUN_LOCK_CLASS } from '#src/store/engine/run-lock.ts';
import {
  describeOnOwnDatabases,
  type FreshDatabase,
  freshEmbedded,
  freshPostgresql,
  openTestDatabase,
  query,
} from '../../kit/databases.ts';
import { DatabaseProcess } from '../process/child.ts';

describe("the embedded database's folder", () => {
  let fresh: FreshDatabase;
  beforeAll(async () => {
    fresh = await freshEmbedded();
  });
  afterAll(() => fresh.remove());

  const refusal = async (connection: DatabaseConnection): Promise<DatabaseInUseError> => {
    const error = await openTestDatabase(connection).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatabaseInUseError);
    return error as DatabaseInUseError;
  };

  it('is refused to a second process, with who has it and what that one does, until the first one is killed', async () => {
    const owner = new DatabaseProcess(fresh.connection);
    await owner.hear();
    const error = await refusal(fresh.connection);
    expect(error).toMatchObject({ ownerPid: owner.pid, ownerCommand: 'qbr serve', activity: undefined });
    expect(Date.now() - Date.parse(error.since ?? '')).toBeLessThan(60_000);
    expect(error.message).toContain(`is in use by process ${owner.pid} (qbr serve, since ${error.since}). Stop it`);

    await owner.ask('activity collecting since 22:30');
    expect(await refusal(fresh.connection)).toMatchObject({ activity: 'collecting since 22:30' });
    await owner.ask('activity');
    expect(await refusal(fresh.connection)).toMatchObject({ activity: undefined });

    await owner.kill();
    await (await openTestDatabase(fresh.connection)).close();
  });

  it('is refused to the same process as well, and free after closing', async () => {
    const database = await openTestDatabase(fresh.connection);
    expect(await refusal(fresh.connection)).toMatchObject({ ownerPid: process.pid, ownerCommand: 'vitest' });
    await database.close();
    await (await openTestDatabase(fresh.connection)).close();
  });

  it('is free again after an opening that failed', async () => {
    const connection = { kind: 'embedded', directory: '/dev/null/data' } as const;
    await expect(openTestDatabase(connection)).rejects.toThrow(
      /\/dev\/null\/data cannot be created or written.*QBR_DATA_DIR/,
    );
    const database = await openTestDatabase(fresh.connection);
    await database.prisma.organization.deleteMany();
    await database.close();
    const nameTooLong = openTestDatabase(fresh.connection, { organizationName: 'x'.repeat(101) });
    await expect(nameTooLong).rejects.toThrow(/too long/);
    await (await openTestDatabase(fresh.connection)).close();
  });
});

describeOnOwnDatabases('the run lock', (use) => {
  it('is given once at a time, to each organization its own', async () => {
    const { database } = use();
    const first = await database.tryRunLock(1);
    expect(first).not.toBeNull();
    expect(await database.tryRunLock(1)).toBeNull();
    const other = await database.tryRunLock(2);
    expect(other).not.toBeNull();

    await first?.release();
    const second = await database.tryRunLock(1);
    expect(second).not.toBeNull();
    // A second release of the first one must not free what the next run holds.
    await first?.release();
    expect(await database.tryRunLock(1)).toBeNull();
    await Promise.all([second?.release(), other?.release()]);
    expect([first, second, other].map((lock) => lock?.lost.aborted)).toEqual([false, false, false]);
  });

  it('is given to one of many who ask at the same time', async () => {
    const locks = await Promise.all(Array.from({ length: 8 }, () => use().database.tryRunLock(1)));
    expect(locks.filter((lock) => lock !== null)).toHaveLength(1);
    await Promise.all(locks.map((lock) => lock?.release()));
  });
});

describe('the run lock on PostgreSQL', () => {
  let fresh: FreshDatabase<{ kind: 'postgresql'; url: string }>;
  let database: Database;
  beforeAll(async () => {
    fresh = await freshPostgresql();
    database = await openTestDatabase(fresh.connection);
  });
  afterAll(async () => {
    await database.close();
    await fresh.remove();
  });

  const terminateHolder = () =>
    query(
      fresh.connection.url,
      `SELECT pg_terminate_backend(pid, 10000) FROM pg_locks JOIN pg_database ON pg_database.oid = database
       WHERE locktype = 'advisory' AND classid = ${RUN_LOCK_CLASS} AND datname = current_database()`,
    );

  /** Waits until the server has noticed that the holder is gone, which takes it a moment. */
  const whenFree = () =>
    query(
      fresh.connection.url,
      `SET statement_timeout = '20s'; SELECT pg_advisory_lock(${RUN_LOCK_CLASS}, 1); SELECT pg_advisory_unlock_all()`,
    );

  it('keeps other processes out until it is released or its process is killed', async () => {
    const other = new DatabaseProcess(fresh.connection);
    await other.hear();
    expect(await other.ask('lock')).toBe(true);
    expect(await database.tryRunLock(1)).toBeNull();
    await other.ask('unlock');

    const mine = await database.tryRunLock(1);
    expect(await other.ask('lock')).toBe(false);
    await mine?.release();

    expect(await other.ask('lock')).toBe(true);
    await other.kill();
    await whenFree();
    const again = await database.tryRunLock(1);
    expect(again).not.toBeNull();
    await again?.release();
  });

  it('says so when it is lost, and can be taken again', async () => {
    const lock = await database.tryRunLock(1);
    if (lock === null) throw new Error('The lock is taken');
    const lost = once(lock.lost, 'abort', { signal: AbortSignal.timeout(5_000) });
    await terminateHolder();
    await lost;
    expect(lock.lost.reason).toBeInstanceOf(Error);

    const next = await database.tryRunLock(1);
    expect(next).not.toBeNull();
    await lock.release();
    expect(await database.tryRunLock(1)).toBeNull();
    await next?.release();
  });

  it('is given up on closing', async () => {
    const second = await openTestDatabase(fresh.connection);
    const lock = await second.tryRunLock(1);
    await second.close();
    expect(lock?.lost.aborted).toBe(false);
    const mine = await database.tryRunLock(1);
    expect(mine).not.toBeNull();
    await mine?.release();
  });
});
