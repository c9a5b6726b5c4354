import { beforeEach, expect, it } from 'vitest';
import { type AccountMapping, EMPTY_MAPPING, type MappedAccount } from '#src/core/books/account-mapping.ts';
import type { StatementSection } from '#src/core/books/statement.ts';
import { importBooks } from '#src/service/books/import-books.ts';
import { saveMapping } from '#src/service/books/mapping.ts';
import { FEBRUARY, smallExport } from '../../kit/books/small-export.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { enter, ORGANIZATION_ID, scopeOn } from '../../kit/services.ts';

/** Faults of the server that this one replaces, by their numbers, where a file shows them; test/known-faults has all of them. */

function of(section: StatementSection, account: string): MappedAccount[] {
  return [{ section, account, accountId: null, subAccounts: true }];
}

const MAPPING: AccountMapping = {
  ...EMPTY_MAPPING,
  metrics: {
    ...{ nrr: of('income', 'Project Labor'), mrr: of('income', 'Managed Services'), orr: 'none', misc_revenue: 'none' },
    ...{ payroll_total: of('expense', 'Payroll Expenses'), uncategorized_expenses: 'none' },
  },
};

const encoder = new TextEncoder();

describeOnBothDatabases('a file after the faults of the original', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const scope = () => scopeOn(use().database);
  const confirm = () =>
    saveMapping(scope(), { from: '2024-01', reason: 'First look', mapping: MAPPING }, { confirm: true });
  const imported = (bytes: Uint8Array) => importBooks(scope(), { bytes, fileName: 'pnl.csv', dryRun: false });
  const rows = (month: string) =>
    use().database.prisma.monthlyMetric.findMany({ where: { organizationId: ORGANIZATION_ID, period: month } });
  const stored = async (month: string) =>
    Object.fromEntries((await rows(month)).map(({ metricName, metricValue }) => [metricName, metricValue.toString()]));

  it('1: counts an account once, and never its subtotals: COGS 4,556.73, not 9,113.46', async () => {
    await confirm();
    const lines = [
      ...['', ',Feb 2025', 'Income', 'Managed Services,5000.00', 'Total Income,5000.00', 'Cost of Goods Sold'],
      ...['Cost of Goods Sold,,', 'Materials,4000.00', 'Freight,556.73', 'Total Cost of Goods Sold,4556.73'],
      ...[
        'Total Cost of Goods Sold,4556.73',
        'Gross Profit,443.27',
        'Net Operating Income,443.27',
        'Net Income,443.27',
      ],
    ];
    const { problems } = await imported(encoder.encode(lines.join('\n')));
    expect(problems).toEqual([]);
    expect((await stored('2025-02'))['product_cogs']).toBe('4556.73');
  });

  it('3: stores 0 where a metric becomes 0', async () => {
    await confirm();
    await imported(smallExport([FEBRUARY]));
    await imported(smallExport([{ ...FEBRUARY, project: 0 }]));
    expect((await stored('2025-02'))['nrr']).toBe('0');
  });

  it('5: leaves a month as it was where the file is broken, and says so', async () => {
    await confirm();
    await imported(smallExport([FEBRUARY]));
    const before = await rows('2025-02');
    const whole = smallExport([{ ...FEBRUARY, wages: 1 }]);
    const { stored: isStored, problems } = await imported(whole.subarray(0, whole.length / 2));
    expect([isStored, problems.length]).toEqual([false, 1]);
    expect(await rows('2025-02')).toEqual(before);
    expect(await use().database.prisma.statement.count()).toBe(1);
  });

  it('7: keeps every line of a statement of more than 50,000 characters', async () => {
    const accounts = Array.from({ length: 2_000 }, (_, index) => `Managed Services of the customer ${index},1.00`);
    const text = [',Feb 2025', 'Income', ...accounts, 'Total Income,2000.00', 'Net Income,2000.00'].join('\n');
    expect(text.length).toBeGreaterThan(50_000);
    await imported(encoder.encode(text));
    expect(await use().database.prisma.statementLine.count()).toBe(2_000);
  });

  it('9: has no net profit where an input of it is absent', async () => {
    await confirm();
    await imported(smallExport([FEBRUARY]));
    expect(Object.keys(await stored('2025-02'))).not.toContain('net_profit');
    await enter(use().database, '2025-02', { owner_comp: '100', owner_comp_taxes: '10' });
    expect((await stored('2025-02'))['net_profit']).toBe('1120.3');
  });

  it('11: has one value for a metric, whichever way it came', async () => {
    await enter(use().database, '2025-02', { mrr: '1' });
    await confirm();
    await imported(smallExport([FEBRUARY]));
    const names = (await rows('2025-02')).map(({ metricName }) => metricName);
    expect(names.length).toBe(new Set(names).size);
  });

  it('17: does not subtract COGS from other expenses', async () => {
    await confirm();
    await enter(use().database, '2025-02', { owner_comp: '100', owner_comp_taxes: '10' });
    await imported(smallExport([FEBRUARY]));
    const before = (await stored('2025-02'))['other_expenses'];
    await imported(smallExport([{ ...FEBRUARY, materials: 1_000 }]));
    expect([before, (await stored('2025-02'))['other_expenses']]).toEqual(['44', '44']);
  });
});
