import { beforeEach, expect, it } from 'vitest';
import { acknowledgeFinding } from '#src/service/findings/acknowledge.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { enter, NOW, scopeOn } from '../../kit/services.ts';

const LATER = new Date(NOW.getTime() + 60_000);

describeOnBothDatabases('acknowledging a finding', (use) => {
  beforeEach(async () => {
    await emptyDatabase(use());
    const expenses = { payroll_total: 100, owner_comp: 20, owner_comp_taxes: 10, employee_expense: 75 };
    await enter(use().database, '2025-01', expenses);
  });

  const acknowledge = (id: number, note?: string | null, at = NOW, actor = 'tester') =>
    acknowledgeFinding({ ...scopeOn(use().database, at), actor }, { id, note });
  const audit = () =>
    use().database.prisma.auditEntry.findMany({
      where: { action: 'finding.acknowledged' },
      select: { at: true, actor: true, action: true, detail: true },
    });

  it('records who, when and why, and keeps the first', async () => {
    const first = { id: 1, acknowledgedAt: NOW, acknowledgedBy: 'tester', note: 'bonus paid early' };
    expect(await acknowledge(1, ' bonus paid early ')).toMatchObject(first);
    expect(await acknowledge(1, 'me too', LATER, 'somebody else')).toMatchObject(first);
    expect(await audit()).toEqual([
      {
        at: NOW,
        actor: 'tester',
        action: 'finding.acknowledged',
        detail: {
          finding: 1,
          period: '2025-01',
          metric: 'employee_expense',
          kind: 'differs_from_formula',
          value: '75',
          before: null,
          after: { acknowledgedAt: NOW.toISOString(), note: 'bonus paid early' },
        },
      },
    ]);
  });

  it('needs no note', async () => {
    expect(await acknowledge(1, ' ')).toMatchObject({ acknowledgedAt: NOW, note: null });
  });

  it('by several at once is one acknowledgement', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const answers = await Promise.all(names.map((name) => acknowledge(1, name, NOW, name)));
    expect(new Set(answers.map(({ acknowledgedBy }) => acknowledgedBy)).size).toBe(1);
    expect(await audit()).toHaveLength(1);
  });

  it.each([2, 0, -1, 2_147_483_648])('knows no finding %d', async (id) => {
    await expect(acknowledge(id)).rejects.toMatchObject({ code: 'NOT_FOUND', field: 'id' });
  });

  it('refuses a note that is too long, and says so together with an unknown number', async () => {
    const note = 'x'.repeat(4_001);
    await expect(acknowledge(1, note)).rejects.toMatchObject({ code: 'INVALID_VALUE', field: 'note' });
    await expect(acknowledge(9, note)).rejects.toMatchObject({
      errors: [
        { code: 'INVALID_VALUE', field: 'note' },
        { code: 'NOT_FOUND', field: 'id' },
      ],
    });
    expect(await audit()).toEqual([]);
  });
});
