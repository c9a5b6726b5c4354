import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '#src/service/audit/verify.ts';
import { migrate, readMigrations } from '#src/store/engine/migrate.ts';
import { connectClient } from '#src/store/engine/postgresql.ts';
import { pgSession } from '#src/store/engine/sql-session.ts';
import { type FreshDatabase, freshPostgresql, openTestDatabase, query } from '../kit/databases.ts';

describe('the migration audit_chain', () => {
  let fresh: FreshDatabase<{ kind: 'postgresql'; url: string }>;
  beforeAll(async () => {
    fresh = await freshPostgresql({ empty: true });
    const client = await connectClient(fresh.connection);
    const session = pgSession(client);
    const isEarlier = ({ name }: { name: string }) => name < '20261121000004_audit_chain';
    await migrate(session, readMigrations().filter(isEarlier));
    const row = `now(), 'ann', 'metrics.entered', '{"period":"2025-01","metrics":["nrr"]}'`;
    await session.run(`
      INSERT INTO organization (id, name) VALUES (1, 'One'), (7, 'Seven'), (8, 'Without entries');
      INSERT INTO qbr_audit (organization_id, id, at, actor, action, detail)
      VALUES (1, 2, ${row}), (1, 3, ${row}), (7, 5, ${row}), (1, 9, ${row});`);
    await client.end();
  });
  afterAll(() => fresh.remove());

  it('chains what earlier versions recorded, gaps and all, and goes on from there', async () => {
    const database = await openTestDatabase(fresh.connection);
    const entry = { at: new Date(), actor: 'bob', action: 'metrics.entered', detail: {} };
    for (const organizationId of [1, 8, 7])
      await database.prisma.auditEntry.create({ data: { organizationId, ...entry } });
    expect(await verifyAudit(database)).toMatchObject([
      { organizationId: 1, entries: 4, firstId: 2, adoptedId: 9, head: { id: 10 }, problems: [] },
      { organizationId: 7, entries: 2, firstId: 5, adoptedId: 5, head: { id: 6 }, problems: [] },
      { organizationId: 8, entries: 1, firstId: 1, adoptedId: 0, head: { id: 1 }, problems: [] },
    ]);
    await database.close();
  });

  it.each([
    ['DELETE FROM qbr_audit WHERE organization_id = 1 AND id = 2', 3],
    ['DELETE FROM qbr_audit WHERE organization_id = 1 AND id = 3', 9],
    ['DELETE FROM qbr_audit WHERE organization_id = 1 AND id = 9', 9],
    [`UPDATE qbr_audit SET actor = 'eve' WHERE organization_id = 1 AND id = 3`, 3],
  ])('lets nothing of it be changed unseen: %s', async (sql, brokenAt) => {
    const triggers = (how: string) => `ALTER TABLE qbr_audit ${how} TRIGGER USER;`;
    await query(fresh.connection.url, `CREATE TABLE kept AS TABLE qbr_audit; ${triggers('DISABLE')} ${sql}`);
    const database = await openTestDatabase(fresh.connection);
    expect((await verifyAudit(database))[0]?.problems.map(({ id }) => id)).toEqual([brokenAt]);
    await database.close();
    const restore = 'DELETE FROM qbr_audit; INSERT INTO qbr_audit TABLE kept; DROP TABLE kept;';
    await query(fresh.connection.url, `${restore} ${triggers('ENABLE')}`);
  });
});
