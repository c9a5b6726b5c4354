import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toldPercentiles } from '#src/core/benchmarks/percentiles.ts';
import { Decimal, Fraction, toFixed } from '#src/core/number.ts';

/** A stored SmartNumber: eight digits before the point and four after it. */
const stored = fc
  .bigInt({ min: -999_999_999_999n, max: 999_999_999_999n })
  .chain((most) => fc.constantFrom(most, most / 1_000_000n, most % 1_000n))
  .map((units) => new Fraction(units, 10_000n));

/** The second way: every value weighs what is left of its distance from the percentile's place. */
function weighed(values: readonly Fraction[], percent: number): Fraction {
  const place = new Fraction(percent, 100).mul(values.length - 1);
  const sorted = [...values].sort((a, b) => a.compare(b));
  return sorted.reduce((sum, value, index) => {
    const weight = new Fraction(1).sub(place.sub(index).abs());
    return weight.compare(0) > 0 ? sum.add(value.mul(weight)) : sum;
  }, new Fraction(0));
}

/** Rounds to two significant digits on integers. */
function twoDigits(value: Fraction): Fraction {
  if (value.compare(0) === 0) return value;
  let unit = new Fraction(1);
  while (value.abs().compare(unit.mul(100)) >= 0) unit = unit.mul(10);
  while (value.abs().compare(unit.mul(10)) < 0) unit = unit.div(10);
  const rounded = value.abs().div(unit).add(new Fraction(1, 2)).floor().mul(unit);
  return value.compare(0) < 0 ? rounded.neg() : rounded;
}

const decimal = (value: Fraction) => new Decimal(toFixed(value, 4));

describe('told percentiles', () => {
  it('are exact before they are rounded once, by a second computation', () => {
    fc.assert(
      fc.property(fc.array(stored, { minLength: 7, maxLength: 40 }), (values) => {
        const { p10, p25, p50, p75, p90 } = toldPercentiles(values.map(decimal));
        const expected = [10, 25, 50, 75, 90].map((percent) => toFixed(twoDigits(weighed(values, percent)), 6));
        if (values.length < 11) expected[0] = expected[4] = 'withheld';
        const told = [p10, p25, p50, p75, p90].map((each) => each?.toFixed(6) ?? 'withheld');
        expect(told).toEqual(expected);
      }),
    );
  });

  it('never draw on the smallest or the largest value', () => {
    const pushed = fc.bigInt({ min: 0n, max: 10n ** 12n }).map((units) => new Fraction(units, 10_000n));
    fc.assert(
      fc.property(fc.array(stored, { minLength: 7, maxLength: 40 }), pushed, pushed, (values, up, down) => {
        const sorted = values.map(decimal).sort((a, b) => a.comparedTo(b));
        const moved = sorted.map((value, index) => {
          if (index === 0) return value.minus(decimal(down));
          return index === sorted.length - 1 ? value.plus(decimal(up)) : value;
        });
        expect(toldPercentiles(moved)).toEqual(toldPercentiles(sorted));
      }),
    );
  });

  it('lie between two values, on the line that joins them', () => {
    const told = toldPercentiles([1, 2, 3, 4, 5, 6, 7, 8].map((each) => new Decimal(each * 100)));
    expect([told.p10, told.p25, told.p50, told.p75, told.p90].map((each) => each?.toFixed() ?? null)).toEqual([
      ...[null, '280', '450', '630', null],
    ]);
  });
});
