/**
 * The rules of docs/calculations.md sections 2–5 written a second time, on purpose by other means than src/core: numerators and
 * denominators as BigInt, formulas as plain functions. What core derives must agree with it.
 */

/** A rational number; the denominator is positive. */
export type Rational = readonly [numerator: bigint, denominator: bigint];
/** Stored values of a month as decimal texts, by metric key. */
export type StoredTexts = ReadonlyMap<string, string>;

type Lookup = (key: string) => Rational;

interface Rule {
  readonly inputs: readonly string[];
  /** Null for a division by zero. */
  readonly compute: (of: Lookup, months: bigint) => Rational | null;
}

const ABSENT_IS_ZERO = ['misc_revenue', 'uncategorized_expenses'];
const AVERAGED = [
  'endpoints_managed',
  'seats_managed',
  'employees',
  'technical_employees',
  'agreements',
  'average_monthly_expenses',
];
const LAST_MONTH = ['cash_reserve', 'ar_over_90_days', 'cash_reserve_months'];
const RECOMPUTED = ['msp_turning_point', 'labor_efficiency_ratio', 'gross_margin_pct', 'gross_margin_per_employee'];
const FOUR_PLACES = ['cash_reserve_months', 'msp_turning_point', 'labor_efficiency_ratio', 'gross_margin_pct'];

export function rational(text: string): Rational {
  const [whole = '0', fraction = ''] = text.split('.');
  return [BigInt(whole + fraction), 10n ** BigInt(fraction.length)];
}

function plus(...terms: readonly Rational[]): Rational {
  return terms.reduce(([a, b], [c, d]) => [a * d + c * b, b * d], [0n, 1n]);
}

function minus(from: Rational, ...terms: readonly Rational[]): Rational {
  const [numerator, denominator] = plus(...terms);
  return plus(from, [-numerator, denominator]);
}

function times([a, b]: Rational, [c, d]: Rational): Rational {
  return [a * c, b * d];
}

function over([a, b]: Rational, [c, d]: Rational): Rational | null {
  if (c === 0n) return null;
  return c < 0n ? [-a * d, -b * c] : [a * d, b * c];
}

/** To `places` decimals as a text, ties away from zero. */
export function rounded([numerator, denominator]: Rational, places: number): string {
  const isNegative = numerator < 0n;
  const scaled = (isNegative ? -numerator : numerator) * 10n ** BigInt(places);
  const remainder = scaled % denominator;
  const units = scaled / denominator + (remainder * 2n >= denominator ? 1n : 0n);
  const digits = units.toString().padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return isNegative && units !== 0n ? `-${text}` : text;
}

export function placesOf(metric: string): 2 | 4 {
  return FOUR_PLACES.includes(metric) ? 4 : 2;
}

/** Calculated metrics, each after what it depends on. */
const METRIC_RULES: Readonly<Record<string, Rule>> = {
  product_sales: {
    inputs: ['total_income', 'nrr', 'mrr', 'orr'],
    compute: (of) => minus(of('total_income'), of('nrr'), of('mrr'), of('orr')),
  },
  total_revenue: {
    inputs: ['nrr', 'mrr', 'orr', 'product_sales', 'misc_revenue'],
    compute: (of) => plus(of('nrr'), of('mrr'), of('orr'), of('product_sales'), of('misc_revenue')),
  },
  employee_expense: {
    inputs: ['payroll_total', 'owner_comp', 'owner_comp_taxes'],
    compute: (of) => minus(of('payroll_total'), of('owner_comp'), of('owner_comp_taxes')),
  },
  other_expenses: {
    inputs: ['total_expenses_qb', 'employee_expense', 'owner_comp', 'owner_comp_taxes'],
    compute: (of) => minus(of('total_expenses_qb'), of('employee_expense'), of('owner_comp'), of('owner_comp_taxes')),
  },
  total_expenses: {
    inputs: [
      'employee_expense',
      'other_expenses',
      'owner_comp',
      'owner_comp_taxes',
      'product_cogs',
      'uncategorized_expenses',
    ],
    compute: (of) =>
      minus(
        plus(
          of('employee_expense'),
          of('other_expenses'),
          of('owner_comp'),
          of('owner_comp_taxes'),
          of('product_cogs'),
        ),
        of('uncategorized_expenses'),
      ),
  },
  net_profit: {
    inputs: ['total_revenue', 'total_expenses'],
    compute: (of) => minus(of('total_revenue'), of('total_expenses')),
  },
  cash_reserve_months: {
    inputs: ['cash_reserve', 'average_monthly_expenses'],
    compute: (of) => over(of('cash_reserve'), of('average_monthly_expenses')),
  },
  msp_turning_point: {
    inputs: ['nrr', 'mrr', 'employee_expense', 'owner_comp', 'other_expenses'],
    compute: (of) =>
      over(plus(of('nrr'), of('mrr')), plus(of('employee_expense'), of('owner_comp'), of('other_expenses'))),
  },
  msp_turning_point_difference: {
    inputs: ['nrr', 'mrr', 'employee_expense', 'owner_comp_taxes', 'owner_comp', 'other_expenses'],
    compute: (of) =>
      minus(
        plus(of('nrr'), of('mrr')),
        of('employee_expense'),
        of('owner_comp_taxes'),
        of('owner_comp'),
        of('other_expenses'),
      ),
  },
  labor_efficiency_ratio: {
    inputs: ['total_revenue', 'product_cogs', 'employee_expense', 'owner_comp'],
    compute: (of) =>
      over(minus(of('total_revenue'), of('product_cogs')), plus(of('employee_expense'), of('owner_comp'))),
  },
  gross_margin_pct: {
    inputs: ['total_revenue', 'product_cogs'],
    compute: (of) => over(minus(of('total_revenue'), of('product_cogs')), of('total_revenue')),
  },
  gross_margin_per_employee: {
    inputs: ['total_revenue', 'product_cogs', 'employees'],
    compute: (of) => over(minus(of('total_revenue'), of('product_cogs')), of('employees')),
  },
};

const service: readonly string[] = ['nrr', 'mrr'];

function serviceRevenue(of: Lookup): Rational {
  return plus(of('nrr'), of('mrr'));
}

function ratio(numerator: string, denominator: string): Rule {
  return { inputs: [numerator, denominator], compute: (of) => over(of(numerator), of(denominator)) };
}

function perMonth(numerator: string, denominator: string): Rule {
  return {
    inputs: [numerator, denominator],
    compute: (of, months) => over(of(numerator), times(of(denominator), [months, 1n])),
  };
}

function annualServicePer(headcount: string): Rule {
  return {
    inputs: [...service, headcount],
    compute: (of, months) => over(times(serviceRevenue(of), [12n, months]), of(headcount)),
  };
}

const SMART_NUMBER_RULES: Readonly<Record<string, Rule>> = {
  tickets_per_tech_per_month: perMonth('reactive_tickets_closed', 'technical_employees'),
  total_close_pct: ratio('reactive_tickets_closed', 'reactive_tickets_created'),
  tickets_per_endpoint_per_month: perMonth('reactive_tickets_created', 'endpoints_managed'),
  rhem: perMonth('reactive_time_spent', 'endpoints_managed'),
  avg_resolution_time: ratio('reactive_time_spent', 'reactive_tickets_closed'),
  reactive_service_pct: {
    inputs: ['reactive_time_spent', 'technical_employees'],
    compute: (of, months) => over(of('reactive_time_spent'), times(of('technical_employees'), [167n * months, 1n])),
  },
  net_profit_pct: ratio('net_profit', 'total_revenue'),
  revenue_from_services_pct: {
    inputs: [...service, 'total_revenue'],
    compute: (of) => over(serviceRevenue(of), of('total_revenue')),
  },
  services_from_mrr_pct: { inputs: service, compute: (of) => over(of('mrr'), serviceRevenue(of)) },
  annual_service_rev_per_employee: annualServicePer('employees'),
  annual_service_rev_per_tech: annualServicePer('technical_employees'),
  avg_aisp: perMonth('mrr', 'seats_managed'),
  avg_mrr_per_agreement: perMonth('mrr', 'agreements'),
  new_mrr_added: { inputs: ['new_mrr'], compute: (of) => of('new_mrr') },
  lost_mrr: { inputs: ['lost_mrr'], compute: (of) => of('lost_mrr') },
  net_mrr_gain: { inputs: ['new_mrr', 'lost_mrr'], compute: (of) => minus(of('new_mrr'), of('lost_mrr')) },
  dials_per_appointment: ratio('telemarketing_dials', 'first_time_appointments'),
  sales_call_close_pct: ratio('new_agreements', 'first_time_appointments'),
};

/** A result as a text with the months (by index) it is of; null where there is none. */
export interface Result {
  readonly value: string;
  readonly months: readonly number[];
}

/** Calculated metrics of a month that are not entered: their texts, null for absent. */
export function calculatedOf(entered: StoredTexts): Map<string, string | null> {
  const values = new Map(entered);
  const calculated = new Map<string, string | null>();
  for (const [key, rule] of Object.entries(METRIC_RULES)) {
    if (entered.has(key)) continue;
    const value = apply(rule, [values], placesOf(key))?.value ?? null;
    calculated.set(key, value);
    if (value !== null) values.set(key, value);
  }
  return calculated;
}

/** A metric's quarter. */
export function quarterOf(metric: string, months: readonly StoredTexts[]): Result | null {
  const rule = METRIC_RULES[metric];
  if (RECOMPUTED.includes(metric) && rule) return apply(rule, months, placesOf(metric));
  const present = [...months.keys()].filter((index) => months[index]?.has(metric));
  const value = aggregate(
    metric,
    present.map((index) => months[index] as StoredTexts),
  );
  return value && { value: rounded(value, placesOf(metric)), months: present };
}

/** A SmartNumber of one month or of a quarter's months; null also where NUMERIC(12,4) cannot hold it. */
export function smartNumberOf(key: string, months: readonly StoredTexts[]): Result | null {
  const rule = SMART_NUMBER_RULES[key];
  const result = rule ? apply(rule, months, 4) : null;
  return result !== null && result.value.replace('-', '').indexOf('.') > 8 ? null : result;
}

function apply(rule: Rule, months: readonly StoredTexts[], places: number): Result | null {
  const isComplete = (month: StoredTexts | undefined) =>
    rule.inputs.every((input) => month?.has(input) || ABSENT_IS_ZERO.includes(input));
  const common = [...months.keys()].filter((index) => isComplete(months[index]));
  if (common.length === 0) return null;
  const taken = common.map((index) => months[index] as StoredTexts);
  const value = rule.compute((key) => aggregate(key, taken) ?? [0n, 1n], BigInt(common.length));
  return value && { value: rounded(value, places), months: common };
}

function aggregate(metric: string, months: readonly StoredTexts[]): Rational | null {
  const present = months.flatMap((month) => month.get(metric) ?? []).map(rational);
  if (present.length === 0) return null;
  if (LAST_MONTH.includes(metric)) return present.at(-1) ?? null;
  return AVERAGED.includes(metric) ? over(plus(...present), [BigInt(present.length), 1n]) : plus(...present);
}
