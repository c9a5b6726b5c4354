import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculateMonth, calculateQuarter, calculateSmartNumbers } from '#src/core/calculation/calculate.ts';
import type { MonthValues } from '#src/core/calculation/computation.ts';
import { METRIC_FORMULAS } from '#src/core/calculation/lineage.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';
import type { DerivedValue } from '#src/core/metrics/stored-value.ts';
import { monthsOf, parseMonth, parsePeriod, type Quarter } from '#src/core/period.ts';
import {
  calculatedOf,
  placesOf,
  quarterOf,
  type Result,
  rational,
  rounded,
  type StoredTexts,
  smartNumberOf,
} from '../independent-rules.ts';
import { INPUT_KEYS, randomMonths, randomValues, stored } from '../month-values.ts';

const QUARTER = parsePeriod('2025-Q1') as Quarter;
const MONTHS = monthsOf(QUARTER);

function texts(values: MonthValues['values']): Map<string, string> {
  return new Map([...values].map(([key, value]) => [key, value.toFixed()]));
}

/** A derived value in the words of the independent rules. */
function asResult(derived: DerivedValue | undefined, places: number): Result | null {
  if (!derived) return null;
  return { value: derived.value.toFixed(places), months: derived.months.map((month) => MONTHS.indexOf(month)) };
}

describe('random months, with inputs absent at random, agree with the rules written a second time', () => {
  const values = fc.constantFrom(0, 0.05, 0.3).chain((absence) => randomValues(INPUT_KEYS, absence));
  const manual = fc.constantFrom(0.6, 0.95, 1).chain((absence) => randomValues([...METRIC_FORMULAS.keys()], absence));
  const months = fc.constantFrom(0, 0.05, 0.2).chain((absence) => randomMonths(MONTHS, absence));

  it('in every calculated metric of a month', () => {
    fc.assert(
      fc.property(values, manual, (inputs, overrides) => {
        const entered = new Map([...texts(inputs), ...texts(overrides)]);
        const sourced = new Map([
          ...stored(Object.fromEntries(texts(inputs))),
          ...stored(Object.fromEntries(texts(overrides)), 'manual'),
        ]);
        const { calculated } = calculateMonth(parseMonth('2025-01'), sourced);
        const derived = [...calculated].map(([key, value]) => [key, value?.toFixed(placesOf(key)) ?? null] as const);
        expect(Object.fromEntries(derived)).toEqual(Object.fromEntries(calculatedOf(entered)));
      }),
      { numRuns: 200 },
    );
  });

  it('in every metric of a quarter, with its months', () => {
    fc.assert(
      fc.property(months, (all) => {
        const derived = calculateQuarter(QUARTER, all);
        const written: StoredTexts[] = all.map((month) => texts(month.values));
        for (const { key, places } of METRICS)
          expect([key, asResult(derived.get(key), places)]).toEqual([key, quarterOf(key, written)]);
      }),
      { numRuns: 200 },
    );
  });

  it('in every SmartNumber of a month and of a quarter, with its months', () => {
    fc.assert(
      fc.property(months, (all) => {
        for (const some of [all, all.slice(0, 1)]) {
          const derived = calculateSmartNumbers(some);
          const written = some.map((month) => texts(month.values));
          for (const { key } of SMART_NUMBERS)
            expect([key, asResult(derived.get(key), 4)]).toEqual([key, smartNumberOf(key, written)]);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the rules written a second time', () => {
  it.each([
    ['2.345', 2, '2.35'],
    ['-2.345', 2, '-2.35'],
    ['-0.004', 2, '0.00'],
    ['1080', 4, '1080.0000'],
  ])('round %s to %i places as %s', (text, places, expected) => {
    expect(rounded(rational(text), places)).toBe(expected);
  });
});
