import { beforeEach, expect, it } from 'vitest';
import type { Statement } from '#src/core/books/statement.ts';
import { Decimal } from '#src/core/number.ts';
import { parseMonth } from '#src/core/period.ts';
import { insertRun } from '#src/store/collection-runs.ts';
import {
  readNewestStatements,
  readNewestVersions,
  readStatements,
  readStatementVersions,
  saveStatement,
  versionOf,
} from '#src/store/statements.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { NOW, ORGANIZATION_ID } from '../kit/services.ts';

const MONTH = parseMonth('2025-01');
const LATER = new Date(NOW.getTime() + 60_000);

function statementOf(amounts: Readonly<Record<string, string>>, month = MONTH): Statement {
  const lines = Object.entries(amounts).map(([account, amount]) => {
    const ids = { accountId: `80-${account}`, number: '4010', type: 'Income' };
    return { account, ...ids, section: 'income' as const, amount: new Decimal(amount) };
  });
  return { month, basis: 'accrual', currency: 'USD', lines };
}

describeOnBothDatabases('stored statements', (use) => {
  let runId: number;
  beforeEach(async () => {
    await emptyDatabase(use());
    const run = { trigger: 'web_connector', scheduledFor: null, startedAt: NOW, force: false, reason: null } as const;
    const by = { requestedBy: 'tester', host: 'host', processId: 1 };
    runId = await insertRun(use().database.prisma, ORGANIZATION_ID, { ...run, ...by });
  });

  const save = (statement: Statement, at = NOW) => {
    const { database } = use();
    const vendorId = database.vendorIds.quickbooks;
    const origin = { vendorId, source: 'web_connector', runId, import: null } as const;
    return database.transaction(async (tx) => {
      const [newest = null] = await readNewestVersions(tx, ORGANIZATION_ID, [statement.month]);
      const saved = versionOf(statement, newest);
      await saveStatement(tx, ORGANIZATION_ID, { statement, saved, origin, at });
      return saved;
    });
  };

  it('come back as they were, to the last digit, the newest version of each month', async () => {
    const january = statementOf({ 'Parent:Child': '1234567890.1234', 'Työ – "x"': '-2044' });
    await save(statementOf({ 'Parent:Child': '1' }));
    await save(january);
    await save(statementOf({}, parseMonth('2025-02')));
    const months = [parseMonth('2025-02'), MONTH, parseMonth('2025-03')];
    const stored = await readNewestStatements(use().database.prisma, ORGANIZATION_ID, months);
    const common = { basis: 'accrual', currency: 'USD', runId, import: null, readAt: NOW, confirmedAt: NOW };
    expect(stored).toEqual([
      expect.objectContaining({ ...common, month: '2025-01', version: 2, lines: january.lines }),
      expect.objectContaining({ ...common, month: '2025-02', version: 1, lines: [] }),
    ]);
  });

  it('get a new version only where something differs; the same again is confirmed', async () => {
    expect(await save(statementOf({ A: '1', B: '2' }))).toEqual({ version: 1, isNew: true });
    expect(await save(statementOf({ B: '2.00', A: '1' }), LATER)).toMatchObject({ version: 1, isNew: false });
    const { prisma } = use().database;
    const [first] = await readStatementVersions(prisma, ORGANIZATION_ID, MONTH);
    expect(first).toMatchObject({ version: 1, readAt: NOW, confirmedAt: LATER });
    const changed = await save(statementOf({ A: '1', B: '2.01' }), LATER);
    expect(changed).toEqual({ version: 2, isNew: true });
    expect((await readStatements(prisma, ORGANIZATION_ID, [{ month: MONTH, version: 1 }]))[0]).toMatchObject({
      lines: [{ account: 'A' }, { account: 'B', amount: new Decimal(2) }],
    });
    const back = await save(statementOf({ A: '1', B: '2' }), LATER);
    expect(back).toMatchObject({ version: 3, isNew: true });
    expect(await readStatements(prisma, ORGANIZATION_ID, [{ month: MONTH, version: 9 }])).toEqual([]);
  });
});
