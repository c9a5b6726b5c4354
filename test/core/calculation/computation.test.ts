import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aggregateMonths,
  type Computation,
  computeFormula,
  inputValue,
  type MonthValues,
} from '#src/core/calculation/computation.ts';
import { parseFormula } from '#src/core/calculation/formula.ts';
import { METRIC_FORMULAS, SMART_NUMBER_FORMULAS } from '#src/core/calculation/lineage.ts';
import { METRICS, metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { smartNumberByName } from '#src/core/metrics/smart-number-registry.ts';
import { Decimal, Fraction } from '#src/core/number.ts';
import { monthsOf, parsePeriod } from '#src/core/period.ts';
import { monthOf, randomMonths, type Values } from '../month-values.ts';

const MONTHS = ['2025-01', '2025-02', '2025-03'] as const;
const QUARTER = monthsOf(parsePeriod('2025-Q1'));

function months(...values: Values[]): MonthValues[] {
  return values.map((each, index) => monthOf(MONTHS[index] ?? '2025-03', each));
}

/** A computation with its value as a fraction's text, to be compared whole. */
function computed(formula: string, ...values: Values[]) {
  return told(computeFormula(parseFormula(formula), months(...values)));
}

function aggregated(key: string, ...values: Values[]) {
  return told(aggregateMonths(key, months(...values)));
}

function told({ value, months: computedOn, missing, obstacle }: Computation) {
  return { value: value?.toFraction() ?? null, months: computedOn, missing, obstacle };
}

describe('a metric over the months of a quarter', () => {
  it.each([
    ['mrr', 'sum', ['100', '50', '0.10'], '1501/10'],
    ['endpoints_managed', 'average', ['597', '594', '591'], '594'],
    ['employees', 'average', ['8', '8', '8.5'], '49/6'],
    ['cash_reserve', 'last month', ['5', '6', '7'], '7'],
  ] as const)('%s, a metric of %s, takes %j for %s', (key, _, values, expected) => {
    const all = values.map((value) => ({ [key]: value }));
    expect(aggregated(key, ...all)).toEqual({ value: expected, months: MONTHS, missing: [], obstacle: null });
  });

  it.each([
    ['mrr', '30', ['2025-01', '2025-03']],
    ['endpoints_managed', '15', ['2025-01', '2025-03']],
    ['cash_reserve', '20', ['2025-01', '2025-03']],
  ])('%s is of the months present, which are listed', (key, value, present) => {
    expect(aggregated(key, { [key]: 10 }, {}, { [key]: 20 })).toEqual({
      value,
      months: present,
      missing: [key],
      obstacle: null,
    });
  });

  it('the last month is the latest that is present', () => {
    expect(aggregated('cash_reserve', { cash_reserve: 5 }, { cash_reserve: 6 }, {})).toMatchObject({ value: '6' });
    expect(aggregated('cash_reserve_months', { cash_reserve_months: 2 }, {}, {})).toMatchObject({
      value: '2',
      months: ['2025-01'],
    });
  });

  it('a stored 0 is present, and pulls an average down', () => {
    expect(aggregated('employees', { employees: 0 }, { employees: 4 }, {})).toMatchObject({
      value: '2',
      months: ['2025-01', '2025-02'],
    });
  });

  it.each(['mrr', 'employees', 'cash_reserve', 'misc_revenue', 'uncategorized_expenses', 'gross_margin_pct'])(
    '%s has no value where no month has one',
    (key) => {
      expect(aggregateMonths(key, months({}, {}, {}))).toMatchObject({ value: null, months: [], obstacle: 'missing' });
    },
  );

  it('one that counts as 0 where absent has a quarter as soon as one month has it', () => {
    expect(aggregated('misc_revenue', {}, { misc_revenue: 7 }, {})).toMatchObject({ value: '7', months: ['2025-02'] });
  });

  it('a recomputed one applies its formula to the components, and takes no mean of the months’ ratios', () => {
    const values = aggregated(
      'gross_margin_pct',
      { total_revenue: 100, product_cogs: 50, gross_margin_pct: '0.5' },
      { total_revenue: 300, product_cogs: 30, gross_margin_pct: '0.9' },
      { total_revenue: 600, product_cogs: 320, gross_margin_pct: '0.4667' },
    );
    expect(values).toEqual({ value: '3/5', months: MONTHS, missing: [], obstacle: null });
  });

  it('a recomputed one is of the common months of its components', () => {
    const values = aggregated(
      'gross_margin_per_employee',
      { total_revenue: 100, product_cogs: 50, employees: 5 },
      { total_revenue: 300, product_cogs: 30 },
      { total_revenue: 600, product_cogs: 300, employees: 2 },
    );
    expect(values).toEqual({ value: '100', months: ['2025-01', '2025-03'], missing: ['employees'], obstacle: null });
  });
});

describe('a formula over months', () => {
  it('tells what it took for each input', () => {
    const formula = parseFormula('total_revenue + misc_revenue - product_cogs');
    const { inputs } = computeFormula(
      formula,
      months({ total_revenue: 7, product_cogs: 2 }, { total_revenue: 5 }, { total_revenue: 1, product_cogs: 1 }),
    );
    const texts = [...inputs].map(([key, value]) => [key, value?.toFraction()]);
    expect(Object.fromEntries(texts)).toEqual({ total_revenue: '8', misc_revenue: '0', product_cogs: '3' });
  });

  it('is computed on the months in which every input is present', () => {
    const all = computed(
      'reactive_time_spent / reactive_tickets_closed / months',
      { reactive_time_spent: 10, reactive_tickets_closed: 4 },
      { reactive_time_spent: 1000 },
      { reactive_time_spent: 20, reactive_tickets_closed: 6 },
    );
    expect(all).toEqual({
      value: '3/2',
      months: ['2025-01', '2025-03'],
      missing: ['reactive_tickets_closed'],
      obstacle: null,
    });
  });

  it('of a running quarter is not understated: months and annual go by the common months', () => {
    const january = { mrr: 1000, seats_managed: 10, employees: 2, nrr: 0 };
    expect(computed('mrr / seats_managed / months', january, {}, {})).toMatchObject({ value: '100' });
    expect(computed('mrr / seats_managed / months', january, january, {})).toMatchObject({ value: '100' });
    expect(computed('(nrr + mrr) / employees * annual', january, january, {})).toMatchObject({ value: '6000' });
    expect(computed('(nrr + mrr) / employees * annual', january, january, january)).toMatchObject({ value: '6000' });
  });

  it('names every missing input, in order of the formula', () => {
    expect(computed('net_profit / total_revenue', {})).toMatchObject({
      value: null,
      missing: ['net_profit', 'total_revenue'],
    });
    expect(computed('(nrr + mrr) / total_revenue', { mrr: 1 })).toMatchObject({
      missing: ['nrr', 'total_revenue'],
      obstacle: 'missing',
    });
  });

  it('has no value where no month has all inputs, though each input has months', () => {
    const none = computed('new_mrr - lost_mrr', { new_mrr: 1 }, { lost_mrr: 1 }, { new_mrr: 1 });
    expect(none).toEqual({ value: null, months: [], missing: ['new_mrr', 'lost_mrr'], obstacle: 'missing' });
  });

  it('an input that counts as 0 where absent holds no month back and is not missing', () => {
    expect(computed('mrr + misc_revenue', { mrr: 1 }, { mrr: 2, misc_revenue: 5 }, { mrr: 4 })).toEqual({
      value: '12',
      months: MONTHS,
      missing: [],
      obstacle: null,
    });
    expect(computed('mrr + misc_revenue', { mrr: 1 })).toMatchObject({ value: '1' });
  });

  it('an input that counts as 0 is taken over the common months only', () => {
    const all = computed('mrr + misc_revenue', { mrr: 1, misc_revenue: 10 }, { misc_revenue: 100 }, { mrr: 2 });
    expect(all).toMatchObject({ value: '13', months: ['2025-01', '2025-03'], missing: ['mrr'] });
  });

  it('a division by zero is no value, and is told from a missing input', () => {
    expect(computed('net_profit / total_revenue', { net_profit: 5, total_revenue: 0 })).toEqual({
      value: null,
      months: ['2025-01'],
      missing: [],
      obstacle: 'division by zero',
    });
    expect(computed('net_profit / total_revenue', { total_revenue: 0 })).toMatchObject({
      obstacle: 'missing',
      missing: ['net_profit'],
    });
    const cancelling = [
      { net_profit: 1, total_revenue: 5 },
      { net_profit: 1, total_revenue: -5 },
    ];
    expect(computed('net_profit / total_revenue', ...cancelling)).toMatchObject({ obstacle: 'division by zero' });
  });

  it('takes sums and averages exactly: 49 / 6 employees are not 8.17', () => {
    const employees = ['8', '8', '8.5'].map((value) => ({ mrr: '49', employees: value, nrr: 0 }));
    expect(computed('mrr / employees', ...employees)).toMatchObject({ value: '18' });
  });

  it('takes an input that counts as 0, and none else, for 0', () => {
    expect(inputValue('misc_revenue', months({}))?.toFraction()).toBe('0');
    expect(inputValue('mrr', months({}))).toBeNull();
    for (const { key, absentIsZero } of METRICS) expect(inputValue(key, months({})) !== null).toBe(absentIsZero);
  });
});

describe('any months', () => {
  const formulas = [...METRIC_FORMULAS, ...SMART_NUMBER_FORMULAS.entries()];

  it('may be given in any order', () => {
    const shuffled = randomMonths(QUARTER, 0.15).chain((inOrder) =>
      fc.tuple(fc.constant(inOrder), fc.shuffledSubarray(inOrder, { minLength: 3, maxLength: 3 })),
    );
    fc.assert(
      fc.property(shuffled, ([inOrder, mixed]) => {
        for (const [, formula] of formulas)
          expect(computeFormula(formula, mixed)).toEqual(computeFormula(formula, inOrder));
        for (const { key } of METRICS) expect(aggregateMonths(key, mixed)).toEqual(aggregateMonths(key, inOrder));
      }),
    );
  });

  it('with money in a unit k times smaller give k times the money, and the same ratios and counts', () => {
    const factor = fc.integer({ min: 2, max: 1000 });
    fc.assert(
      fc.property(randomMonths(QUARTER, 0.05), factor, (all, k) => {
        const scaled = all.map((each) => ({ ...each, values: scaledMoney(each.values, k) }));
        for (const [key, formula] of formulas) {
          const before = computeFormula(formula, all);
          const value = isMoney(key) ? (before.value?.mul(k) ?? null) : before.value;
          expect(told(computeFormula(formula, scaled))).toEqual(told({ ...before, value }));
        }
      }),
    );
  });
});

function isMoney(key: string): boolean {
  return (smartNumberByName(key) ?? metricStoredAs(key)).format === 'currency';
}

function scaledMoney(values: ReadonlyMap<string, Decimal>, k: number): Map<string, Decimal> {
  return new Map([...values].map(([key, value]) => [key, isMoney(key) ? value.times(k) : value]));
}

it('a value is never a float: cents of a thousand months add up', () => {
  const cent = Array.from({ length: 1000 }, (_, index) =>
    monthOf(`20${String(10 + (index % 90))}-01`, { mrr: new Decimal('0.01').toFixed() }),
  );
  expect(aggregateMonths('mrr', cent).value).toEqual(new Fraction(10));
});
