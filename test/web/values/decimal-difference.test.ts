import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { decimalDifference } from '#src/web/values/exact-decimals.ts';

it.each([
  ['10.25', '4', '6.25'],
  ['4', '10.25', '-6.25'],
  ['-0.0041', '0.0009', '-0.005'],
  ['0.1', '0.1', '0'],
  ['99999999999999.9999', '-0.0001', '100000000000000'],
])('%s less %s is %s', (minuend, subtrahend, difference) => {
  expect(decimalDifference(minuend, subtrahend)).toBe(difference);
});

it('equals the difference of the server’s decimals', () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 4 }))
    .map(([digits, places]) => new Decimal(String(digits)).dividedBy(10 ** places).toFixed());
  fc.assert(
    fc.property(decimal, decimal, (one, other) => {
      expect(decimalDifference(one, other)).toBe(new Decimal(one).minus(other).toFixed());
    }),
  );
});
