import { describe, expect, it } from 'vitest';
import {
  calculateMonth,
  calculateQuarter,
  calculateSmartNumbers,
  computeSmartNumber,
  storableValue,
} from '#src/core/calculation/calculate.ts';
import { CALCULATED_METRICS } from '#src/core/calculation/lineage.ts';
import { InvalidValueError } from '#src/core/errors.ts';
import { customMetric, requireMetric } from '#src/core/metrics/metric-registry.ts';
import { Decimal } from '#src/core/number.ts';
import { parseMonth, parsePeriod, type Quarter } from '#src/core/period.ts';
import {
  derivedMonth,
  derivedQuarter,
  JANUARY_2026_EXPENSES,
  monthOf,
  Q1_2025,
  stored,
  type Values,
} from '../month-values.ts';

const JANUARY = parseMonth('2025-01');
const QUARTER = parsePeriod('2025-Q1') as Quarter;
const LARGEST = '9999999999.99';

function derive(values: Values, manual: Values = {}) {
  return calculateMonth(JANUARY, new Map([...stored(values), ...stored(manual, 'manual')]));
}

describe('the worked example: January 2026 expenses', () => {
  it('comes out as documented', () => {
    const { calculated } = derive(JANUARY_2026_EXPENSES);
    expect(calculated.get('employee_expense')?.toFixed(2)).toBe('14248.85');
    expect(calculated.get('other_expenses')?.toFixed(2)).toBe('38261.63');
  });
});

describe('the worked example: Q1 2025', () => {
  it.each([
    ['reactive_tickets_created', '1081'],
    ['reactive_tickets_closed', '1080'],
    ['reactive_time_spent', '452.08'],
    ['endpoints_managed', '594'],
    ['technical_employees', '5.5'],
    ['nrr', '32279'],
    ['mrr', '329959'],
    ['total_revenue', '515488'],
    ['total_expenses', '461486'],
    ['net_profit', '54002'],
  ])('the quarter’s %s is %s', (key, value) => {
    expect(calculateQuarter(QUARTER, Q1_2025).get(key)?.value.toFixed()).toBe(value);
  });

  it.each([
    ['tickets_per_tech_per_month', '65.4545'],
    ['total_close_pct', '0.9991'],
    ['tickets_per_endpoint_per_month', '0.6066'],
    ['rhem', '0.2537'],
    ['avg_resolution_time', '0.4186'],
    ['reactive_service_pct', '0.1641'],
    ['net_profit_pct', '0.1048'],
    ['revenue_from_services_pct', '0.7027'],
    ['services_from_mrr_pct', '0.9109'],
  ])('%s is %s, and January’s own is computed on one month', (key, value) => {
    const quarter = calculateSmartNumbers(Q1_2025).get(key);
    expect(quarter?.value.toFixed(4)).toBe(value);
    expect(quarter?.months).toHaveLength(3);
    expect(calculateSmartNumbers(Q1_2025.slice(0, 1)).get(key)?.months).toEqual([JANUARY]);
  });

  it('SmartNumbers without inputs are not there, rather than 0', () => {
    const derived = calculateSmartNumbers(Q1_2025);
    for (const key of ['avg_aisp', 'new_mrr_added', 'dials_per_appointment']) expect(derived.has(key)).toBe(false);
  });
});

describe('a month', () => {
  it('calculates every calculated metric that is not entered, to a value or to absent', () => {
    expect([...derive({}).calculated.keys()].sort()).toEqual([...CALCULATED_METRICS].sort());
    expect([...derive({}).calculated.values()].every((value) => value === null)).toBe(true);
  });

  it('drops a stored calculated value whose inputs are gone', () => {
    const stale = calculateMonth(JANUARY, stored({ net_profit: 5, total_revenue: 9 }, 'calculated'));
    expect(stale.calculated.get('net_profit')).toBeNull();
    expect(stale.values.size).toBe(0);
  });

  it('an absent input is not 0, and makes absent whatever depends on it', () => {
    const { calculated, values } = derive({ nrr: 1, mrr: 2, total_income: 10 });
    for (const key of ['product_sales', 'total_revenue', 'net_profit']) {
      expect(calculated.get(key)).toBeNull();
      expect(values.has(key)).toBe(false);
    }
  });

  it('a stored 0 is a value', () => {
    expect(derive({ nrr: 0, mrr: 0, orr: 0, total_income: 0 }).calculated.get('total_revenue')?.toFixed()).toBe('0');
  });

  it('total revenue needs no miscellaneous revenue, and total expenses no uncategorized expenses', () => {
    const expenses = { ...JANUARY_2026_EXPENSES, product_cogs: 100 };
    expect(derive({ nrr: 1, mrr: 2, orr: 3, total_income: 10 }).calculated.get('total_revenue')?.toFixed()).toBe('10');
    expect(
      derive({ nrr: 1, mrr: 2, orr: 3, total_income: 10, misc_revenue: 5 }).calculated.get('total_revenue')?.toFixed(),
    ).toBe('15');
    expect(derive(expenses).calculated.get('total_expenses')?.toFixed()).toBe('88198.48');
    expect(
      derive({ ...expenses, uncategorized_expenses: '0.48' })
        .calculated.get('total_expenses')
        ?.toFixed(),
    ).toBe('88198');
  });

  it('the cost of goods sold enters total expenses only', () => {
    const [without, withCogs] = [
      derive(JANUARY_2026_EXPENSES),
      derive({ ...JANUARY_2026_EXPENSES, product_cogs: 777 }),
    ];
    expect(withCogs.calculated.get('other_expenses')).toEqual(without.calculated.get('other_expenses'));
    expect(without.calculated.get('total_expenses')).toBeNull();
    expect(withCogs.calculated.get('total_expenses')?.toFixed()).toBe('88875.48');
  });

  it('what was entered by hand stays, and enters what depends on it', () => {
    const { calculated, values, differences } = derive(JANUARY_2026_EXPENSES, { employee_expense: 14000 });
    expect(calculated.has('employee_expense')).toBe(false);
    expect(values.get('employee_expense')?.toFixed()).toBe('14000');
    expect(calculated.get('other_expenses')?.toFixed()).toBe('38510.48');
    expect(differences).toEqual([
      { key: 'employee_expense', entered: new Decimal(14000), formulaGives: new Decimal('14248.85') },
    ]);
  });

  it('what was entered by hand does not differ where it agrees, or where an input is missing', () => {
    expect(derive(JANUARY_2026_EXPENSES, { employee_expense: '14248.850' }).differences).toEqual([]);
    expect(derive({ owner_comp: 1 }, { employee_expense: 37000 }).differences).toEqual([]);
  });

  it('keeps custom metrics, which enter nothing', () => {
    expect(derive({ customer_satisfaction: 9 }).values.get('customer_satisfaction')?.toFixed()).toBe('9');
  });

  it('a division by zero makes absent, not 0 and no error', () => {
    expect(derive({ cash_reserve: 5, average_monthly_expenses: 0 }).calculated.get('cash_reserve_months')).toBeNull();
    expect(
      derive({ cash_reserve: 0, average_monthly_expenses: 5 }).calculated.get('cash_reserve_months')?.toFixed(),
    ).toBe('0');
  });

  it('a calculated metric is rounded once, half away from zero, to its places', () => {
    const reserve = (cash: string) =>
      derive({ cash_reserve: cash, average_monthly_expenses: 200 }).calculated.get('cash_reserve_months');
    expect(reserve('0.01')?.toFixed(4)).toBe('0.0001');
    expect(reserve('-0.01')?.toFixed(4)).toBe('-0.0001');
    expect(reserve('0.03')?.toFixed(4)).toBe('0.0002');
  });
});

describe('out of range', () => {
  it('a calculated metric that no stored metric can hold refuses the write, naming it', () => {
    const write = () =>
      derive({ nrr: LARGEST, mrr: LARGEST, orr: 0, total_income: 0, misc_revenue: 0 }, { product_sales: 0 });
    expect(write).toThrow(InvalidValueError);
    expect(write).toThrow(/^Total Revenue of January 2025 /);
    expect(write).toThrow(expect.objectContaining({ code: 'INVALID_VALUE', field: 'total_revenue' }));
  });

  it('the same metric entered by hand is taken, and its formula’s result is only said', () => {
    const { differences, calculated } = derive(
      { nrr: LARGEST, mrr: LARGEST, orr: 0 },
      { product_sales: 0, total_revenue: 5 },
    );
    expect(differences).toMatchObject([{ key: 'total_revenue', formulaGives: new Decimal('19999999999.98') }]);
    expect(calculated.has('total_revenue')).toBe(false);
  });

  it('a quarter’s sum that no stored metric can hold refuses the write, naming it', () => {
    const write = () => calculateQuarter(QUARTER, derivedQuarter('2025-Q1', [{ mrr: LARGEST }, { mrr: '0.01' }, {}]));
    expect(write).toThrow(/^Monthly Recurring Revenue \(MRR\) of Q1 2025 /);
    expect(write).toThrow(expect.objectContaining({ code: 'INVALID_VALUE', field: 'mrr' }));
  });

  it('a SmartNumber is null with that reason', () => {
    const months = [monthOf('2025-01', { mrr: LARGEST, seats_managed: 1 })];
    expect(computeSmartNumber('avg_aisp', months)).toMatchObject({
      value: null,
      obstacle: 'out of range',
      missing: [],
      months: [JANUARY],
    });
    expect(calculateSmartNumbers(months).has('avg_aisp')).toBe(false);
  });

  it.each([
    ['99999999.99', true],
    ['99999999.99994', true],
    ['99999999.99995', false],
    ['-99999999.99995', false],
  ])('a SmartNumber of %s fits once rounded: %s', (value, isThere) => {
    expect(calculateSmartNumbers([monthOf('2025-01', { new_mrr: value })]).has('new_mrr_added')).toBe(isThere);
  });
});

describe('a quarter', () => {
  it('with one month of three is that month’s, with its one month', () => {
    const derived = calculateQuarter(QUARTER, derivedQuarter('2025-Q1', [{}, { misc_revenue: 7, employees: 4 }, {}]));
    const february = [parseMonth('2025-02')];
    expect(derived.get('misc_revenue')).toEqual({ value: new Decimal(7), months: february });
    expect(derived.get('employees')).toEqual({ value: new Decimal(4), months: february });
    expect(derived.has('uncategorized_expenses')).toBe(false);
  });

  it('sums calculated metrics over the months that have them, whatever else is partial', () => {
    const complete = { nrr: 1, mrr: 2, orr: 3, total_income: 10 };
    const derived = calculateQuarter(QUARTER, derivedQuarter('2025-Q1', [complete, { mrr: 5 }, complete]));
    expect(derived.get('total_revenue')).toEqual({ value: new Decimal(20), months: ['2025-01', '2025-03'] });
    expect(derived.get('mrr')?.months).toHaveLength(3);
  });

  it('stores an average to its places: 49 / 6 as 8.17', () => {
    const derived = calculateQuarter(
      QUARTER,
      derivedQuarter('2025-Q1', [{ employees: 8 }, { employees: 8 }, { employees: '8.5' }]),
    );
    expect(derived.get('employees')?.value.toFixed()).toBe('8.17');
  });

  it('recomputes a ratio though the months’ own were entered by hand', () => {
    const month = (name: string, revenue: number, cogs: number) =>
      derivedMonth(name, { total_revenue: revenue, product_cogs: cogs }, { gross_margin_pct: '0.99' });
    const months = [month('2025-01', 100, 50), month('2025-02', 100, 50), month('2025-03', 200, 40)];
    expect(calculateQuarter(QUARTER, months).get('gross_margin_pct')?.value.toFixed()).toBe('0.65');
  });

  it('holds no custom metrics', () => {
    const custom = { customer_satisfaction: 9 };
    expect([...calculateQuarter(QUARTER, derivedQuarter('2025-Q1', [custom, custom, custom])).keys()]).toEqual([]);
  });
});

describe('a value to be stored', () => {
  it.each([
    ['mrr', '100.005', '100.01'],
    ['mrr', '-100.005', '-100.01'],
    ['reactive_time_spent', '146.456', '146.46'],
    ['gross_margin_pct', '0.12345', '0.1235'],
    ['mrr', '-0.001', '0'],
    ['mrr', '9999999999.994', '9999999999.99'],
  ])('of %s, %s, is %s', (key, value, expected) => {
    expect(storableValue(requireMetric(key), new Decimal(value)).toFixed()).toBe(expected);
  });

  it('of a custom metric keeps four places', () => {
    expect(storableValue(customMetric('score'), new Decimal('1.23456')).toFixed()).toBe('1.2346');
  });

  it.each(['10000000000', '-10000000000', '9999999999.995', 'NaN', 'Infinity', '1e300'])(
    '%s is refused, naming metric and field',
    (value) => {
      const store = () => storableValue(requireMetric('mrr'), new Decimal(value), 'entries[1].value');
      expect(store).toThrow(expect.objectContaining({ code: 'INVALID_VALUE', field: 'entries[1].value' }));
      expect(store).toThrow(/Monthly Recurring Revenue/);
    },
  );
});

it('a name that is no SmartNumber is a defect of the caller, said at once', () => {
  expect(() => computeSmartNumber('net_profit', Q1_2025)).toThrow(RangeError);
});
