import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AttributedValue, type Attribution, attributeChange } from '#src/core/attribution/attribution.ts';
import { type Ratio, sharesOfChange } from '#src/core/attribution/shares.ts';
import { aggregateMonths, computeFormula } from '#src/core/calculation/computation.ts';
import type { ExplainedMonth } from '#src/core/calculation/explanation.ts';
import type { Formula } from '#src/core/calculation/formula.ts';
import { METRIC_FORMULAS, SMART_NUMBER_FORMULAS } from '#src/core/calculation/lineage.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { Fraction } from '#src/core/number.ts';
import { monthsOf, parsePeriod } from '#src/core/period.ts';
import { derivedMonth, derivedQuarter, Q1_2025, randomMonths } from '../month-values.ts';

const SUBJECTS: readonly AttributedValue[] = [
  ...[...SMART_NUMBER_FORMULAS.keys()].map((key) => ({ key, isSmartNumber: true })),
  ...[...METRIC_FORMULAS.keys(), 'mrr', 'employees']
    // Is that of its last month, rounded: an example below.
    .filter((key) => key !== 'cash_reserve_months')
    .map((key) => ({ key, isSmartNumber: false })),
];

/** The exact value of a subject over some months, as the program computes it. */
function exactValue({ key, isSmartNumber }: AttributedValue, months: readonly ExplainedMonth[]): Fraction | null {
  if (isSmartNumber) return computeFormula(SMART_NUMBER_FORMULAS.get(key) as Formula, months).value;
  return aggregateMonths(key, months).value;
}

const quarter = (text: string) => randomMonths(monthsOf(parsePeriod(text)), 0);

function contributions(attribution: Attribution): Record<string, string> {
  if (!attribution.attributable) throw new Error(attribution.reason);
  return Object.fromEntries(attribution.contributions.map(({ key, contribution }) => [key, contribution.toFraction()]));
}

const sumOf = (fractions: readonly Fraction[]) => fractions.reduce((sum, each) => sum.add(each), new Fraction(0));

it('expands only metrics that are the sum of their months, so that a formula of sums is the sum of formulas', () => {
  const named = [...METRIC_FORMULAS.values(), ...SMART_NUMBER_FORMULAS.values()].flatMap(({ inputs }) => inputs);
  const expanded = METRICS.filter(({ key, formula }) => formula !== null && named.includes(key));
  expect(expanded.length).toBeGreaterThan(0);
  for (const { aggregation, formula } of expanded)
    expect([aggregation, formula]).toEqual(['sum', expect.not.stringMatching(/[*/(]/)]);
});

describe('the change of a value between two quarters', () => {
  const states = fc.tuple(quarter('2025-Q1'), quarter('2025-Q2'));

  it('is divided exactly among the inputs that changed, and their parts among the months', () => {
    fc.assert(
      fc.property(states, fc.constantFrom(...SUBJECTS), ([before, after], subject) => {
        const [old, current] = [exactValue(subject, before), exactValue(subject, after)];
        const attribution = attributeChange(subject, before, after);
        if (!attribution.attributable) {
          expect(attribution.reason).toMatch(old && current ? /division by zero/ : /./);
          return;
        }
        if (!old || !current) throw new Error('A value that is absent is attributed');
        expect(attribution.total.toFraction()).toBe(current.sub(old).toFraction());
        const { contributions: all } = attribution;
        expect(sumOf(all.map(({ contribution }) => contribution)).equals(attribution.total)).toBe(true);
        for (const { before: one, after: other, contribution, months } of all) {
          expect(one.equals(other)).toBe(false);
          expect(sumOf(months.map((each) => each.contribution)).equals(contribution)).toBe(true);
        }
      }),
    );
  });

  it('is the negative of the change back', () => {
    fc.assert(
      fc.property(states, fc.constantFrom(...SUBJECTS), ([before, after], subject) => {
        const [there, back] = [attributeChange(subject, before, after), attributeChange(subject, after, before)];
        expect(there.attributable).toBe(back.attributable);
        if (!there.attributable || !back.attributable) return;
        const negated = back.contributions.map(({ key, contribution }) => [key, contribution.neg().toFraction()]);
        expect(contributions(there)).toEqual(Object.fromEntries(negated));
      }),
    );
  });

  it('of a sum is the plain difference of each input, with its sign, or nothing if it cancels', () => {
    fc.assert(
      fc.property(states, ([before, after]) => {
        const attribution = attributeChange({ key: 'net_profit', isSmartNumber: false }, before, after);
        if (!attribution.attributable) throw new Error(attribution.reason);
        for (const { key, before: one, after: other, contribution } of attribution.contributions) {
          const difference = other.sub(one);
          const plain = [difference, difference.neg(), new Fraction(0)].map((each) => each.toFraction());
          expect(plain, key).toContain(contribution.toFraction());
        }
      }),
    );
  });

  it('names no input that did not change, and shares alike between two that play the same part', () => {
    const world = (nrr: number, mrr: number) =>
      derivedQuarter('2025-Q1', [
        { nrr, mrr, employees: 10 },
        { nrr, mrr, employees: 10 },
        { nrr, mrr, employees: 10 },
      ]);
    const subject = { key: 'annual_service_rev_per_employee', isSmartNumber: true };
    expect(contributions(attributeChange(subject, world(100, 100), world(130, 130)))).toEqual({ nrr: '36', mrr: '36' });
    expect(contributions(attributeChange(subject, world(100, 100), world(100, 130)))).toEqual({ mrr: '36' });
    expect(contributions(attributeChange(subject, world(1, 2), world(1, 2)))).toEqual({});
  });

  it('of a value of the last month has that month alone', () => {
    const world = (reserve: number) =>
      derivedQuarter('2025-Q1', [
        { cash_reserve: 7, average_monthly_expenses: 2 },
        { cash_reserve: reserve, average_monthly_expenses: 3 },
        { average_monthly_expenses: 5 },
      ]);
    const attribution = attributeChange({ key: 'cash_reserve_months', isSmartNumber: false }, world(9), world(10));
    expect(attribution).toMatchObject({ contributions: [{ key: 'cash_reserve', months: [{ period: '2025-02' }] }] });
    expect(contributions(attribution)).toEqual({ cash_reserve: '1/3' });
  });

  it('says by hand how the closed tickets of Q1 2025 came about', () => {
    const before = derivedQuarter('2024-Q4', [
      { reactive_tickets_closed: 300, technical_employees: 5 },
      { reactive_tickets_closed: 330, technical_employees: 5 },
      { reactive_tickets_closed: 360, technical_employees: 5 },
    ]);
    // 990 / 5 / 3 = 66 before; (355 + 294 + 431) / 5.5 / 3 = 1080 / 16.5 = 720/11 after.
    // Tickets first: 1080/15 − 66 = 6; last: 720/11 − 990/16.5 = 60/11. Their mean is 63/11.
    // Employees first: 990/16.5 − 66 = −6; last: 720/11 − 72 = −72/11. Their mean is −69/11.
    const attribution = attributeChange({ key: 'tickets_per_tech_per_month', isSmartNumber: true }, before, Q1_2025);
    expect(contributions(attribution)).toEqual({ reactive_tickets_closed: '63/11', technical_employees: '-69/11' });
    expect(attribution.attributable && attribution.total.toFraction()).toBe('-6/11');
    // Of the 90 tickets more 55 were closed in January, 36 fewer in February and 71 more in March.
    const months = attribution.attributable ? attribution.contributions[0]?.months : [];
    expect(months?.map(({ period, contribution }) => [period, contribution.toFraction()])).toEqual([
      ['2025-01', '7/2'],
      ['2025-02', '-126/55'],
      ['2025-03', '497/110'],
    ]);
  });
});

describe('the change of a value between two months', () => {
  it('takes a calculated metric that was entered by hand for an input', () => {
    const before = derivedMonth('2025-01', { payroll_total: 100, owner_comp: 10, owner_comp_taxes: 5 });
    const after = derivedMonth(
      '2025-02',
      { payroll_total: 120, owner_comp: 10, owner_comp_taxes: 5 },
      { employee_expense: 90 },
    );
    const subject = { key: 'employee_expense', isSmartNumber: false };
    expect(contributions(attributeChange(subject, [before], [after]))).toEqual({ employee_expense: '5' });
  });

  it('is not attributable where a value is absent, and says which', () => {
    const [some, none] = [derivedMonth('2025-01', { nrr: 1, mrr: 2 }), derivedMonth('2025-02', { nrr: 1 })];
    const subject = { key: 'services_from_mrr_pct', isSmartNumber: true };
    expect(attributeChange(subject, [some], [none])).toEqual({
      attributable: false,
      reason: 'Monthly Recurring Revenue (MRR) is absent',
    });
    expect(attributeChange(subject, [], [some])).toEqual({ attributable: false, reason: 'the value is absent' });
  });

  it('leaves out the orders on whose way a division by zero stands', () => {
    // Before 1 / (1 + 0), after 1 / (0 + 1): with nrr changed first the divisor is 0.
    const value = (nrr: number, mrr: number) => derivedMonth('2025-01', { nrr, mrr });
    const attribution = attributeChange(
      { key: 'services_from_mrr_pct', isSmartNumber: true },
      [value(1, 0)],
      [value(0, 1)],
    );
    expect(contributions(attribution)).toEqual({ nrr: '1/2', mrr: '1/2' });
  });
});

describe('shares', () => {
  /** The definition: every order by itself. */
  function byOrders(count: number, values: readonly (Ratio | null)[]): Fraction[] | null {
    const sums = Array.from({ length: count }, () => new Fraction(0));
    let orders = 0;
    const walk = (changed: number, steps: readonly [number, Fraction][]): void => {
      const value = values[changed];
      if (!value) return;
      if (changed === 2 ** count - 1) {
        orders += 1;
        for (const [input, change] of steps) sums[input] = (sums[input] as Fraction).add(change);
      }
      for (let input = 0; input < count; input += 1) {
        const next = values[changed | (2 ** input)];
        if (changed & (2 ** input) || !next) continue;
        const change = new Fraction(next.n, next.d).sub(new Fraction(value.n, value.d));
        walk(changed | (2 ** input), [...steps, [input, change]]);
      }
    };
    walk(0, []);
    return orders === 0 ? null : sums.map((sum) => sum.div(orders));
  }

  const ratio = fc.record({ n: fc.bigInt({ min: -50n, max: 50n }), d: fc.bigInt({ min: 1n, max: 9n }) });
  const game = fc.integer({ min: 0, max: 5 }).chain((count) => {
    const value = fc.option(ratio, { freq: 6 });
    return fc.tuple(fc.constant(count), fc.array(value, { minLength: 2 ** count, maxLength: 2 ** count }));
  });

  it('are the mean over all orders that have a result on their whole way', () => {
    fc.assert(
      fc.property(game, ([count, values]) => {
        const shares = sharesOfChange(count, (changed) => values[changed] ?? null);
        expect(shares?.map((each) => each.toFraction())).toEqual(
          byOrders(count, values)?.map((each) => each.toFraction()),
        );
      }),
    );
  });

  it('are asked of no more inputs than can be told apart', () => {
    expect(() => sharesOfChange(21, () => null)).toThrow(RangeError);
  });
});
