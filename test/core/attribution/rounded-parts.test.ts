import fc from 'fast-check';
import { expect, it } from 'vitest';
import { roundedParts } from '#src/core/attribution/rounded-parts.ts';
import { Decimal, Fraction, round } from '#src/core/number.ts';

const fraction = fc
  .record({ n: fc.bigInt({ min: -1_000_000n, max: 1_000_000n }), d: fc.bigInt({ min: 1n, max: 999n }) })
  .map(({ n, d }) => new Fraction(n, d));
const sumOf = (parts: readonly Fraction[]) => parts.reduce((sum, each) => sum.add(each), new Fraction(0));
const shownSum = (parts: readonly Decimal[]) => parts.reduce((sum, each) => sum.plus(each), new Decimal(0));
const texts = (parts: readonly Decimal[]) => parts.map((each) => each.toFixed());

it('add up to the rounded whole, each less than a unit from its exact part', () => {
  fc.assert(
    fc.property(
      fc.array(fraction, { minLength: 1, maxLength: 14 }),
      fc.integer({ min: 0, max: 4 }),
      (parts, places) => {
        const whole = round(sumOf(parts), places);
        const rounded = roundedParts(parts, whole, places);
        expect(shownSum(rounded).toFixed()).toBe(whole.toFixed());
        for (const [index, part] of parts.entries()) {
          const away = part.sub(rounded[index]?.toFixed() ?? 'x').abs();
          expect(away.compare(new Fraction(1, 10n ** BigInt(places)))).toBeLessThanOrEqual(0);
        }
      },
    ),
  );
});

it('add up to any other whole too, such as the change of values that were rounded one by one', () => {
  fc.assert(
    fc.property(
      fc.array(fraction, { minLength: 1, maxLength: 9 }),
      fc.integer({ min: -9, max: 9 }),
      fc.integer({ min: 0, max: 4 }),
      (parts, units, places) => {
        const whole = round(sumOf(parts), places).plus(new Decimal(units).div(new Decimal(10).pow(places)));
        expect(shownSum(roundedParts(parts, whole, places)).toFixed()).toBe(whole.toFixed());
      },
    ),
  );
});

it('give the missing units to those that lost most, among equals to the first', () => {
  const parts = ['1/3', '1/3', '1/3', '-5/2', '1/2'].map((each) => new Fraction(each));
  // Rounded down 0, 0, 0, -3, 0; two units are missing to -1, and the halves lost most.
  expect(texts(roundedParts(parts, new Decimal(-1), 0))).toEqual(['0', '0', '0', '-2', '1']);
  const thirds = parts.slice(0, 3);
  expect(texts(roundedParts(thirds, new Decimal(1), 2))).toEqual(['0.34', '0.33', '0.33']);
  expect(texts(roundedParts([new Fraction(0), ...thirds], new Decimal(1), 0))).toEqual(['0', '1', '0', '0']);
});

it('leave a part of 0 alone, and have none where there are none', () => {
  expect(texts(roundedParts([new Fraction(0), new Fraction('9/10')], new Decimal(2), 0))).toEqual(['0', '2']);
  expect(texts(roundedParts([new Fraction(0), new Fraction(0)], new Decimal('0.01'), 2))).toEqual(['0.01', '0']);
  expect(roundedParts([], new Decimal(0), 2)).toEqual([]);
});
