import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculateQuarter, calculateSmartNumbers } from '#src/core/calculation/calculate.ts';
import { computeFormula, type MonthValues } from '#src/core/calculation/computation.ts';
import { SMART_NUMBER_FORMULAS } from '#src/core/calculation/lineage.ts';
import { type RangeTotal, totalMetric, totalSmartNumber } from '#src/core/calculation/range-total.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';
import { Fraction, RATIO_PLACES, round, toFraction } from '#src/core/number.ts';
import { monthRange, monthsOf, parseMonth, parsePeriod, type Quarter } from '#src/core/period.ts';
import { INPUT_KEYS, monthOf, Q1_2025, randomMonths, type Values } from '../month-values.ts';

const QUARTER = parsePeriod('2025-Q1') as Quarter;
const YEAR = monthRange(parseMonth('2024-04'), parseMonth('2025-03'));

/** A total with its value as text, to be compared whole. */
function plain({ value, ...rest }: RangeTotal) {
  return { value: value?.toFixed() ?? null, ...rest };
}

/** Twelve months with the same values, but for those given by month. */
function year(values: Values, others: Readonly<Record<string, Values>> = {}): MonthValues[] {
  return YEAR.map((month) => monthOf(month, others[month] ?? values));
}

describe('a metric over any months', () => {
  it.each([
    ['mrr', 'added', { mrr: '100.10' }, { mrr: '50' }, '1151.1'],
    ['employees', 'averaged', { employees: 8 }, { employees: '8.5' }, '8.04'],
    ['cash_reserve', 'the last month’s', { cash_reserve: 5 }, { cash_reserve: 7 }, '7'],
    [
      'gross_margin_pct',
      'recomputed',
      { total_revenue: 100, product_cogs: 20, gross_margin_pct: '0.8' },
      { total_revenue: 900, product_cogs: 780, gross_margin_pct: '0.1333' },
      '0.5',
    ],
  ])('%s is %s', (key, _, values, last, expected) => {
    expect(plain(totalMetric(key, year(values, { '2025-03': last })))).toEqual({
      value: expected,
      months: YEAR,
      missing: [],
      state: 'EXACT',
    });
  });

  it('is of the months present, and says which', () => {
    const months = [monthOf('2024-12', { mrr: 1 }), monthOf('2025-01', {}), monthOf('2025-02', { mrr: 2 })];
    expect(plain(totalMetric('mrr', months))).toEqual({
      value: '3',
      months: ['2024-12', '2025-02'],
      missing: ['mrr'],
      state: 'PARTIAL',
    });
  });

  it('tells nothing to compute with from too little', () => {
    const missing = { value: null, months: [] };
    expect(plain(totalMetric('mrr', year({})))).toEqual({ ...missing, missing: ['mrr'], state: 'NO_DATA' });
    expect(plain(totalMetric('gross_margin_pct', year({ total_revenue: 5 })))).toEqual({
      ...missing,
      missing: ['product_cogs'],
      state: 'NOT_COMPUTABLE',
    });
    expect(plain(totalMetric('gross_margin_pct', year({ total_revenue: 0, product_cogs: 0 })))).toEqual({
      ...missing,
      missing: [],
      state: 'NOT_COMPUTABLE',
    });
  });
});

describe('a SmartNumber over any months', () => {
  it('divides by the number of its common months, and annualizes by it', () => {
    const values = { reactive_tickets_closed: 110, technical_employees: '5.5', nrr: 0, mrr: 90, employees: 9 };
    const busier = {
      '2024-06': { ...values, reactive_tickets_closed: 220 },
    };
    expect(plain(totalSmartNumber('tickets_per_tech_per_month', year(values, busier)))).toMatchObject({
      value: '21.6667',
      state: 'EXACT',
    });
    const nine = year(values).slice(0, 9);
    expect(plain(totalSmartNumber('annual_service_rev_per_employee', nine))).toMatchObject({ value: '120' });
  });

  it('leaves out the months that lack an input', () => {
    const months = year({ new_agreements: 1, first_time_appointments: 2 }, { '2025-01': { new_agreements: 50 } });
    expect(plain(totalSmartNumber('sales_call_close_pct', months))).toEqual({
      value: '0.5',
      months: YEAR.filter((month) => month !== '2025-01'),
      missing: ['first_time_appointments'],
      state: 'PARTIAL',
    });
  });

  it('gives the worked example of Q1 2025', () => {
    expect(plain(totalSmartNumber('rhem', Q1_2025))).toMatchObject({ value: '0.2537', state: 'EXACT' });
  });
});

describe('whatever the months hold', () => {
  const keys = METRICS.map(({ key }) => key);
  const smartNumbers = SMART_NUMBERS.map(({ key }) => key);

  it('the total of a quarter is what is stored of the quarter', () => {
    fc.assert(
      fc.property(randomMonths(monthsOf(QUARTER), 0.2), (months) => {
        const stored = calculateQuarter(QUARTER, months);
        for (const key of keys) {
          const total = totalMetric(key, months);
          expect(total.value?.toFixed()).toBe(stored.get(key)?.value.toFixed());
          expect(total.months).toEqual(stored.get(key)?.months ?? []);
        }
        const storedSmartNumbers = calculateSmartNumbers(months);
        for (const key of smartNumbers) {
          const total = totalSmartNumber(key, months);
          expect(total.value?.toFixed()).toBe(storedSmartNumbers.get(key)?.value.toFixed());
          expect(total.months).toEqual(storedSmartNumbers.get(key)?.months ?? []);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('the total of a year is the formula over its common months alone, and an exact sum', () => {
    fc.assert(
      fc.property(randomMonths(YEAR, 0.05), (months) => {
        for (const [key, formula] of SMART_NUMBER_FORMULAS) {
          const total = totalSmartNumber(key, months);
          const common = months.filter(({ month }) => total.months.includes(month));
          const alone = computeFormula(formula, common);
          const expected = alone.value && round(alone.value, RATIO_PLACES);
          if (total.value) expect(total.value.toFixed()).toBe(expected?.toFixed());
          if (total.value) expect(alone.missing).toEqual([]);
        }
        for (const { key } of METRICS.filter(({ aggregation }) => aggregation === 'sum')) {
          const values = months.flatMap(({ values: all }) => all.get(key) ?? []);
          const sum = values.reduce((total, value) => total.add(toFraction(value)), new Fraction(0));
          expect(totalMetric(key, months).value?.toFixed()).toBe(
            values.length > 0 ? round(sum, 2).toFixed() : undefined,
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  it('does not depend on the order in which the months are given', () => {
    const shuffled = randomMonths(YEAR, 0.1).chain((months) =>
      fc
        .shuffledSubarray([...months], { minLength: months.length, maxLength: months.length })
        .map((other) => ({ months, other })),
    );
    fc.assert(
      fc.property(shuffled, ({ months, other }) => {
        for (const key of keys) expect(plain(totalMetric(key, other))).toEqual(plain(totalMetric(key, months)));
        for (const key of smartNumbers) {
          expect(plain(totalSmartNumber(key, other))).toEqual(plain(totalSmartNumber(key, months)));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('the total of one month is the month', () => {
    const [month] = YEAR;
    fc.assert(
      fc.property(randomMonths(month ? [month] : [], 0.2), ([only]) => {
        for (const key of INPUT_KEYS) {
          expect(totalMetric(key, only ? [only] : []).value?.toFixed()).toBe(only?.values.get(key)?.toFixed());
        }
      }),
      { numRuns: 30 },
    );
  });
});
