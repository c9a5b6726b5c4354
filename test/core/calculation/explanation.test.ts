import { describe, expect, it } from 'vitest';
import { type ExplainedMonth, explainMetric, explainSmartNumber } from '#src/core/calculation/explanation.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import {
  SMART_NUMBERS,
  type SmartNumberDefinition,
  smartNumberByName,
} from '#src/core/metrics/smart-number-registry.ts';
import { parsePeriod } from '#src/core/period.ts';
import { derivedMonth, derivedQuarter, JANUARY_2026_EXPENSES, Q1_2025, type Values } from '../month-values.ts';

function smartNumber(key: string): SmartNumberDefinition {
  const definition = smartNumberByName(key);
  if (!definition) throw new Error(`No SmartNumber ${key}`);
  return definition;
}

function explainedMonth(key: string, values: Values, manual: Values = {}) {
  return explainMetric(key, parsePeriod('2026-01'), [derivedMonth('2026-01', values, manual)]);
}

function explainedQuarter(key: string, ...values: readonly [Values, Values, Values]) {
  return explainMetric(key, parsePeriod('2025-Q1'), derivedQuarter('2025-Q1', values));
}

function smartNumberOfMonth(key: string, values: Values) {
  return explainSmartNumber(smartNumber(key), parsePeriod('2025-01'), [derivedMonth('2025-01', values)]);
}

function smartNumberOfQuarter(key: string, months: readonly ExplainedMonth[]) {
  return explainSmartNumber(smartNumber(key), parsePeriod('2025-Q1'), months);
}

describe('a calculated metric of a month', () => {
  it('repeats its formula with values and the result', () => {
    const explanation = explainedMonth('other_expenses', JANUARY_2026_EXPENSES);
    expect(explanation).toMatchObject({
      formula: 'total_expenses_qb - employee_expense - owner_comp - owner_comp_taxes',
      display: '$88,098.48 - $14,248.85 - $22,588.00 - $13,000.00 = $38,261.63',
      missing: [],
      obstacle: null,
    });
    expect(explanation?.result?.toFixed(2)).toBe('38261.63');
    expect(explanation?.components.map(({ key, period, formatted }) => [key, period, formatted])).toEqual([
      ['total_expenses_qb', '2026-01', '$88,098.48'],
      ['employee_expense', '2026-01', '$14,248.85'],
      ['owner_comp', '2026-01', '$22,588.00'],
      ['owner_comp_taxes', '2026-01', '$13,000.00'],
    ]);
  });

  it.each([
    ['net_profit', { total_revenue: 10, total_expenses: -5 }, '$10.00 - (-$5.00) = $15.00'],
    ['net_profit', { total_revenue: -2044, total_expenses: 5 }, '(-$2,044.00) - $5.00 = -$2,049.00'],
    ['net_profit', { total_expenses: 5 }, '— - $5.00 = —'],
    ['net_profit', {}, '— - — = —'],
    ['net_profit', { total_revenue: 0, total_expenses: 0 }, '$0.00 - $0.00 = $0.00'],
    ['gross_margin_pct', { total_revenue: 0, product_cogs: 5 }, '($0.00 - $5.00) ÷ $0.00 = —'],
    ['gross_margin_pct', { total_revenue: 200, product_cogs: 50 }, '($200.00 - $50.00) ÷ $200.00 = 75.00%'],
    ['cash_reserve_months', { cash_reserve: 1000, average_monthly_expenses: 300 }, '$1,000.00 ÷ $300.00 = 3.3333'],
    ['total_revenue', { nrr: 1, mrr: 2, orr: 3, total_income: 10 }, '$1.00 + $2.00 + $3.00 + $4.00 + $0.00 = $10.00'],
    ['total_revenue', { nrr: 1, mrr: 2 }, '$1.00 + $2.00 + — + — + $0.00 = —'],
  ])('%s of %j is displayed as %s', (key, values, display) => {
    expect(explainedMonth(key, values)?.display).toBe(display);
  });

  it('names all its own absent inputs, and not those that count as 0 or lie deeper', () => {
    expect(explainedMonth('total_revenue', { nrr: 1, mrr: 2 })?.missing).toEqual(['orr', 'product_sales']);
    expect(explainedMonth('net_profit', { nrr: 1 })?.missing).toEqual(['total_revenue', 'total_expenses']);
  });

  it('tells a division by zero from missing inputs', () => {
    expect(explainedMonth('gross_margin_pct', { total_revenue: 0, product_cogs: 5 })).toMatchObject({
      result: null,
      missing: [],
      obstacle: 'division by zero',
    });
    expect(explainedMonth('gross_margin_pct', { total_revenue: 0 })).toMatchObject({
      result: null,
      missing: ['product_cogs'],
      obstacle: 'missing',
    });
  });

  it.each(METRICS.filter(({ formula }) => formula === null))(
    '$key, which is not calculated, is not explained',
    ({ key }) => {
      expect(explainedMonth(key, { [key]: 5 })).toBeNull();
    },
  );
});

describe('a calculated metric entered by hand', () => {
  const inputs = { payroll_total: 50000, owner_comp: 10000, owner_comp_taxes: 2900 };

  it('says so, and what its formula gives where it differs', () => {
    const explanation = explainedMonth('employee_expense', inputs, { employee_expense: 36997 });
    expect(explanation).toMatchObject({
      display: 'entered by hand: $36,997.00 (formula gives $37,100.00)',
      missing: [],
      obstacle: null,
    });
    expect(explanation?.result?.toFixed()).toBe('36997');
    expect(explanation?.components.map(({ formatted }) => formatted)).toEqual([
      '$50,000.00',
      '$10,000.00',
      '$2,900.00',
    ]);
  });

  it('says only so where its formula agrees', () => {
    expect(explainedMonth('employee_expense', inputs, { employee_expense: 37100 })?.display).toBe(
      'entered by hand: $37,100.00',
    );
  });

  it('says only so where inputs are missing, and names them', () => {
    const explanation = explainedMonth('employee_expense', { owner_comp: 1 }, { employee_expense: 36997 });
    expect(explanation).toMatchObject({
      display: 'entered by hand: $36,997.00',
      missing: ['payroll_total', 'owner_comp_taxes'],
      obstacle: null,
    });
  });
});

describe('a quarter’s metric', () => {
  it.each([
    ['total_revenue', '$152,294.00 + $187,085.00 + $176,109.00 = $515,488.00'],
    ['endpoints_managed', '(597 + 594 + 591) ÷ 3 = 594'],
    ['technical_employees', '(5.5 + 5.5 + 5.5) ÷ 3 = 5.5'],
    ['nrr', '(-$2,044.00) + $10,877.00 + $23,446.00 = $32,279.00'],
    ['reactive_time_spent', '146.46 + 138.3 + 167.32 = 452.08'],
    ['net_profit', '$14,795.00 + $9,989.00 + $29,218.00 = $54,002.00'],
  ])('%s explains itself by its months: %s', (key, display) => {
    const explanation = explainMetric(key, parsePeriod('2025-Q1'), Q1_2025);
    expect(explanation).toMatchObject({ display, missing: [], obstacle: null });
    expect(explanation?.components.map(({ period }) => period)).toEqual(['2025-01', '2025-02', '2025-03']);
  });

  it.each([
    ['mrr', [{ mrr: 5 }, {}, { mrr: 7 }], '$5.00 + $7.00 = $12.00'],
    ['mrr', [{}, { mrr: -5 }, {}], '-$5.00 = -$5.00'],
    ['employees', [{ employees: 4 }, {}, { employees: 5 }], '(4 + 5) ÷ 2 = 4.5'],
    ['employees', [{}, {}, { employees: 5 }], '5 = 5'],
    ['misc_revenue', [{}, { misc_revenue: 5 }, {}], '$5.00 = $5.00'],
    ['cash_reserve', [{ cash_reserve: 5 }, { cash_reserve: 6 }, {}], 'February 2025: $6.00'],
  ] as [string, [Values, Values, Values], string][])(
    '%s of %j leaves out months without a value, and names it as missing: %s',
    (key, values, display) => {
      const explanation = explainedQuarter(key, ...values);
      expect(explanation).toMatchObject({ display, missing: [key] });
      expect(explanation?.components.filter(({ value }) => value === null).map(({ formatted }) => formatted)).toContain(
        '—',
      );
    },
  );

  it.each(['mrr', 'employees', 'cash_reserve', 'misc_revenue', 'gross_margin_pct'])(
    '%s of no month is a dash',
    (key) => {
      expect(explainedQuarter(key, {}, {}, {})).toMatchObject({ display: '—', result: null, obstacle: 'missing' });
    },
  );

  it('that is recomputed repeats its formula over the common months', () => {
    const explanation = explainedQuarter(
      'gross_margin_per_employee',
      { total_revenue: 100, product_cogs: 50, employees: 5 },
      { total_revenue: 300, product_cogs: 30 },
      { total_revenue: 600, product_cogs: 300, employees: 2 },
    );
    expect(explanation).toMatchObject({
      formula: '(total_revenue - product_cogs) / employees',
      display: '($700.00 - $350.00) ÷ 3.5 = $100.00',
      missing: ['employees'],
    });
    expect(explanation?.components[0]?.months.map(({ month }) => month)).toEqual(['2025-01', '2025-03']);
  });

  it('is the same in whatever order its months are given', () => {
    for (const key of ['mrr', 'endpoints_managed', 'cash_reserve']) {
      const months = derivedQuarter('2025-Q1', [{ [key]: 1 }, { [key]: 2 }, { [key]: 3 }]);
      const period = parsePeriod('2025-Q1');
      expect(explainMetric(key, period, months.toReversed())).toEqual(explainMetric(key, period, months));
    }
  });

  it('that is custom is not aggregated and not explained', () => {
    const custom = { customer_satisfaction: 9 };
    expect(explainedQuarter('customer_satisfaction', custom, custom, custom)).toBeNull();
  });
});

describe('a SmartNumber', () => {
  it.each([
    ['tickets_per_tech_per_month', '1,080 ÷ 5.5 ÷ 3 = 65.45'],
    ['total_close_pct', '1,080 ÷ 1,081 = 99.91%'],
    ['tickets_per_endpoint_per_month', '1,081 ÷ 3 ÷ 594 = 0.6066'],
    ['rhem', '452.08 ÷ 594 ÷ 3 = 0.2537'],
    ['avg_resolution_time', '452.08 ÷ 1,080 = 0.4186'],
    ['reactive_service_pct', '(452.08 ÷ 3) ÷ (5.5 × 167) = 16.41%'],
    ['net_profit_pct', '$54,002.00 ÷ $515,488.00 = 10.48%'],
    ['revenue_from_services_pct', '($32,279.00 + $329,959.00) ÷ $515,488.00 = 70.27%'],
    ['services_from_mrr_pct', '$329,959.00 ÷ ($32,279.00 + $329,959.00) = 91.09%'],
    ['annual_service_rev_per_tech', '($32,279.00 + $329,959.00) ÷ 5.5 × 4 = $263,445.82'],
  ])('%s of Q1 2025 is displayed as %s', (key, display) => {
    expect(smartNumberOfQuarter(key, Q1_2025)).toMatchObject({ display, missing: [], obstacle: null });
  });

  it.each([
    ['tickets_per_tech_per_month', '355 ÷ 5.5 = 64.55'],
    ['tickets_per_endpoint_per_month', '354 ÷ 597 = 0.593'],
    ['reactive_service_pct', '146.46 ÷ (5.5 × 167) = 15.95%'],
    ['revenue_from_services_pct', '((-$2,044.00) + $109,682.00) ÷ $152,294.00 = 70.68%'],
    ['annual_service_rev_per_tech', '((-$2,044.00) + $109,682.00) ÷ 5.5 × 12 = $234,846.55'],
    ['net_mrr_gain', '— - — = —'],
    ['new_mrr_added', '— = —'],
    ['rhem', '146.46 ÷ 597 = 0.2453'],
  ])('%s of January 2025 is displayed as %s: a factor of 1 month is left out', (key, display) => {
    expect(explainSmartNumber(smartNumber(key), parsePeriod('2025-01'), Q1_2025.slice(0, 1)).display).toBe(display);
  });

  it('is stored with four places, however few are displayed', () => {
    expect(smartNumberOfQuarter('tickets_per_tech_per_month', Q1_2025).result?.toFixed()).toBe('65.4545');
  });

  it('of a running quarter is of the common months, and says which', () => {
    const [january, february] = Q1_2025 as [ExplainedMonth, ExplainedMonth];
    const march = derivedMonth('2025-03', { reactive_tickets_closed: 100 });
    const explanation = smartNumberOfQuarter('tickets_per_tech_per_month', [january, february, march]);
    expect(explanation).toMatchObject({ display: '649 ÷ 5.5 ÷ 2 = 59', missing: ['technical_employees'] });
    expect(explanation.components.map(({ months }) => months.map(({ month }) => month))).toEqual([
      ['2025-01', '2025-02'],
      ['2025-01', '2025-02'],
    ]);
  });

  it('without common months is a dash and names what is missing', () => {
    const months = derivedQuarter('2025-Q1', [{ new_mrr: 1 }, { lost_mrr: 1 }, {}]);
    expect(smartNumberOfQuarter('net_mrr_gain', months)).toMatchObject({
      display: '—',
      result: null,
      missing: ['new_mrr', 'lost_mrr'],
      obstacle: 'missing',
    });
  });

  it.each(SMART_NUMBERS)('$key of a quarter without common months is a dash', ({ key }) => {
    expect(smartNumberOfQuarter(key, derivedQuarter('2025-Q1', [{}, {}, {}])).display).toBe('—');
    expect(smartNumberOfQuarter(key, []).display).toBe('—');
  });

  it.each([
    ['division by zero', { telemarketing_dials: 5, first_time_appointments: 0 }, 'dials_per_appointment', '5 ÷ 0 = —'],
    ['out of range', { mrr: '9999999999.99', seats_managed: '0.5' }, 'avg_aisp', '$9,999,999,999.99 ÷ 0.5 = —'],
  ])('that has no value for reason of %s says so', (obstacle, values, key, display) => {
    expect(smartNumberOfMonth(key, values)).toMatchObject({ display, result: null, missing: [], obstacle });
  });

  it.each(SMART_NUMBERS)(
    '$key of an empty month shows dashes for all its inputs and for the result, never a 0',
    ({ key }) => {
      const explanation = smartNumberOfMonth(key, {});
      expect(explanation.display).toMatch(/ = —$/);
      expect(explanation.display.replace(/× (167|12)/, '')).not.toMatch(/\d/);
      expect(explanation.missing).toEqual(explanation.components.map((component) => component.key));
    },
  );
});
