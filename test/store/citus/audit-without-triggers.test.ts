import { afterAll, beforeAll, expect, it } from 'vitest';
import { SCHEDULE_VIEWER } from '#src/auth/viewer.ts';
import { pruneAudit } from '#src/service/audit/prune.ts';
import { verifyAudit } from '#src/service/audit/verify.ts';
import { appendAudit, PROGRAM_ORIGIN } from '#src/store/audit.ts';
import type { Database } from '#src/store/engine/database.ts';
import { openDistributed } from '../../kit/citus-emulation.ts';
import { describeOnOwnDatabases } from '../../kit/databases.ts';
import { enter, scopeOn } from '../../kit/services.ts';

const AT = new Date('2025-04-15T17:00:00.123Z');
const DETAIL = {
  metric: 'nrr',
  period: '2025-01',
  note: '„Größe“',
  before: null,
  after: { value: '1.50', list: [1, true] },
};

describeOnOwnDatabases('the audit trail without triggers', (use) => {
  let database: Database;
  const append = (count: number, organizationId = 1) =>
    database.transaction(async (tx) => {
      for (let number = 1; number <= count; number++)
        await appendAudit(tx, organizationId, {
          ...{ at: AT, actor: `ann ${number}`, action: 'metrics.entered', detail: DETAIL },
          origin: { actorId: 'person:3', credential: null, address: '2001:db8::7' },
        });
    });
  beforeAll(async () => {
    database = use().database;
    await append(3);
    database = await openDistributed(use());
  });
  afterAll(() => database.close());

  it('goes on with the chain that the triggers have begun', async () => {
    await append(2);
    expect(await verifyAudit(database)).toMatchObject([{ entries: 5, head: { id: 5 }, problems: [] }]);
  });

  it('notes what an entry is about as they do', async () => {
    const abouts = await database.prisma.$queryRaw<{ about: string }[]>`
      SELECT string_agg(kind || ' ' || subject, ',' ORDER BY kind) AS about FROM qbr_audit_subject GROUP BY entry_id ORDER BY entry_id`;
    expect(abouts.map(({ about }) => about)).toEqual(Array(5).fill('metric nrr,period 2025-01'));
  });

  it('is a chain of each organization, without gaps where transactions were rolled back', async () => {
    await database.prisma.organization.create({ data: { id: 7, name: 'Another' } });
    await append(2, 7);
    const undone = database.transaction(async (tx) => {
      await appendAudit(tx, 1, { at: AT, actor: 'bob', origin: PROGRAM_ORIGIN, action: 'key.used', detail: {} });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await enter(database, '2025-01', { new_mrr: 1 });
    expect(await verifyAudit(database)).toMatchObject([
      { organizationId: 1, entries: 6, head: { id: 6 }, problems: [] },
      { organizationId: 7, entries: 2, head: { id: 2 }, problems: [] },
    ]);
  });

  it('has its turns taken by thirty writers at once', async () => {
    await Promise.all(Array.from({ length: 30 }, () => append(2)));
    expect((await verifyAudit(database))[0]).toMatchObject({ entries: 66, head: { id: 66 }, problems: [] });
  });

  it('shows who has changed an entry, though nothing refuses it', async () => {
    await database.prisma.$executeRaw`UPDATE qbr_audit SET actor = 'eve' WHERE organization_id = 7 AND id = 1`;
    expect((await verifyAudit(database))[1]?.problems.map(({ id }) => id)).toEqual([1]);
  });

  it('takes no entry of a version that leaves its number to a trigger', async () => {
    const data = { organizationId: 1, at: AT, actor: 'old', action: 'test', detail: {} };
    const insert = database.prisma.$executeRaw`INSERT INTO qbr_audit (organization_id, at, actor, action, detail)
      VALUES (1, ${data.at}::timestamptz, 'old', 'test', '{}')`;
    await expect(insert).rejects.toThrow(/null value in column "id"/);
    await expect(database.prisma.auditEntry.create({ data })).rejects.toThrow(/qbr_audit_numbered_check/);
  });

  it('is pruned', async () => {
    const scope = { ...scopeOn(database, new Date(AT.getTime() + 400 * 86_400_000)), viewer: SCHEDULE_VIEWER };
    expect(await pruneAudit(scope, { retentionDays: 365 })).toBe(66);
    expect((await verifyAudit(database))[0]).toMatchObject({ entries: 1, firstId: 67, prunedId: 66, problems: [] });
  });
});
