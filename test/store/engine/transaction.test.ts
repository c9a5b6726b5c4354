import { beforeEach, expect, it } from 'vitest';
import { appendAudit, PROGRAM_ORIGIN } from '#src/store/audit.ts';
import { lockOrganization, type Transaction } from '#src/store/engine/database.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';

describeOnBothDatabases('a transaction', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const append = async (tx: Transaction, actor: string) => {
    const entry = { at: new Date(), actor, origin: PROGRAM_ORIGIN, action: 'key.used', detail: {} } as const;
    await appendAudit(tx, 1, entry);
    return entry;
  };
  const actors = async () =>
    (await use().database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } })).map(({ actor }) => actor);

  it('returns what its function returns', async () => {
    expect(await use().database.transaction(async (tx) => (await append(tx, 'a')).actor)).toBe('a');
    expect(await actors()).toEqual(['a']);
  });

  it('leaves nothing when its function throws, or when a statement fails, and the next one works', async () => {
    const { database } = use();
    const failure = new Error('changed its mind');
    const abandoned = database.transaction(async (tx) => {
      await append(tx, 'a');
      throw failure;
    });
    await expect(abandoned).rejects.toBe(failure);
    const refused = database.transaction(async (tx) => {
      await append(tx, 'b');
      await append(tx, '');
    });
    await expect(refused).rejects.toThrow(/qbr_audit_actor_check/);
    await database.transaction((tx) => append(tx, 'c'));
    expect(await actors()).toEqual(['c']);
  });

  it('takes statements sent side by side, one after another', async () => {
    await use().database.transaction(async (tx) => {
      await Promise.all(Array.from({ length: 20 }, (_, index) => append(tx, `actor ${index}`)));
    });
    expect(await actors()).toHaveLength(20);
  });

  it('keeps statements of others out of it: what runs beside it neither sees nor joins it', async () => {
    const { database } = use();
    const step = signal();
    const transaction = database.transaction(async (tx) => {
      await append(tx, 'inside');
      step.fire();
      // Time for the others' statements to be sent.
      for (let count = 0; count < 20; count++) await tx.auditEntry.count();
      throw new Error('rolled back');
    });
    await step.fired;
    const seen = database.prisma.auditEntry.count();
    const outside = append(database.prisma, 'outside');
    await expect(transaction).rejects.toThrow('rolled back');
    expect(await seen).toBeLessThan(2);
    await outside;
    expect(await actors()).toEqual(['outside']);
  });

  it('does not lose updates of others under the lock of the organization', async () => {
    const { database } = use();
    const key = { organizationId_key: { organizationId: 1, key: 'counter' } };
    const stamp = { updatedAt: new Date(), updatedBy: 'test' };
    await database.prisma.setting.create({ data: { organizationId: 1, key: 'counter', value: 0, ...stamp } });
    const increment = (fail: boolean) =>
      database.transaction(async (tx) => {
        await lockOrganization(tx, 1);
        const { value } = await tx.setting.findUniqueOrThrow({ where: key });
        await tx.setting.update({ where: key, data: { value: Number(value) + 1 } });
        if (fail) throw new Error('rolled back');
      });
    const results = await Promise.allSettled(Array.from({ length: 24 }, (_, index) => increment(index % 4 === 0)));
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(6);
    expect(await database.prisma.setting.findUniqueOrThrow({ where: key })).toMatchObject({ value: 18 });
  });

  it('is refused within a transaction, and possible after one', async () => {
    const { database } = use();
    const nested = database.transaction((tx) =>
      append(tx, 'a').then(() => database.transaction((t) => append(t, 'b'))),
    );
    await expect(nested).rejects.toThrow('started within a transaction');
    await database.transaction((tx) => append(tx, 'c'));
    expect(await actors()).toEqual(['c']);
  });

  it('is seen by tests that count statements', async () => {
    const { database } = use();
    const statements = await use().statementsOf(() =>
      database.transaction(async (tx) => {
        await lockOrganization(tx, 1);
        await append(tx, 'a');
      }),
    );
    expect(
      statements.map((sql) => /pg_advisory_xact_lock|qbr_audit_record|qbr\.changes|COMMIT/.exec(sql)?.[0]),
    ).toEqual(['pg_advisory_xact_lock', 'qbr_audit_record', 'qbr.changes', 'COMMIT']);
  });
});

function signal(): { readonly fired: Promise<void>; fire(): void } {
  let fire = (): void => undefined;
  const fired = new Promise<void>((resolve) => {
    fire = resolve;
  });
  return { fired, fire: () => fire() };
}
