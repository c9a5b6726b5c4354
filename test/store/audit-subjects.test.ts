import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { appendAudit, readAuditPage } from '#src/store/audit.ts';
import { migrate, readMigrations } from '#src/store/engine/migrate.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import { connectClient } from '#src/store/engine/postgresql.ts';
import { pgSession } from '#src/store/engine/sql-session.ts';
import { describeOnBothDatabases, freshPostgresql, query } from '../kit/databases.ts';
import { asProgram } from '../kit/operator-database.ts';

// What an entry is about, by which the audit trail is searched (migration `audit_subjects`).

/** Details and what they are about. */
const DETAILS: readonly (readonly [detail: string, about: readonly string[]])[] = [
  ['{"metric": "nrr", "period": "2025-01"}', ['metric nrr', 'period 2025-01']],
  [
    '{"changes": [{"metric": "nrr", "period": "2025-01"}, {"metric": "mrr", "period": "2025-01"}]}',
    ['metric mrr', 'metric nrr', 'period 2025-01'],
  ],
  ['{"period": "2025-Q1", "changes": []}', ['period 2025-Q1']],
  ['{"reason": "nrr", "deeper": {"metric": "nrr"}}', []],
  ['{"metric": 7, "period": null, "changes": {"metric": "nrr"}}', []],
  ['["metric", "nrr"]', []],
  ['"nrr"', []],
  [JSON.stringify({ metric: 'x'.repeat(3_000) }), [`metric ${'x'.repeat(200)}`]],
];

const INSERT = `INSERT INTO qbr_audit (organization_id, at, actor, action, detail)
  VALUES ${DETAILS.map(([detail]) => `(1, now(), 'ann', 'test', '${detail}')`).join(', ')}`;
const ABOUT = `SELECT entry_id AS entry, string_agg(kind || ' ' || subject, ',' ORDER BY kind, subject COLLATE "C") AS about
  FROM qbr_audit_subject GROUP BY entry_id ORDER BY entry_id`;
const EXPECTED = DETAILS.flatMap(([, about], index) =>
  about.length === 0 ? [] : [{ entry: index + 1, about: about.join(',') }],
);

it('Entries of earlier versions are found as well', async () => {
  const fresh = await freshPostgresql({ empty: true });
  onTestFinished(fresh.remove);
  const client = await connectClient(fresh.connection);
  const session = pgSession(client);
  await migrate(
    session,
    readMigrations().filter(({ name }) => name < '20261129000010_audit_subjects'),
  );
  await session.run(`INSERT INTO organization (id, name) VALUES (1, 'One'); ${INSERT}`);
  await migrate(session, readMigrations());
  await client.end();
  expect(await query(fresh.connection.url, ABOUT)).toEqual(EXPECTED);
});

describeOnBothDatabases(
  'what an audit entry is about',
  (use) => {
    beforeAll(async () => {
      await use().database.prisma.$executeRawUnsafe(INSERT);
    });

    it('is noted with it, each metric and period once', async () => {
      expect(await use().database.prisma.$queryRawUnsafe(ABOUT)).toEqual(EXPECTED);
    });

    it('is no other organization’s, and is found by the program, which the policies bind', async () => {
      const { prisma } = use().database;
      await prisma.organization.create({ data: { id: 2, name: 'Second MSP' } });
      const { prisma: bound } = asProgram(use().database);
      const entry = { at: new Date(), actor: 'bob', action: 'metrics.entered', detail: { metric: 'nrr' } } as const;
      const origin = { actorId: null, credential: null, address: null };
      await withinOrganization(2, () => appendAudit(bound, 2, { ...entry, origin }));
      const found = (organizationId: number) =>
        withinOrganization(organizationId, () =>
          readAuditPage(bound, organizationId, { metric: 'nrr' }, { olderThan: null, limit: 10 }),
        );
      expect((await found(1)).map(({ id, actor }) => [id, actor])).toEqual([
        [2, 'ann'],
        [1, 'ann'],
      ]);
      expect((await found(2)).map(({ id, actor }) => [id, actor])).toEqual([[1, 'bob']]);
    });

    describe('is deleted', () => {
      it('with an entry that is pruned', async () => {
        const { prisma } = use().database;
        const pruned = `SELECT id AS "throughId", hash AS "throughHash" FROM qbr_audit WHERE organization_id = 1 AND id = 2`;
        await prisma.$executeRawUnsafe(`INSERT INTO qbr_audit (organization_id, at, actor, action, detail)
        SELECT 1, now(), 'ann', 'audit.pruned', to_jsonb(p) FROM (${pruned}) AS p`);
        await withinOrganization(1, () =>
          asProgram(use().database).transaction(async (tx) => {
            await tx.$executeRawUnsafe(`UPDATE qbr_audit_chain SET pruned_id = 2,
            pruned_hash = (SELECT hash FROM qbr_audit WHERE organization_id = 1 AND id = 2) WHERE organization_id = 1`);
            await tx.$executeRaw`DELETE FROM qbr_audit WHERE organization_id = 1 AND id <= 2`;
          }),
        );
        expect(await prisma.$queryRawUnsafe(`${ABOUT.replace('GROUP', 'WHERE organization_id = 1 GROUP')}`)).toEqual(
          EXPECTED.filter(({ entry }) => entry > 2),
        );
      });
    });
  },
  { notOnCitus: 'a trigger notes it' },
);
