import { describe, expect, it } from 'vitest';
import { mappingProblems } from '#src/core/books/account-mapping.ts';
import { type ChartAccount, proposeMapping, sectionOfType } from '#src/core/books/mapping-proposal.ts';
import type { StatementSection } from '#src/core/books/statement.ts';

function account(section: StatementSection, name: string, specialType: string | null = null): ChartAccount {
  return { account: name, accountId: `id ${name}`, number: null, section, specialType };
}

const CHART = [
  account('income', 'Managed Services'),
  account('income', 'Managed Services:Servers'),
  account('income', 'Monthly Agreements'),
  account('income', 'Non-Recurring Services'),
  account('income', 'Project Labor'),
  account('income', 'Time & Materials'),
  account('income', 'Hosting'),
  account('income', 'Cloud'),
  account('income', 'Cloud:Backup'),
  account('income', 'Hardware'),
  account('cogs', 'Wages'),
  account('expense', 'Payroll Expenses'),
  account('expense', 'Payroll Expenses:Taxes'),
  account('expense', 'Bonuses'),
  account('expense', 'Bonuses:Wages'),
  account('expense', 'Ask my accountant', 'UncategorizedExpenses'),
  account('expense', 'Uncategorized Travel'),
  account('other income', 'Managed Services Rebate'),
];

describe('the proposal for a chart', () => {
  const mapping = proposeMapping(CHART);
  const shown = (list: (typeof mapping.metrics)['mrr']) =>
    list === 'none' ? list : list.map((each) => `${each.account}${each.subAccounts ? ' +' : ''}`);

  it('follows names and special types', () => {
    expect(Object.fromEntries(Object.entries(mapping.metrics).map(([metric, list]) => [metric, shown(list)]))).toEqual({
      nrr: ['Non-Recurring Services +', 'Project Labor +', 'Time & Materials +'],
      mrr: ['Managed Services +', 'Monthly Agreements +'],
      orr: ['Hosting +', 'Cloud:Backup +'],
      misc_revenue: [],
      payroll_total: ['Payroll Expenses +', 'Bonuses:Wages +'],
      uncategorized_expenses: ['Ask my accountant +'],
    });
  });

  it('may be kept, and leaves what nothing suggests undecided', () => {
    expect(mappingProblems(mapping)).toEqual([]);
    expect(proposeMapping([])).toMatchObject({ metrics: { nrr: [], mrr: [], orr: [], payroll_total: [] } });
  });

  it('leaves out a sub-account that belongs elsewhere', () => {
    const chart = [
      account('income', 'Managed Services'),
      account('income', 'Managed Services:Projects'),
      account('income', 'Managed Services:Desktops'),
    ];
    const proposed = proposeMapping(chart);
    expect(mappingProblems(proposed)).toEqual([]);
    expect(shown(proposed.metrics.mrr)).toEqual(['Managed Services', 'Managed Services:Desktops +']);
    expect(shown(proposed.metrics.nrr)).toEqual(['Managed Services:Projects +']);
  });
});

describe('the section of an account type', () => {
  it.each([
    ['CostOfGoodsSold', 'cogs'],
    ['Cost of Goods Sold', 'cogs'],
    ['EXINC', 'other income'],
    ['OtherExpense', 'other expense'],
    ['Bank', null],
    ['constructor', null],
  ])('%s', (type, section) => {
    expect(sectionOfType(type)).toBe(section);
  });
});
