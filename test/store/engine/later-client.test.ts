import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '#src/store/engine/database.ts';
import { laterClient } from '#src/store/engine/later-client.ts';
import { acrossOrganizations } from '#src/store/engine/organization-context.ts';
import { type FreshDatabase, freshEmbedded } from '../../kit/databases.ts';

describe('a client that is loaded by its first use', () => {
  let fresh: FreshDatabase;
  let database: Database;
  beforeAll(async () => {
    fresh = await freshEmbedded();
    const { connection } = fresh;
    database = await openDatabase({ connection, organizationName: 'Example', owner: { command: 'test' } });
  });
  afterAll(async () => {
    await database.close();
    await fresh.remove();
  });

  it('passes on what was asked of it before, also of what it had then', async () => {
    const { prisma } = database;
    const [count, rows, both] = await Promise.all([
      acrossOrganizations(() => prisma.organization.count()),
      acrossOrganizations(() => prisma.$queryRaw`SELECT ${1}::int4 AS one`),
      acrossOrganizations(() => prisma.$transaction(async (tx) => (await tx.vendor.count()) + 1)),
    ]);
    expect({ count, rows, both }).toEqual({ count: 1, rows: [{ one: 1 }], both: 5 });
    expect(await acrossOrganizations(() => prisma.vendor.count())).toBe(4);
    expect(database.prisma).not.toBe(prisma);
  });

  it('asks nothing before somebody waits, and sees the rows of whoever does', async () => {
    let loads = 0;
    const { current } = laterClient(async () => {
      loads += 1;
      return database.prisma;
    });
    const entries = current.auditEntry.count();
    expect(loads).toBe(0);
    await expect(current.auditEntry.count()).rejects.toThrow('outside of any organization');
    expect(await acrossOrganizations(() => entries)).toBe(0);
  });

  it('is loaded once, and again after a failure', async () => {
    let loads = 0;
    const client = laterClient(async () => {
      loads += 1;
      if (loads === 1) throw new Error('Not there yet');
      return database.prisma;
    });
    const count = () => acrossOrganizations(() => client.current.vendor.count());
    await expect(count()).rejects.toThrow('Not there yet');
    expect(await Promise.all([count(), count()])).toEqual([4, 4]);
    expect(loads).toBe(2);
    expect(client.current).toBe(database.prisma);
  });

  it('is not loaded to be ended', async () => {
    const client = laterClient(() => Promise.reject(new Error('It was loaded')));
    await expect(client.disconnect()).resolves.toBeUndefined();
  });
});
