import { beforeEach, expect, it } from 'vitest';
import { createRefusals, type Refused } from '#src/auth/refusals.ts';
import { describeOnOwnDatabases, emptyDatabase } from '../kit/databases.ts';
import { NOW } from '../kit/services.ts';
import { keyViewer } from './viewers.ts';

describeOnOwnDatabases('refusals in the audit trail', (use) => {
  beforeEach(() => emptyDatabase(use()));
  const begin = () => createRefusals({ database: use().database, clock: () => NOW });
  const trail = () =>
    use().database.prisma.auditEntry.findMany({
      orderBy: { id: 'asc' },
      select: { actor: true, action: true, address: true, detail: true },
    });
  const wrong = (address: string, reason = 'wrong'): Refused => ({ action: 'key.refused', reason, address });

  it('are told once at once, and how many more there were of the same', async () => {
    const refusals = begin();
    for (let count = 0; count < 500; count++) await refusals.note({ ...wrong('192.0.2.1'), detail: { prefix: 'a' } });
    await refusals.note(wrong('192.0.2.1', 'expired'));
    await refusals.note(wrong('192.0.2.2'));
    const by = { actor: 'nobody', action: 'key.refused' };
    const first = [
      { ...by, address: '192.0.2.1', detail: { reason: 'wrong', prefix: 'a' } },
      { ...by, address: '192.0.2.1', detail: { reason: 'expired' } },
      { ...by, address: '192.0.2.2', detail: { reason: 'wrong' } },
    ];
    expect(await trail()).toEqual(first);
    await refusals.flush();
    const sum = { ...by, address: '192.0.2.1', detail: { reason: 'wrong', more: 499 } };
    expect(await trail()).toEqual([...first, sum]);
    await refusals.flush();
    expect(await trail()).toHaveLength(4);
    await refusals.note(wrong('192.0.2.1'));
    expect(await trail()).toHaveLength(5);
  });

  it('take the addresses of one IPv6 customer for one, and no two others', async () => {
    const refusals = begin();
    for (const host of ['::1', ':1::', ':ffff:1:2:3', '::']) await refusals.note(wrong(`2001:db8:0:7${host}`));
    for (const address of ['2001:db8:0:8::1', '2001:db8::1', '::1', '::ffff:192.0.2.1'])
      await refusals.note(wrong(address));
    expect((await trail()).map(({ address }) => address)).toEqual([
      '2001:db8:0:7::1',
      '2001:db8:0:8::1',
      '2001:db8::1',
      '::1',
      '::ffff:192.0.2.1',
    ]);
  });

  it('do not fill the table, however many addresses they come from', async () => {
    const refusals = begin();
    for (let host = 0; host < 300; host++) await refusals.note(wrong(`10.0.${host >> 8}.${host & 255}`));
    expect(await trail()).toHaveLength(60);
    await refusals.flush();
    expect((await trail()).slice(60)).toEqual([
      { actor: 'nobody', action: 'access.refused', address: null, detail: { reason: 'many', more: 240 } },
    ]);
  });

  it('say who was refused what, where that is known', async () => {
    const viewer = keyViewer('viewer');
    await begin().note({ action: 'access.refused', viewer, address: '192.0.2.7', reason: 'metrics:write' });
    const entry = await use().database.prisma.auditEntry.findFirst();
    expect(entry).toMatchObject({ actor: 'API key test', actorId: 'key:1', credential: 'key:1', address: '192.0.2.7' });
  });
});
