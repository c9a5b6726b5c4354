import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AccountMapping,
  EMPTY_MAPPING,
  followRenames,
  type MappedAccount,
  mappingFor,
  mappingProblems,
} from '#src/core/books/account-mapping.ts';
import { booksTieOut } from '#src/core/books/books-tie-out.ts';
import { type BooksMetric, type MappedStatement, metricsOf, newAccounts } from '#src/core/books/mapped-metrics.ts';
import { type StatementLine, type StatementSection, sumStatement } from '#src/core/books/statement.ts';
import { calculateMonth } from '#src/core/calculation/calculate.ts';
import type { SourcedValue } from '#src/core/metrics/source.ts';
import { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import { mappedStatement } from '../../kit/books/mappings.ts';

const JANUARY = '2026-01' as Month;

function line(
  section: StatementSection,
  account: string,
  amount: string,
  accountId: string | null = null,
): StatementLine {
  return { account, accountId, number: null, type: null, section, amount: new Decimal(amount) };
}

function entry(section: StatementSection, account: string, more: Partial<MappedAccount> = {}): MappedAccount {
  return { account, section, accountId: null, subAccounts: false, ...more };
}

function mappingOf(lists: Partial<AccountMapping['metrics']>, more: Partial<AccountMapping> = {}): AccountMapping {
  return { ...EMPTY_MAPPING, ...more, metrics: { ...EMPTY_MAPPING.metrics, ...lists } };
}

function mapped(lines: readonly StatementLine[], mapping: AccountMapping): MappedStatement {
  const result = metricsOf(lines, mapping);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result;
}

function valuesOf(lines: readonly StatementLine[], mapping: AccountMapping): Record<string, string | null> {
  return Object.fromEntries(
    [...mapped(lines, mapping).values].map(([metric, value]) => [metric, value?.toFixed(2) ?? null]),
  );
}

const LINES = [
  line('income', 'Managed Services', '98200.00'),
  line('income', 'Managed Services:Backup', '1800.00'),
  line('income', 'Project Labor', '-2044.00'),
  line('income', 'Hardware', '5000.00'),
  line('cogs', 'Hardware', '4000.00'),
  line('cogs', 'Wages', '9000.00'),
  line('expense', 'Payroll Expenses:Wages', '49836.85'),
  line('expense', 'Uncategorized Expenses', '12.34'),
  line('expense', 'Rent', '2000.00'),
  line('other income', 'Interest', '97.69'),
  line('other expense', 'Distributions', '500.00'),
];

describe('the metrics of a statement', () => {
  it('are its totals and the sums of the lists', () => {
    const mapping = mappingOf({
      mrr: [entry('income', 'Managed Services', { subAccounts: true })],
      nrr: [entry('income', 'Project Labor')],
      orr: 'none',
      misc_revenue: [entry('other income', 'Interest')],
      payroll_total: [entry('expense', 'Payroll Expenses', { subAccounts: true })],
      uncategorized_expenses: [entry('expense', 'Uncategorized Expenses')],
    });
    expect(valuesOf(LINES, mapping)).toEqual({
      total_income: '102956.00',
      product_cogs: '13000.00',
      total_expenses_qb: '51849.19',
      nrr: '-2044.00',
      mrr: '100000.00',
      orr: '0.00',
      misc_revenue: '97.69',
      payroll_total: '49836.85',
      uncategorized_expenses: '12.34',
    });
    expect(mapped(LINES, mapping).inNoMetric.map(({ account }) => account)).toEqual(['Distributions']);
  });

  it('have no value where a list is undecided, so that product sales are not all income', () => {
    expect(valuesOf(LINES, EMPTY_MAPPING)).toMatchObject({ nrr: null, mrr: null, orr: null, payroll_total: null });
  });

  it('are 0 where a list has accounts but no postings (fault 3: last month stayed)', () => {
    const mapping = mappingOf({ mrr: [entry('income', 'Managed Services')] });
    expect(valuesOf([], mapping)).toMatchObject({ mrr: '0.00', total_income: '0.00', nrr: null });
  });

  it('count other income and expense where the settings say so', () => {
    const mapping = mappingOf({}, { otherIncomeCounts: true, otherExpenseCounts: true });
    expect(valuesOf(LINES, mapping)).toMatchObject({ total_income: '103053.69', total_expenses_qb: '52349.19' });
    expect(mapped(LINES, mapping).inNoMetric).toEqual([]);
  });

  it('move reclassified wages from COGS to expenses, in both totals and the payroll', () => {
    const wages = entry('cogs', 'Wages');
    const mapping = mappingOf({ payroll_total: [wages] }, { reclassify: [wages] });
    expect(valuesOf(LINES, mapping)).toMatchObject({
      product_cogs: '4000.00',
      total_expenses_qb: '60849.19',
      payroll_total: '9000.00',
    });
  });

  it('do not depend on the order of rows (fault 2)', () => {
    fc.assert(
      fc.property(mappedStatement, ({ lines, mapping }) => {
        expect(valuesOf([...lines].reverse(), mapping)).toEqual(valuesOf(lines, mapping));
      }),
    );
  });

  it('follow an account by its id, and its sub-accounts by its present name', () => {
    const mapping = mappingOf({ mrr: [entry('income', 'Services', { accountId: '45', subAccounts: true })] });
    const renamed = [line('income', 'Agreements', '10', '45'), line('income', 'Agreements:Backup', '5', '46')];
    const chart = [{ account: 'Agreements', accountId: '45', section: 'income' as const }];
    expect(valuesOf(renamed, mapping)['mrr']).toBe('10.00');
    expect(valuesOf(renamed, followRenames(mapping, chart))['mrr']).toBe('15.00');
    const other = [line('income', 'Services', '99', '77')];
    expect(valuesOf(other, mapping)['mrr']).toBe('0.00');
  });
});

describe('a mapping is refused', () => {
  const cases: [string, AccountMapping, string][] = [
    [
      'where two lists share an account',
      mappingOf({ mrr: [entry('income', 'A')], nrr: [entry('income', 'A')] }),
      'mrr[0]: A is in nrr[0] already',
    ],
    [
      'where one list holds the parent of the other',
      mappingOf({ mrr: [entry('income', 'A', { subAccounts: true })], orr: [entry('income', 'A:B')] }),
      'orr[0]: A:B is in mrr[0] already (A)',
    ],
    [
      'where misc_revenue takes what total_income counts',
      mappingOf({ misc_revenue: [entry('income', 'Other Income')] }),
      'misc_revenue[0]: misc_revenue takes accounts of other income, but Other Income is of income, which total_income counts already',
    ],
    [
      'where misc_revenue has accounts and other income counts',
      mappingOf({ misc_revenue: [entry('other income', 'Interest')] }, { otherIncomeCounts: true }),
      'misc_revenue: misc_revenue takes no accounts while otherIncomeCounts is true: they would count twice',
    ],
    [
      'where wages of COGS are mapped without being reclassified',
      mappingOf({ payroll_total: [entry('cogs', 'Wages')] }),
      'payroll_total[0]: payroll_total takes accounts of expense, but Wages is of cogs: reclassify it as an expense first',
    ],
    [
      'where only a part of a list is reclassified',
      mappingOf({ payroll_total: [entry('cogs', 'W', { subAccounts: true })] }, { reclassify: [entry('cogs', 'W')] }),
      'payroll_total[0]: W is of cogs and must be reclassified before payroll_total takes it',
    ],
    [
      'where expenses are reclassified',
      mappingOf({}, { reclassify: [entry('expense', 'Rent')] }),
      'reclassify[0]: Rent is not an account of COGS, which alone is reclassified',
    ],
    [
      'where revenue takes other income that does not count',
      mappingOf({ orr: [entry('other income', 'Rebates')] }),
      'orr[0]: orr takes accounts of income, but Rebates is of other income, which does not count',
    ],
  ];
  it.each(cases)('%s', (_, mapping, problem) => {
    expect(mappingProblems(mapping).map(({ field, message }) => `${field}: ${message}`)).toEqual([problem]);
    expect(metricsOf([], mapping)).toHaveProperty('problems');
  });

  it('on a statement whose line two lists take, after accounts were moved', () => {
    const mapping = mappingOf({
      mrr: [entry('income', 'A', { accountId: '1' })],
      nrr: [entry('income', 'B', { accountId: '2', subAccounts: true })],
    });
    expect(mappingProblems(mapping)).toEqual([]);
    expect(metricsOf([line('income', 'B:A', '5', '1')], mapping)).toEqual({
      problems: [{ field: 'mrr', message: 'B:A is in nrr and in mrr' }],
    });
  });
});

describe('for every statement and mapping', () => {
  it('each line with money is in exactly one place, and the places add up', () => {
    fc.assert(
      fc.property(mappedStatement, ({ lines, mapping }) => {
        const result = mapped(lines, mapping);
        expect(result.lines.map((each) => each.line)).toEqual(lines);
        const value = (metric: BooksMetric) => result.values.get(metric) ?? new Decimal(0);
        const income = ['nrr', 'mrr', 'orr'] as const;
        for (const { bucket, part } of result.lines) {
          if (part === 'nrr' || part === 'mrr' || part === 'orr') expect(bucket).toBe('total_income');
          if (part === 'payroll_total' || part === 'uncategorized_expenses') expect(bucket).toBe('total_expenses_qb');
        }
        const { sections } = sumStatement(lines);
        const nowhere = (section: StatementSection) => sumStatement(result.inNoMetric).sections[section];
        expect(value('total_income').plus(value('misc_revenue')).plus(nowhere('other income'))).toEqual(
          sections.income.plus(sections['other income']),
        );
        expect(value('product_cogs').plus(value('total_expenses_qb')).plus(nowhere('other expense'))).toEqual(
          sections.cogs.plus(sections.expense).plus(sections['other expense']),
        );
        const rest = result.lines.filter(({ bucket, part }) => bucket === 'total_income' && part === null);
        const mappedIncome = income.reduce((total, metric) => total.plus(value(metric)), new Decimal(0));
        expect(rest.reduce((total, each) => total.plus(each.line.amount), mappedIncome)).toEqual(value('total_income'));
      }),
    );
  });

  it('the tie-out to the books ends at 0.00', () => {
    fc.assert(
      fc.property(mappedStatement, ({ lines, mapping }) => {
        const tieOut = booksTieOut(JANUARY, mapped(lines, mapping), { mapping, entered: new Map(), netProfit: null });
        expect(tieOut.remainder.toFixed(2)).toBe('0.00');
        expect(tieOut.items).toHaveLength(4);
        expect(tieOut.netIncome).toEqual(sumStatement(lines).netIncome);
      }),
    );
  });

  it('and with any values entered by hand, each of which is named', () => {
    const entered = fc.dictionary(
      fc.constantFrom(
        'total_income',
        'product_cogs',
        'nrr',
        'owner_comp',
        'total_revenue',
        'other_expenses',
        'net_profit',
      ),
      fc.integer({ min: -9_999_999, max: 9_999_999 }).map((cents) => new Decimal(cents).div(100)),
    );
    fc.assert(
      fc.property(mappedStatement, entered, ({ lines, mapping }, byHand) => {
        const values = new Map(Object.entries(byHand));
        const tieOut = booksTieOut(JANUARY, mapped(lines, mapping), { mapping, entered: values, netProfit: null });
        expect(tieOut.remainder.toFixed(2)).toBe('0.00');
        for (const { metric } of tieOut.overrides) expect(values.has(metric)).toBe(true);
      }),
    );
  });

  it('a stored net profit that does not follow from the statement leaves a remainder', () => {
    const tieOut = booksTieOut(JANUARY, mapped(LINES, EMPTY_MAPPING), {
      mapping: EMPTY_MAPPING,
      entered: new Map(),
      netProfit: new Decimal('38106.82'),
    });
    expect(tieOut.remainder.toFixed(2)).toBe('0.01');
  });
});

describe('January 2026 of docs/calculations.md', () => {
  const lines = [
    line('income', 'Managed Services', '105668.31'),
    line('cogs', 'Hardware', '4556.73'),
    line('expense', 'Payroll Expenses', '836.85'),
    line('expense', 'Payroll Expenses:Wages', '49000.00'),
    line('expense', 'Rent', '38261.63'),
  ];
  const mapping = mappingOf({
    nrr: 'none',
    mrr: [entry('income', 'Managed Services')],
    orr: 'none',
    payroll_total: [entry('expense', 'Payroll Expenses', { subAccounts: true })],
  });

  it('comes out of a statement with those totals', () => {
    const result = mapped(lines, mapping);
    const stored = new Map<string, SourcedValue>([
      ['owner_comp', { value: new Decimal('22588'), source: 'manual' }],
      ['owner_comp_taxes', { value: new Decimal('13000'), source: 'manual' }],
    ]);
    for (const [metric, value] of result.values) if (value) stored.set(metric, { value, source: 'collected' });
    const { values } = calculateMonth(JANUARY, stored);
    expect(values.get('total_expenses_qb')?.toFixed(2)).toBe('88098.48');
    expect(values.get('employee_expense')?.toFixed(2)).toBe('14248.85');
    expect(values.get('other_expenses')?.toFixed(2)).toBe('38261.63');
    const entered = new Map([['owner_comp', new Decimal('22588')]]);
    const tieOut = booksTieOut(JANUARY, result, { mapping, entered, netProfit: values.get('net_profit') ?? null });
    expect(tieOut.remainder.toFixed(2)).toBe('0.00');
    expect(tieOut.overrides).toEqual([]);
  });
});

describe('new accounts', () => {
  it('with money that no list covers are found, renamed ones with ids are not', () => {
    const mapping = mappingOf({ mrr: [entry('income', 'Managed Services', { subAccounts: true })] });
    const known = [
      { account: 'Hardware', accountId: '7', section: 'income' as const },
      { account: 'Rent', accountId: null, section: 'expense' as const },
    ];
    const lines = [
      line('income', 'Devices', '1', '7'),
      line('income', 'Cloud Backup', '3200', '8'),
      line('income', 'Managed Services:Phones', '5', '9'),
      line('expense', 'Rent', '1'),
      line('expense', 'Unused', '0'),
    ];
    expect(newAccounts(lines, mapping, known).map(({ account }) => account)).toEqual(['Cloud Backup']);
  });
});

describe('the version that holds in a month', () => {
  it('has the latest month before it, and of two the later one', () => {
    const versions = ['2025-06', '2024-01', '2025-06'].map((from, index) => ({ from: from as Month, index }));
    expect(mappingFor(versions, '2023-12' as Month)).toBeNull();
    expect(mappingFor(versions, '2025-05' as Month)?.index).toBe(1);
    expect(mappingFor(versions, '2026-01' as Month)?.index).toBe(2);
  });
});
