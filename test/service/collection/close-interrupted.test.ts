import { pino } from 'pino';
import { beforeEach, expect, it } from 'vitest';
import { closeInterruptedCollections } from '#src/service/collection/close-interrupted.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { NOW } from '../../kit/services.ts';

const ORGANIZATIONS = [1, 2, 3, 4];

describeOnBothDatabases('closing what killed programs left', (use) => {
  beforeEach(async () => {
    const { prisma, vendorIds } = use().database;
    await emptyDatabase(use());
    const others = ORGANIZATIONS.filter((id) => id !== 1);
    await prisma.organization.createMany({ data: others.map((id) => ({ id, name: `MSP ${id}` })) });
    const startedAt = new Date('2025-04-15T03:30:00Z');
    const run = {
      trigger: 'schedule',
      startedAt,
      status: 'running',
      requestedBy: 'schedule',
      host: 'gone',
      processId: 1,
    };
    for (const organizationId of ORGANIZATIONS) {
      const { id: runId } = await prisma.collectionRun.create({ data: { organizationId, ...run } });
      const entry = { period: '2025-01', status: 'running', collectionStartedAt: startedAt };
      await prisma.collectionLog.create({
        data: { organizationId, runId, vendorId: vendorIds.connectwise, ...entry },
      });
    }
  });

  it('is done for all organizations by the same few statements, and not for those that are collected now', async () => {
    const { database, statementsOf } = use();
    const lock = await database.tryRunLock(2);
    const close = () => closeInterruptedCollections(database, { at: NOW, logger: pino({ level: 'silent' }) });
    let closed = 0;
    const statements = await statementsOf(async () => {
      closed = await close();
    });
    await lock?.release();
    expect(closed).toBe(3);
    const runs = await database.prisma.collectionRun.findMany({ orderBy: { organizationId: 'asc' } });
    const expected = ORGANIZATIONS.map((id) => [id, id === 2 ? 'running' : 'failed', id !== 2]);
    expect(runs.map(({ organizationId, status, interrupted }) => [organizationId, status, interrupted])).toEqual(
      expected,
    );
    const log = await database.prisma.collectionLog.findMany({ orderBy: { organizationId: 'asc' } });
    expect(log.map(({ status }) => status)).toEqual(['failed', 'running', 'failed', 'failed']);
    expect(statements.length).toBeLessThanOrEqual(8);
    expect(await close()).toBe(1);
    expect(await close()).toBe(0);
  });
});
