import { expect, it } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { mutate, openApi } from '../graphql/api.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { NOW } from '../kit/services.ts';
import { serveBooks } from '../service/books/harness.ts';
import { askOverHttp, mcpOver, serveMcp } from './api.ts';

const MAPPING = {
  from: '2024-01',
  reason: 'First look at the chart',
  nrr: { accounts: [{ account: 'Project Labor', section: 'INCOME', subAccounts: false }] },
  mrr: { accounts: [{ account: 'Managed Services', section: 'INCOME', subAccounts: true }] },
  orr: { none: true },
  miscRevenue: { accounts: [{ account: 'Interest', section: 'OTHER_INCOME', subAccounts: false }] },
  payrollTotal: { accounts: [{ account: 'Payroll Expenses', section: 'EXPENSE', subAccounts: true }] },
  uncategorizedExpenses: { accounts: [{ account: 'Uncategorized Expenses', section: 'EXPENSE', subAccounts: false }] },
};

interface Account {
  readonly account: string;
  readonly amount: string;
}

describeOnBothDatabases('the tools about the books', (use) => {
  it('name the accounts that a value is the sum of, and tie each month to its Net Income', async () => {
    await emptyDatabase(use());
    await (await serveBooks(use().database)).update();
    const errors = '... on Error { code message field }';
    const saved = { name: 'saveAccountMapping', input: MAPPING, success: 'version', errors };
    expect(await mutate(openApi(use(), NOW), saved)).toMatchObject({ version: 1 });
    const { ask } = await askOverHttp((await serveMcp(use(), mcpOver(use(), { now: () => NOW }))).url);

    const explained = await ask('explain_value', { period: '2025-Q1', key: 'mrr' });
    const months = explained.inputs.filter(({ value }: { value: string | null }) => value !== null);
    expect(months.map(({ period }: { period: string }) => period)).toEqual(['2025-02', '2025-03']);
    for (const { value, source, vendor, provenance } of months) {
      expect({ source, vendor }).toEqual({ source: 'collected', vendor: 'QuickBooks' });
      const { accounts, ...statement } = provenance.statement;
      expect(statement).toMatchObject({ version: 1, mappingVersion: 1, basis: 'accrual', source: 'web_connector' });
      expect(accounts.map(({ account }: Account) => account)).toContain('Managed Services:Backup');
      const sum = accounts.reduce((total: Decimal, { amount }: Account) => total.plus(amount), new Decimal(0));
      expect(sum.toFixed()).toBe(value);
      expect(provenance.runId).toEqual(expect.any(Number));
    }

    const quality = await ask('data_quality', { period: '2025-Q1' });
    expect(quality.books).toMatchObject([
      { month: '2025-02', basis: 'accrual', tiesOut: true, remainder: '0' },
      { month: '2025-03', basis: 'accrual', tiesOut: true, remainder: '0' },
    ]);
    const countOf = async (tool: string, input: Record<string, unknown>) =>
      (await use().statementsOf(() => ask(tool, input))).length;
    for (const [tool, input] of [
      ['explain_value', { key: 'mrr' }],
      ['data_quality', {}],
    ] as const) {
      const ofMonth = await countOf(tool, { ...input, period: '2025-03' });
      expect([tool, await countOf(tool, { ...input, period: '2025-Q1' })]).toEqual([tool, ofMonth]);
    }
  });
});
