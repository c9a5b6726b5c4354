import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculateQuarter, calculateSmartNumbers } from '#src/core/calculation/calculate.ts';
import type { ExplainedMonth } from '#src/core/calculation/explanation.ts';
import {
  type Derivation,
  deriveMonth,
  deriveQuarter,
  type MonthLeaves,
  type Rules,
} from '#src/core/derivation/derive.ts';
import { fixed, fractionText } from '#src/core/derivation/exact.ts';
import { computeText } from '#src/core/derivation/formula-text.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import { METRICS, metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS, smartNumberByKey } from '#src/core/metrics/smart-number-registry.ts';
import type { DerivedValue } from '#src/core/metrics/stored-value.ts';
import { Decimal } from '#src/core/number.ts';
import { monthsOf, parsePeriod, type Quarter } from '#src/core/period.ts';
import { Q1_2025, randomMonths } from '../month-values.ts';

const QUARTER = parsePeriod('2025-Q1') as Quarter;
const RULES: Rules = { metrics: METRICS, smartNumbers: SMART_NUMBERS };

function leavesOf({ month, values, sources }: ExplainedMonth): MonthLeaves {
  const leaves = [...values].filter(([key]) => sources.get(key) !== 'calculated');
  return { month, leaves: new Map(leaves.map(([key, value]) => [key, value.toFixed()])) };
}

/** What a path gives, as texts: value and the months of each key that has one. */
function textsOf(values: ReadonlyMap<string, { value: Decimal | string | null; months: readonly string[] }>) {
  const present = [...values].filter(([, { value }]) => value !== null);
  return Object.fromEntries(present.map(([key, { value, months }]) => [key, `${value} of ${months.join(' ')}`]).sort());
}

function plain(values: ReadonlyMap<string, DerivedValue>) {
  return textsOf(new Map([...values].map(([key, each]) => [key, { ...each, value: each.value.toFixed() }])));
}

describe('the second path, from the leaves by the texts of the formulas', () => {
  it('gives the documented SmartNumbers of Q1 2025, each with its exact fraction', () => {
    const { smartNumbers } = deriveQuarter(RULES, Q1_2025.map(leavesOf));
    expect(smartNumbers.get('tickets_per_tech_per_month')).toEqual({
      exact: '720/11',
      value: '65.4545',
      display: '65.45',
      months: monthsOf(QUARTER),
      obstacle: null,
    });
    expect(smartNumbers.get('total_close_pct')).toMatchObject({ exact: '1080/1081', display: '99.91%' });
    expect(smartNumbers.get('avg_aisp')).toMatchObject({ exact: null, value: null, display: '—', obstacle: 'missing' });
  });

  it('agrees with the first path in every value, display and month, for a month and a quarter', () => {
    const check = (months: ExplainedMonth[]) => {
      const leaves = months.map(leavesOf);
      const quarter = deriveQuarter(RULES, leaves);
      expect(textsOf(quarter.metrics)).toEqual(plain(calculateQuarter(QUARTER, months)));
      expect(textsOf(quarter.smartNumbers)).toEqual(plain(calculateSmartNumbers(months)));
      checkDisplays(quarter);
      for (const [index, month] of months.entries()) {
        const derived = deriveMonth(RULES, leaves[index] as MonthLeaves);
        const stored = new Map([...month.values].map(([key, value]) => [key, { value, months: [month.month] }]));
        expect(textsOf(derived.metrics)).toEqual(plain(stored));
        expect(textsOf(derived.smartNumbers)).toEqual(plain(calculateSmartNumbers([month])));
      }
    };
    const incomplete = fc.constantFrom(0, 0.05, 0.3).chain((absence) => randomMonths(monthsOf(QUARTER), absence));
    fc.assert(fc.property(incomplete, check), { numRuns: 60 });
  });
});

function checkDisplays({ metrics, smartNumbers }: Derivation): void {
  for (const [key, { value, display }] of metrics) {
    expect(display).toBe(formatValue(value === null ? null : new Decimal(value), metricStoredAs(key)));
  }
  for (const [key, { value, display }] of smartNumbers) {
    const style = smartNumberByKey(key) ?? { format: 'number', places: 0 };
    expect(display).toBe(formatValue(value === null ? null : new Decimal(value), style));
  }
}

describe('a formula text', () => {
  const given = { months: 3, lookUp: (name: string) => (name === 'absent' ? null : { n: 7n, d: 2n }) };

  it.each([
    ['8 - 2 - 1', '5/1'],
    ['2 * (a + 1) / 3', '3/1'],
    ['-a * 2 + 1', '-6/1'],
    ['12 ÷ months × annual', '16/1'],
    ['1 − (−a)', '9/2'],
  ])('%s is %s', (text, fraction) => {
    const result = computeText(text, given);
    expect('value' in result && fractionText(result.value)).toBe(fraction);
  });

  it.each([
    ['a / (a - a)', 'division by zero'],
    ['absent / 0', 'missing'],
  ])('%s has no result: %s', (text, obstacle) => {
    expect(computeText(text, given)).toEqual({ obstacle });
  });

  it.each(['', 'a b', '(a', 'a)', 'a +', 'a % 2', 'A'])('%j is none', (text) => {
    expect(() => computeText(text, given)).toThrow(SyntaxError);
  });
});

it.each([
  [-1n, 3n, 2, '-0.33'],
  [1n, 200n, 2, '0.01'],
  [-1n, 201n, 2, '0.00'],
  [5n, 2n, 0, '3'],
])('%s/%s with %s places is %s', (n, d, places, text) => {
  expect(fixed({ n, d }, places)).toBe(text);
});
