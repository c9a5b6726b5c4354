import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { SCHEDULE_VIEWER } from '#src/auth/viewer.ts';
import { pruneAudit } from '#src/service/audit/prune.ts';
import { verifyAudit } from '#src/service/audit/verify.ts';
import { type AuditOrigin, appendAudit, PROGRAM_ORIGIN } from '#src/store/audit.ts';
import { describeOnBothDatabases, emptyDatabase, withoutAuditTriggers } from '../../kit/databases.ts';
import { scopeOn } from '../../kit/services.ts';

const AT = new Date('2025-04-15T17:00:00.123Z');
const DAY_MS = 86_400_000;
const ORIGIN: AuditOrigin = { actorId: 'person:3', credential: 'session:17', address: '2001:db8::7' };

describeOnBothDatabases('the audit trail', (use, engine) => {
  /** What only triggers do, and changes by statements that Citus does not have. */
  const itOnOneServer = it.skipIf(engine === 'Citus');

  beforeEach(() => emptyDatabase(use()));

  const append = (count: number, { organizationId = 1, days = 0 } = {}) =>
    use().database.transaction(async (tx) => {
      for (let number = 1; number <= count; number++) {
        const at = new Date(AT.getTime() + days * DAY_MS + number);
        const detail = { note: `„Größe“ ${number}`, before: null, after: { value: '1.50' } };
        const entry = { at, actor: `ann ${number}`, origin: ORIGIN, action: 'metrics.entered', detail } as const;
        await appendAudit(tx, organizationId, entry);
      }
    });
  /** What the tables' owner does by hand. */
  const tamper = (...statements: string[]) => withoutAuditTriggers(use().database, statements);
  const run = (sql: string) => use().database.prisma.$executeRawUnsafe(sql);
  const verify = async () => (await verifyAudit(use().database))[0];
  const brokenAt = async () => (await verify())?.problems.map(({ id }) => id);
  const ids = async () =>
    (await use().database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id);

  it('is one unbroken chain for each organization, without gaps where transactions were rolled back', async () => {
    await use().database.prisma.organization.create({ data: { id: 7, name: 'Another' } });
    await append(3);
    await append(2, { organizationId: 7 });
    const undone = use().database.transaction(async (tx) => {
      await appendAudit(tx, 1, { at: AT, actor: 'bob', origin: PROGRAM_ORIGIN, action: 'key.used', detail: {} });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await append(1);
    const { head, ...first } = (await verify()) ?? { head: null };
    expect(first).toEqual({ organizationId: 1, entries: 4, firstId: 1, adoptedId: 0, prunedId: 0, problems: [] });
    expect(head).toMatchObject({ organizationId: 1, id: 4, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await verifyAudit(use().database))[1]).toMatchObject({ organizationId: 7, entries: 2, problems: [] });
  });

  it('has its turns taken by fifty writers at once', async () => {
    await Promise.all(Array.from({ length: 50 }, () => append(2)));
    expect(await ids()).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(await verify()).toMatchObject({ entries: 100, problems: [] });
  });

  itOnOneServer('chains also several rows of one statement, whatever numbers and hashes they bring', async () => {
    const row = `(1, 99, now(), 'x', 'y', '{}', repeat('f', 64))`;
    await run(`INSERT INTO qbr_audit (organization_id, id, at, actor, action, detail, hash) VALUES ${row}, ${row}`);
    expect(await ids()).toEqual([1, 2]);
    expect(await brokenAt()).toEqual([]);
  });

  itOnOneServer.each([
    `UPDATE qbr_audit SET actor = 'nobody'`,
    `UPDATE qbr_audit SET actor = actor WHERE id = 999`,
    'DELETE FROM qbr_audit WHERE id = 2',
    'TRUNCATE qbr_audit CASCADE',
    `INSERT INTO qbr_audit_chain VALUES (2, 0, repeat('0', 64))`,
    'UPDATE qbr_audit_chain SET last_id = 1',
    `UPDATE qbr_audit_chain SET pruned_id = 2, pruned_hash = (SELECT hash FROM qbr_audit WHERE id = 2)`,
    'DELETE FROM qbr_audit_chain',
    'TRUNCATE qbr_audit_chain',
  ])('refuses %s', async (sql) => {
    await append(3);
    await expect(run(sql)).rejects.toThrow(/The audit trail is append-only: |The chain of the audit trail is kept by/);
    expect(await verify()).toMatchObject({ entries: 3, problems: [] });
  });

  describe('of nine entries', () => {
    beforeEach(() => append(9));

    it.each([
      ["at = '2025-04-15 17:00:00.128001+00'", 5],
      [`actor = 'somebody else'`, 5],
      [`actor = actor || ' '`, 5],
      [`action = 'metrics.released'`, 5],
      [`detail = detail || '{"note":"other"}'`, 5],
      [`detail = detail - 'before'`, 5],
      [`detail = 'null'`, 5],
      [`action = 'audit.pruned', detail = 'null'`, 5],
      ['actor_id = NULL', 5],
      [`actor_id = ''`, 5],
      [`credential = 'session:18'`, 5],
      ['credential = NULL, actor_id = credential', 5],
      ['address = NULL', 5],
      [`previous_hash = repeat('0', 64)`, 5],
      [`hash = repeat('0', 64)`, 5],
      ['id = 10', 4],
    ])('finds that %s', async (change, kept) => {
      await tamper(`UPDATE qbr_audit SET ${change} WHERE id = 5`);
      const problems = (await verify())?.problems ?? [];
      expect(problems[0]?.id).toBe(5);
      expect(problems[0]?.message).toMatch(kept === 5 ? /^Entry 5 has been changed/ : /^Entry 5 is missing/);
    });

    itOnOneServer(
      'finds an entry that was changed together with its hash, and one moved to another organization',
      async () => {
        await tamper(
          `UPDATE qbr_audit SET actor = 'eve' WHERE id = 5`,
          'UPDATE qbr_audit SET hash = qbr_audit_hash(qbr_audit) WHERE id = 5',
        );
        expect((await verify())?.problems).toEqual([
          { id: 6, message: expect.stringMatching(/^Entry 6 does not follow entry 5: /) },
        ]);
        await use().database.prisma.organization.create({ data: { id: 7, name: 'Another' } });
        await tamper('UPDATE qbr_audit SET organization_id = 7 WHERE id = 9');
        const [one, seven] = await verifyAudit(use().database);
        expect(one?.problems.at(-1)).toEqual({ id: 9, message: 'Entry 9 is missing' });
        expect(seven?.problems.map(({ message }) => message)).toEqual([
          expect.stringMatching(/^Entries 1 to 8 are missing/),
          expect.stringMatching(/^Entry 9 has been changed/),
          'The record of the chain’s end is missing',
        ]);
      },
    );

    it.each([
      ['the first', 'id = 1', ['Entry 1 is missing']],
      ['one in the middle', 'id = 5', ['Entry 5 is missing']],
      ['several', 'id BETWEEN 4 AND 6', ['Entries 4 to 6 are missing']],
      ['the last', 'id = 9', ['Entry 9 is missing']],
      ['the end', 'id > 3', ['Entries 4 to 9 are missing']],
      ['all', 'true', ['Entries 1 to 9 are missing']],
    ])('finds that %s is gone', async (_, which, messages) => {
      await tamper(`DELETE FROM qbr_audit WHERE ${which}`);
      expect((await verify())?.problems.map(({ message }) => message)).toEqual(messages);
    });

    it('finds that the rest was numbered anew', async () => {
      await tamper('DELETE FROM qbr_audit WHERE id = 5', 'UPDATE qbr_audit SET id = id - 1 WHERE id > 5');
      expect(await brokenAt()).toEqual([5, 6, 7, 8, 9]);
    });

    itOnOneServer('finds two that have changed places, and one that was put in', async () => {
      await tamper(
        'UPDATE qbr_audit SET id = 99 WHERE id = 3',
        'UPDATE qbr_audit SET id = 3 WHERE id = 7',
        'UPDATE qbr_audit SET id = 7 WHERE id = 99',
      );
      expect(await brokenAt()).toEqual([3, 4, 7, 8]);
      await tamper(
        'UPDATE qbr_audit SET id = 99 WHERE id = 3',
        'UPDATE qbr_audit SET id = 3 WHERE id = 7',
        'UPDATE qbr_audit SET id = 7 WHERE id = 99',
      );
      expect(await brokenAt()).toEqual([]);
      for (const id of [0, -2_147_483_648]) {
        await tamper(
          `INSERT INTO qbr_audit (organization_id, id, at, actor, action, detail) VALUES (1, ${id}, now(), 'eve', 'x', '{}')`,
        );
        expect(await brokenAt()).toEqual([id]);
        await tamper('DELETE FROM qbr_audit WHERE id < 1');
      }
    });

    itOnOneServer('finds an entry that was put between others, which move on', async () => {
      await tamper(
        'UPDATE qbr_audit SET id = -id WHERE id >= 5',
        'UPDATE qbr_audit SET id = 1 - id WHERE id < 0',
        `INSERT INTO qbr_audit SELECT organization_id, 5, at, 'eve', action, detail, actor_id, credential, address, hash, hash
           FROM qbr_audit WHERE id = 4`,
        'UPDATE qbr_audit SET hash = qbr_audit_hash(qbr_audit) WHERE id = 5',
        'UPDATE qbr_audit_chain SET last_id = 10',
      );
      expect(await brokenAt()).toEqual([6, 7, 8, 9, 10]);
    });

    itOnOneServer(
      'finds an end that was cut together with its record, by the head that was kept elsewhere',
      async () => {
        const head = (await verify())?.head;
        const anchors = head ? [head] : [];
        await append(1);
        expect((await verifyAudit(use().database, anchors))[0]?.problems).toEqual([]);
        await tamper(
          'DELETE FROM qbr_audit WHERE id > 8',
          'UPDATE qbr_audit_chain SET last_id = 8, last_hash = (SELECT hash FROM qbr_audit WHERE id = 8)',
        );
        expect(await brokenAt()).toEqual([]);
        expect((await verifyAudit(use().database, anchors))[0]?.problems).toEqual([
          { id: 9, message: 'Entry 9 of the anchor is missing' },
        ]);
        await append(3);
        expect((await verifyAudit(use().database, anchors))[0]?.problems).toEqual([
          { id: 9, message: expect.stringContaining('the trail has been rewritten') },
        ]);
        await tamper('TRUNCATE qbr_audit, qbr_audit_chain CASCADE');
        expect((await verifyAudit(use().database, anchors))[0]?.problems).toHaveLength(1);
      },
    );

    it('finds a record of the end that was changed or removed', async () => {
      await tamper(`UPDATE qbr_audit_chain SET last_hash = repeat('1', 64)`);
      expect(await brokenAt()).toEqual([9]);
      await tamper('DELETE FROM qbr_audit_chain');
      expect((await verify())?.problems).toEqual([{ id: null, message: 'The record of the chain’s end is missing' }]);
    });

    it('finds any single change of any entry', async () => {
      const columns = ['actor', 'action', 'detail', 'actor_id', 'credential', 'address', 'previous_hash', 'hash'];
      const change = fc.record({
        id: fc.integer({ min: 1, max: 9 }),
        column: fc.constantFrom(...columns),
        text: fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('\u0000')),
      });
      await fc.assert(
        fc.asyncProperty(change, async ({ id, column, text }) => {
          const value = column === 'detail' ? JSON.stringify({ text }) : text;
          const written = `'${value.replaceAll("'", "''")}'`;
          const cast = {
            detail: `${written}::jsonb`,
            action: `left(${written} || '.', 50)`,
            actor: `${written} || '.'`,
          };
          const set = `${column} = ${cast[column as keyof typeof cast] ?? written}`;
          await tamper('CREATE TABLE kept AS TABLE qbr_audit', `UPDATE qbr_audit SET ${set} WHERE id = ${id}`);
          const problems = await brokenAt();
          await tamper('DELETE FROM qbr_audit', 'INSERT INTO qbr_audit TABLE kept', 'DROP TABLE kept');
          expect([id]).toEqual(problems?.slice(0, 1));
          expect(await brokenAt()).toEqual([]);
        }),
        { numRuns: 40 },
      );
    });
  });

  it('is walked in pages', async () => {
    await append(1_203);
    expect(await verify()).toMatchObject({ entries: 1_203, problems: [] });
    const statements = await use().statementsOf(verify);
    expect(statements.filter((sql) => sql.includes('jsonb_build_array'))).toHaveLength(3);
    await tamper('DELETE FROM qbr_audit WHERE id IN (500, 501)');
    expect(await brokenAt()).toEqual([501]);
  });

  describe('after the time of retention', () => {
    const scheduleScope = (days: number) => ({
      ...scopeOn(use().database, new Date(AT.getTime() + days * DAY_MS)),
      viewer: SCHEDULE_VIEWER,
      actor: SCHEDULE_VIEWER.name,
    });
    const prune = (days: number) => pruneAudit(scheduleScope(days), { retentionDays: 30 });

    beforeEach(async () => {
      await append(4);
      await append(3, { days: 10 });
      // An entry of a clock that was wrong ends what can be pruned.
      await append(2, { days: 5 });
    });

    it('keeps everything where nothing else is configured, and what is not old enough', async () => {
      expect(await pruneAudit(scheduleScope(999), { retentionDays: null })).toBe(0);
      expect(await prune(30)).toBe(0);
      expect(await ids()).toHaveLength(9);
    });

    it('loses its oldest entries only, tells of that, and proves the rest', async () => {
      expect(await prune(36)).toBe(4);
      expect(await ids()).toEqual([5, 6, 7, 8, 9, 10]);
      expect(await verify()).toMatchObject({ entries: 6, firstId: 5, prunedId: 4, problems: [] });
      const told = await use().database.prisma.auditEntry.findFirst({ where: { id: 10 } });
      expect(told).toMatchObject({
        actor: 'schedule',
        action: 'audit.pruned',
        detail: { throughId: 4, entries: 4, retentionDays: 30, before: '2025-04-21T17:00:00.123Z' },
      });
      expect(await prune(37)).toBe(0);
      expect(await prune(80)).toBe(6);
      expect(await verify()).toMatchObject({ entries: 1, firstId: 11, prunedId: 10, problems: [] });
      // An entry about pruning is no reason to prune again.
      expect(await prune(200)).toBe(0);
    });

    itOnOneServer('finds a beginning that was cut as if it had been pruned', async () => {
      await prune(36);
      await tamper(
        'UPDATE qbr_audit_chain SET pruned_id = 6, pruned_hash = (SELECT hash FROM qbr_audit WHERE id = 6)',
        'DELETE FROM qbr_audit WHERE id <= 6',
      );
      expect((await verify())?.problems).toEqual([
        { id: 6, message: 'The entries up to 6 are missing, but the trail records pruning up to 4' },
      ]);
    });

    itOnOneServer('refuses deletions beyond what was told', async () => {
      await prune(36);
      await expect(run('DELETE FROM qbr_audit WHERE id = 5')).rejects.toThrow('append-only');
      await expect(run('UPDATE qbr_audit_chain SET pruned_id = 0')).rejects.toThrow('is refused');
    });

    it('knows the anchor that was pruned last, and refuses older ones', async () => {
      const before = await use().database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } });
      const anchor = (id: number) => ({ organizationId: 1, id, hash: before[id - 1]?.hash ?? '' });
      await prune(36);
      expect((await verifyAudit(use().database, [anchor(4), anchor(9)]))[0]?.problems).toEqual([]);
      expect((await verifyAudit(use().database, [{ ...anchor(4), hash: 'f' }]))[0]?.problems).toHaveLength(1);
      await expect(verifyAudit(use().database, [anchor(3)])).rejects.toMatchObject({ code: 'INVALID_PARAMETER' });
    });
  });
});
