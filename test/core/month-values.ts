import fc from 'fast-check';
import { calculateMonth } from '#src/core/calculation/calculate.ts';
import type { MonthValues } from '#src/core/calculation/computation.ts';
import type { ExplainedMonth } from '#src/core/calculation/explanation.ts';
import { METRIC_FORMULAS } from '#src/core/calculation/lineage.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import type { DataSource, SourcedValue } from '#src/core/metrics/source.ts';
import { Decimal } from '#src/core/number.ts';
import { type Month, monthsOf, parseMonth, parsePeriod } from '#src/core/period.ts';

export type Values = Readonly<Record<string, string | number>>;

/** What is stored of a month: everything as entered by hand or collected, nothing calculated. */
export function stored(values: Values, source: DataSource = 'collected'): Map<string, SourcedValue> {
  return new Map(Object.entries(values).map(([key, value]) => [key, { value: new Decimal(value), source }]));
}

/** A month with exactly these values. */
export function monthOf(month: string, values: Values): MonthValues {
  const entries = Object.entries(values).map(([key, value]) => [key, new Decimal(value)] as const);
  return { month: parseMonth(month), values: new Map(entries) };
}

/** A month with these values and what is calculated from them; the values of `manual` were entered by hand. */
export function derivedMonth(month: string, values: Values, manual: Values = {}): ExplainedMonth {
  const sourced = new Map([...stored(values), ...stored(manual, 'manual')]);
  const derived = calculateMonth(parseMonth(month), sourced);
  const sources = new Map<string, DataSource>();
  for (const key of derived.values.keys()) sources.set(key, sourced.get(key)?.source ?? 'calculated');
  return { month: derived.month, values: derived.values, sources };
}

/** The three months of a quarter, each with its values and what is calculated from them. */
export function derivedQuarter(quarter: string, values: readonly [Values, Values, Values]): ExplainedMonth[] {
  return monthsOf(parsePeriod(quarter)).map((month, index) => derivedMonth(month, values[index] ?? {}));
}

/** "Worked example: Q1 2025" of docs/calculations.md section 5: what is stored of January, February and March. */
export const Q1_2025: readonly ExplainedMonth[] = derivedQuarter('2025-Q1', [
  {
    reactive_tickets_created: 354,
    reactive_tickets_closed: 355,
    reactive_time_spent: '146.46',
    endpoints_managed: 597,
    technical_employees: '5.5',
    nrr: -2044,
    mrr: 109682,
    total_revenue: 152294,
    total_expenses: 137499,
  },
  {
    reactive_tickets_created: 294,
    reactive_tickets_closed: 294,
    reactive_time_spent: '138.30',
    endpoints_managed: 594,
    technical_employees: '5.5',
    nrr: 10877,
    mrr: 110274,
    total_revenue: 187085,
    total_expenses: 177096,
  },
  {
    reactive_tickets_created: 433,
    reactive_tickets_closed: 431,
    reactive_time_spent: '167.32',
    endpoints_managed: 591,
    technical_employees: '5.5',
    nrr: 23446,
    mrr: 110003,
    total_revenue: 176109,
    total_expenses: 146891,
  },
]);

/** "Worked example: January 2026 expenses". */
export const JANUARY_2026_EXPENSES: Values = {
  total_expenses_qb: '88098.48',
  payroll_total: '49836.85',
  owner_comp: '22588.00',
  owner_comp_taxes: '13000.00',
};

/** The metrics that no formula gives. */
export const INPUT_KEYS: readonly string[] = METRICS.map(({ key }) => key).filter((key) => !METRIC_FORMULAS.has(key));

/** A stored value of two places; small ones and zeros often, so that divisions by zero and cancellations happen. */
export const amount: fc.Arbitrary<Decimal> = fc
  .oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: -300, max: 300 }) },
    { weight: 5, arbitrary: fc.integer({ min: -20_000_000, max: 20_000_000 }) },
  )
  .map((cents) => new Decimal(cents).div(100));

/** Random stored values of one month; each of `keys` is absent with a probability of about `absence`. */
export function randomValues(keys: readonly string[], absence: number): fc.Arbitrary<Map<string, Decimal>> {
  const present = fc.integer({ min: 1, max: 100 }).map((percent) => percent > absence * 100);
  return fc.array(fc.tuple(present, amount), { minLength: keys.length, maxLength: keys.length }).map((drawn) => {
    const values = new Map<string, Decimal>();
    for (const [index, key] of keys.entries()) {
      const [isPresent, value] = drawn[index] ?? [false];
      if (isPresent && value) values.set(key, value);
    }
    return values;
  });
}

/** Random months in order: stored inputs, now and then a calculated metric entered by hand, and what follows from them. */
export function randomMonths(months: readonly Month[], absence: number): fc.Arbitrary<ExplainedMonth[]> {
  const inputs = randomValues(INPUT_KEYS, absence);
  const overrides = randomValues([...METRIC_FORMULAS.keys()], 0.95);
  return fc
    .tuple(...months.map((month) => fc.tuple(fc.constant(month), inputs, overrides)))
    .map((drawn) => drawn.map(([month, values, manual]) => derivedMonth(month, plain(values), plain(manual))));
}

function plain(values: ReadonlyMap<string, Decimal>): Values {
  return Object.fromEntries([...values].map(([key, value]) => [key, value.toFixed()]));
}
