import { beforeEach, describe, expect, it } from 'vitest';
import { InvalidValueError } from '#src/core/errors.ts';
import { createInputProblems } from '#src/service/problems.ts';
import { read, type Scope, write } from '#src/service/scope.ts';
import { keyViewer } from '../auth/viewers.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { NOW, ORGANIZATION_ID, scopeOn } from '../kit/services.ts';

const PERMISSION = { permission: 'metrics:write' } as const;
const NOTE = { action: 'metrics.entered', detail: { period: '2025-01' } } as const;
const FAULT = new InvalidValueError('A value is wrong', { field: 'value' });

describeOnBothDatabases('the door', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const audit = () => use().database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } });
  const settings = () => use().database.prisma.setting.count();
  /** Writes a row and says so in the audit trail. */
  const writeRow = (scope: Scope, act: Parameters<typeof write>[1] = PERMISSION) =>
    write(scope, act, async (tx) => {
      const row = { organizationId: ORGANIZATION_ID, key: 'row', value: 1, updatedAt: NOW, updatedBy: 'tester' };
      await tx.setting.create({ data: row });
      return { result: 'written', audit: [NOTE, { ...NOTE, action: 'metrics.released' }] };
    });

  it('commits what the work wrote, with its audit entries in order, by whom and when', async () => {
    expect(await writeRow(scopeOn(use().database))).toBe('written');
    expect(await settings()).toBe(1);
    const by = { actor: 'tester', credential: 'command line', at: NOW };
    expect(await audit()).toMatchObject([
      { ...by, action: 'metrics.entered' },
      { ...by, action: 'metrics.released' },
    ]);
  });

  it('asks the permission before the work begins', async () => {
    const scope = { ...scopeOn(use().database), viewer: keyViewer('viewer') };
    await expect(writeRow(scope)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(read(scope, 'audit:read', async () => 1)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(
      await read(scope, 'metrics:read', async (reader) => reader.setting.count({ where: { organizationId: 1 } })),
    ).toBe(0);
  });

  it('rolls everything back where the work throws', async () => {
    const scope = scopeOn(use().database);
    const failing = write(scope, PERMISSION, async (tx) => {
      await tx.setting.deleteMany({ where: { organizationId: 1 } });
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    expect(await audit()).toEqual([]);
  });

  describe('commits nothing', () => {
    it('for an organization that does not exist', async () => {
      const refused = { code: 'ORGANIZATION_NOT_FOUND', field: 'organizationId' };
      await expect(writeRow(scopeOn(use().database, NOW, 7))).rejects.toMatchObject(refused);
      expect(await settings()).toBe(0);
    });

    it('where the caller knows of a fault, although the work does not look at it', async () => {
      const scope = { ...scopeOn(use().database), faults: [FAULT] };
      await expect(writeRow(scope)).rejects.toBe(FAULT);
      const problems = createInputProblems(scope.faults);
      await expect(writeRow(scope, { ...PERMISSION, problems })).rejects.toBe(FAULT);
      expect([await settings(), await audit()]).toEqual([0, []]);
    });
  });
});
