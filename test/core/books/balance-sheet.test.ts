import { describe, expect, it } from 'vitest';
import { readBalanceSheet } from '#src/core/books/balance-sheet.ts';
import { receivablesOver90Days } from '#src/core/books/receivables-aging.ts';
import type { StatementRow } from '#src/core/books/statement-rows.ts';
import { Decimal } from '#src/core/number.ts';

/** `label|amount|id`; a line without an amount is a heading unless it begins with `Total`. */
function rows(text: string): StatementRow[] {
  return text
    .trim()
    .split('\n')
    .map((line, index) => {
      const [label = '', amount = '', accountId = ''] = line.split('|').map((part) => part.trim());
      const where = `row ${index + 1}`;
      const role = /^total/i.test(label) ? 'total' : line.includes('|') && !label.startsWith('#') ? 'account' : 'group';
      return {
        ...{
          label: label.replace(/^# /, ''),
          amounts: [amount === '' ? null : new Decimal(amount)],
          where,
          cells: [where],
        },
        ...{ depth: null, role, path: null, accountId: accountId || null },
      };
    });
}

const SHEET = `
ASSETS
Bank Accounts
# Savings | 5.00 | 1
Reserve | 10.50 | 2
Total Savings | 15.50
Checking | -3.00 | 3
Total Bank Accounts | 12.50
TOTAL ASSETS | 12.50
LIABILITIES AND EQUITY
Equity
Opening Balance Equity | 12.00 | 9
Net Income | 0.50
Total Equity | 12.50
TOTAL LIABILITIES AND EQUITY | 12.50`;

describe('a balance sheet', () => {
  it('is the balances of its accounts, with a parent’s own', () => {
    const sheet = readBalanceSheet(rows(SHEET));
    const lines = sheet.tied ? sheet.lines.map(({ account, amount }) => `${account} ${amount.toFixed(2)}`) : [];
    expect(lines).toEqual([
      ...['Savings 5.00', 'Savings:Reserve 10.50', 'Checking -3.00'],
      ...['Opening Balance Equity 12.00', 'Net Income 0.50'],
    ]);
  });

  it('of a company without any posting has no lines', () => {
    expect(readBalanceSheet([])).toEqual({ tied: true, lines: [] });
  });

  it.each([
    [
      'an inner total',
      'Total Savings | 15.50',
      'Total Savings | 15.51',
      /^Total Savings is 15\.51, but its accounts add up/,
    ],
    ['an account', 'Checking | -3.00', 'Checking | 3.00', /^Total Bank Accounts is 12\.50, but/],
    ['equity', 'Net Income | 0.50', 'Net Income | 0.51', /liabilities and equity 12\.51$/],
    ['no assets', 'TOTAL ASSETS | 12.50', '', /^(ASSETS has no total|TOTAL)/],
    ['a total of nothing', 'Total Equity | 12.50', 'Total Debts | 12.50', /^Total Debts is the total of no heading/],
  ])('is refused where %s does not tie', (_, line, other, words) => {
    const sheet = readBalanceSheet(rows(SHEET.replace(line, other).replace(/\n\n/g, '\n')));
    expect(sheet.tied).toBe(false);
    expect(sheet.tied ? [] : sheet.problems.map(({ message }) => message)).toContainEqual(expect.stringMatching(words));
  });
});

describe('receivables of more than 90 days', () => {
  const amounts = (...texts: string[]) => texts.map((text) => (text === '' ? null : new Decimal(text)));
  const desktop = ['Current', '1 - 30', '31 - 60', '61 - 90', '> 90', 'TOTAL'];

  it.each([[desktop], [['Current', '1 - 30', '31 - 60', '61 - 90', '91 and over', 'Total']]])(
    'are the last column of %j',
    (titles) => {
      const entries = [amounts('1.00', '', '', '', '5.25', '6.25'), amounts('', '', '', '2.00', '', '2.00')];
      const total = amounts('1.00', '0.00', '', '2.00', '5.25', '8.25');
      const read = receivablesOver90Days({ titles, entries, total });
      expect(read.refusal === null && [read.amount.toFixed(2), read.customers]).toEqual(['5.25', 1]);
    },
  );

  it('are several columns where the company ages further', () => {
    const titles = ['Current', '1 - 45', '46 - 90', '91 - 135', '> 135', 'TOTAL'];
    const row = amounts('', '', '', '1.00', '2.00', '3.00');
    const read = receivablesOver90Days({ titles, entries: [row], total: row });
    expect(read.refusal === null && [read.amount.toFixed(2), read.columns]).toEqual(['3.00', ['91 - 135', '> 135']]);
  });

  it('are 0 where nobody owes anything', () => {
    expect(receivablesOver90Days({ titles: desktop, entries: [], total: null })).toMatchObject({
      customers: 0,
      refusal: null,
    });
  });

  it.each([
    [['Current', '1 - 30', '31 - 60', '> 60', 'TOTAL'], /No column .* begins after 90 days: it has Current/],
    [['Current', '1 - 60', '61 - 120', '> 120', 'TOTAL'], /No column .* begins after 90 days/],
  ])('are refused where a column cuts the limit: %j', (titles, words) => {
    const row = titles.map(() => new Decimal(0));
    expect(receivablesOver90Days({ titles, entries: [row], total: row }).refusal).toMatch(words);
  });

  it('are refused where customers or columns do not add up', () => {
    const entries = [amounts('', '', '', '', '5.00', '5.00')];
    const total = amounts('', '', '', '', '5.01', '5.02');
    const { refusal } = receivablesOver90Days({ titles: desktop, entries, total });
    expect(refusal).toMatch(
      /> 90 is 5\.01, but its customers add up to 5\.00; TOTAL is 5\.02.*columns add up to 5\.01/,
    );
  });
});
