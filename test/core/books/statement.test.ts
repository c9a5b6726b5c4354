import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareStatements,
  type Statement,
  type StatementLine,
  type StatementSection,
  sumStatement,
} from '#src/core/books/statement.ts';
import { NO_TOTALS, type PrintedTotal, type StatementTotals, tieStatement } from '#src/core/books/statement-tie.ts';
import { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import { statementDigest } from '#src/store/statement-digest.ts';

function line(section: StatementSection, account: string, amount: string, accountId: string | null = null) {
  return { account, accountId, number: null, type: null, section, amount: new Decimal(amount) };
}

function printed(label: string, amount: string): PrintedTotal {
  return { label, amount: new Decimal(amount), where: 'line 9' };
}

const LINES: readonly StatementLine[] = [
  line('income', 'Managed Services', '4200.10'),
  line('income', 'Managed Services:Backup', '-100.05'),
  line('cogs', 'Hardware', '228.75'),
  line('expense', 'Insurance:Property', '15'),
  line('expense', 'Taxes:Property', '20'),
  line('other expense', 'Miscellaneous', '2666'),
];

const TOTALS: StatementTotals = {
  sections: {
    income: printed('Total Income', '4100.05'),
    cogs: printed('Total COGS', '228.75'),
    expense: printed('Total Expense', '35.00'),
    'other expense': printed('Total Other Expense', '2666'),
  },
  grossProfit: printed('Gross Profit', '3871.30'),
  netOrdinaryIncome: printed('Net Ordinary Income', '3836.30'),
  netOtherIncome: printed('Net Other Income', '-2666'),
  netIncome: printed('Net Income', '1170.30'),
};

function problemsOf(lines: readonly StatementLine[], totals: StatementTotals) {
  const result = tieStatement(lines, totals);
  return result.tied ? [] : result.problems;
}

describe('a statement and its printed totals', () => {
  it('tie to the cent', () => {
    expect(tieStatement(LINES, TOTALS)).toEqual({ tied: true, lines: LINES, sums: sumStatement(LINES) });
  });

  it('a section that does not tie is refused, with its sum and total', () => {
    const sections = { ...TOTALS.sections, cogs: printed('Total COGS', '228.76') };
    expect(problemsOf(LINES, { ...TOTALS, sections })).toEqual([
      {
        where: 'line 9',
        section: 'cogs',
        message: 'Total COGS is 228.76, but its accounts add up to 228.75',
        sum: new Decimal('228.75'),
        total: new Decimal('228.76'),
      },
    ]);
  });

  it.each(['grossProfit', 'netOrdinaryIncome', 'netOtherIncome', 'netIncome'] as const)('%s must follow', (name) => {
    const totals = { ...TOTALS, [name]: printed(name, '0.01') };
    expect(problemsOf(LINES, totals).map(({ message }) => message)).toEqual([
      expect.stringMatching(new RegExp(`^${name} is 0.01, but the statement gives -?[\\d,]+\\.\\d\\d$`)),
    ]);
  });

  it('a section with accounts and no total, or a statement without Net Income, is refused', () => {
    expect(problemsOf(LINES.slice(0, 1), NO_TOTALS).map(({ message }) => message)).toEqual([
      'The section income has accounts but no total',
      'The statement has no Net Income',
    ]);
  });

  it('an account that occurs twice is refused', () => {
    const twice = [line('income', 'Labor', '1'), line('income', 'Labor', '2')];
    const totals = { ...NO_TOTALS, sections: { income: printed('Total Income', '3') }, netIncome: printed('Net', '3') };
    expect(problemsOf(twice, totals).map(({ message }) => message)).toEqual(['Labor occurs twice']);
  });

  it('whole dollars that miss by their rounding are refused with the reason', () => {
    const lines = [line('income', 'A', '10'), line('income', 'B', '10'), line('income', 'C', '10')];
    const sections = { income: printed('Total Income', '31') };
    const messages = problemsOf(lines, { ...NO_TOTALS, sections, netIncome: printed('Net Income', '31') });
    expect(messages[0]?.message).toBe(
      'Total Income is 31.00, but its accounts add up to 30.00. The amounts are rounded to whole dollars: export the report with cents',
    );
    const far = { ...NO_TOTALS, sections: { income: printed('Total Income', '40') }, netIncome: printed('Net', '40') };
    expect(problemsOf(lines, far)[0]?.message).not.toContain('rounded');
  });

  it('a month without postings is a statement of zeros', () => {
    expect(tieStatement([], { ...NO_TOTALS, netIncome: printed('Net Income', '0.00') })).toMatchObject({ tied: true });
  });
});

const statement: Statement = { month: '2026-01' as Month, basis: 'accrual', currency: 'USD', lines: LINES };

describe('the digest of a statement', () => {
  it('does not depend on the order of lines, on lines of 0 or on how an amount is written', () => {
    const same = [...LINES].reverse().map((each) => ({ ...each, amount: new Decimal(each.amount.toFixed(4)) }));
    const lines = [...same, line('expense', 'Rent', '0')];
    expect(statementDigest({ ...statement, lines })).toBe(statementDigest(statement));
  });

  it('differs where anything else does', () => {
    const others: Statement[] = [
      { ...statement, month: '2026-02' as Month },
      { ...statement, basis: 'cash' },
      { ...statement, currency: null },
      { ...statement, lines: LINES.slice(1) },
      { ...statement, lines: LINES.map((each) => ({ ...each, amount: each.amount.plus('0.01') })) },
      { ...statement, lines: LINES.map((each) => ({ ...each, section: 'expense' as const })) },
      { ...statement, lines: LINES.map((each) => ({ ...each, account: `${each.account}:X` })) },
    ];
    expect(new Set([statement, ...others].map(statementDigest)).size).toBe(others.length + 1);
  });
});

describe('the comparison of two statements', () => {
  it('names the accounts that differ and nothing else', () => {
    const before = [line('expense', 'Payroll', '500', 'P'), line('expense', 'Rent', '20'), line('income', 'A', '1')];
    const after = [line('expense', 'Wages', '0', 'P'), line('expense', 'Rent', '20.00'), line('income', 'B', '1')];
    expect(compareStatements(before, after).map(({ account, change }) => [account, change.toFixed(2)])).toEqual([
      ['Wages', '-500.00'],
      ['B', '1.00'],
      ['A', '-1.00'],
    ]);
  });

  it('explains a restated month whole (fault 10: -886.12 in an ended month, unseen for a year)', () => {
    const before = [
      line('expense', 'Payroll', '49836.85'),
      line('expense', 'Rent', '2000'),
      line('expense', 'Fuel', '400'),
    ];
    const after = [
      line('expense', 'Payroll', '49336.85'),
      line('expense', 'Rent', '1613.88'),
      line('expense', 'Fuel', '400'),
    ];
    expect(compareStatements(before, after).map(({ account, change }) => [account, change.toFixed(2)])).toEqual([
      ['Payroll', '-500.00'],
      ['Rent', '-386.12'],
    ]);
  });

  it('does not match two accounts with different ids by their name', () => {
    const differences = compareStatements([line('income', 'A', '1', 'X')], [line('income', 'A', '1', 'Y')]);
    expect(differences).toHaveLength(2);
  });

  it('leaves nothing over: the changes add up to the change of each section', () => {
    const lines = fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('A', 'B', 'C', 'A:B', 'C:B'),
        section: fc.constantFrom<StatementSection>('income', 'expense', 'other income'),
        cents: fc.integer({ min: -3, max: 3 }),
      }),
      { selector: ({ name, section }) => `${section} ${name}` },
    );
    const toLines = (rows: { name: string; section: StatementSection; cents: number }[]) =>
      rows.map(({ name, section, cents }) => line(section, name, new Decimal(cents).div(100).toFixed()));
    fc.assert(
      fc.property(lines, lines, (first, second) => {
        const [before, after] = [toLines(first), toLines(second)];
        const net = compareStatements(before, after).reduce(
          (total, { section, change }) => (section === 'expense' ? total.minus(change) : total.plus(change)),
          new Decimal(0),
        );
        expect(net).toEqual(sumStatement(after).netIncome.minus(sumStatement(before).netIncome));
      }),
    );
  });
});
