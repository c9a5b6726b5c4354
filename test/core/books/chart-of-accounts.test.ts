import { expect, it } from 'vitest';
import { withAccounts } from '#src/core/books/chart-of-accounts.ts';
import type { QuickBooksAccount } from '#src/core/books/quickbooks-account.ts';
import type { StatementLine } from '#src/core/books/statement.ts';
import { Decimal } from '#src/core/number.ts';

function account(id: string, fullName: string, number: string | null = null): QuickBooksAccount {
  return { id, fullName, number, type: 'Expense', specialType: null, isActive: true };
}

function line(name: string, number: string | null = null): StatementLine {
  return { account: name, accountId: null, number, type: null, section: 'expense', amount: new Decimal(1) };
}

it('an account is found by its full name, else by a number that only one has', () => {
  const chart = [
    account('1', 'Insurance:Property', '6410'),
    account('2', 'Taxes:Property', '6510'),
    account('3', 'Fuel', '7000'),
    account('4', 'Tolls', '7000'),
    account('5', 'Twice'),
    account('6', 'twice'),
  ];
  const lines = [
    line('taxes:property'),
    line('Insurance:Property'),
    line('Renamed', '6410'),
    line('Other', '7000'),
    line('Twice'),
    line('Property'),
  ];
  expect(withAccounts(lines, chart).map(({ accountId, number }) => [accountId, number])).toEqual([
    ['2', '6510'],
    ['1', '6410'],
    ['1', '6410'],
    [null, '7000'],
    [null, null],
    [null, null],
  ]);
});
