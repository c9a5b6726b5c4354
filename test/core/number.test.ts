import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, Fraction, fits, parseDecimal, round, toFraction } from '#src/core/number.ts';

/** A decimal of any size that a person might type, with its digits. */
const decimalText = fc
  .tuple(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.integer({ min: 0, max: 8 }))
  .map(([digits, places]) => new Decimal(digits.toString()).div(new Decimal(10).pow(places)).toFixed());

describe('reading decimals', () => {
  it.each([
    ['38261.63', '38261.63'],
    [' -2044 ', '-2044'],
    ['+5', '5'],
    ['5.', '5'],
    ['.5', '0.5'],
    ['007', '7'],
    ['1e3', '1000'],
    ['1.5E-3', '0.0015'],
    ['9999999999.9999', '9999999999.9999'],
    ['12345678901234567890.123456789', '12345678901234567890.123456789'],
  ])('%j is %s, exactly', (text, expected) => {
    expect(parseDecimal(text).toFixed()).toBe(expected);
  });

  it.each([
    '',
    ' ',
    'NaN',
    'Infinity',
    '-Infinity',
    '1,000',
    '$5',
    '0x10',
    '0b1',
    '1_000',
    '1e',
    'e5',
    '.',
    '-',
    '--1',
    '1 000',
    '1e9999',
    'null',
    '１２',
    '١٢',
    '5%',
  ])('%j is refused as INVALID_VALUE, naming the field', (text) => {
    expect(() => parseDecimal(text, 'entries[0].value')).toThrow(
      expect.objectContaining({ code: 'INVALID_VALUE', field: 'entries[0].value' }),
    );
  });

  it('what is read is what was written', () => {
    fc.assert(
      fc.property(decimalText, (text) => {
        expect(parseDecimal(text).toFixed()).toBe(text);
        expect(toFraction(parseDecimal(text)).equals(text)).toBe(true);
      }),
    );
  });
});

describe('rounding', () => {
  it.each([
    ['2.345', 2, '2.35'],
    ['-2.345', 2, '-2.35'],
    ['2.344999999999999999999', 2, '2.34'],
    ['0.005', 2, '0.01'],
    ['-0.005', 2, '-0.01'],
    ['1.005', 2, '1.01'],
    ['1.5', 0, '2'],
    ['2.5', 0, '3'],
    ['-2.5', 0, '-3'],
    ['0.00005', 4, '0.0001'],
    ['99999.99995', 4, '100000'],
    ['0.049', 1, '0'],
  ])('%s to %i places is %s: half away from zero, as PostgreSQL rounds', (text, places, expected) => {
    expect(round(new Decimal(text), places).toFixed()).toBe(expected);
    expect(round(new Fraction(text), places).toFixed()).toBe(expected);
  });

  it.each([
    [49, 6, 2, '8.17'],
    [-49, 6, 2, '-8.17'],
    [1080, 1081, 4, '0.9991'],
    [2, 3, 0, '1'],
    [1, 3, 0, '0'],
    [-1, 300, 2, '0'],
  ])('%i / %i to %i places is %s', (numerator, denominator, places, expected) => {
    expect(round(new Fraction(numerator, denominator), places).toFixed()).toBe(expected);
  });

  it('a fraction and a decimal of the same value are rounded alike, and never by more than half a unit', () => {
    fc.assert(
      fc.property(decimalText, fc.integer({ min: 0, max: 6 }), (text, places) => {
        const rounded = round(new Decimal(text), places);
        expect(round(new Fraction(text), places).toFixed()).toBe(rounded.toFixed());
        const off = toFraction(rounded).sub(text).abs();
        expect(off.lte(new Fraction(1n, 2n * 10n ** BigInt(places)))).toBe(true);
      }),
    );
  });

  it('is the same for a number and its opposite, and never gives a negative zero', () => {
    fc.assert(
      fc.property(decimalText, fc.integer({ min: 0, max: 6 }), (text, places) => {
        const rounded = round(new Decimal(text), places);
        const opposite = round(new Decimal(text).negated(), places);
        expect(opposite.toFixed()).toBe(rounded.isZero() ? '0' : rounded.negated().toFixed());
        for (const each of [rounded, opposite]) expect(each.isZero() && each.isNegative()).toBe(false);
      }),
    );
  });
});

describe('the range of a stored number', () => {
  it.each([
    ['9999999999.9999', 10, true],
    ['-9999999999.9999', 10, true],
    ['10000000000', 10, false],
    ['-10000000000', 10, false],
    ['99999999.9999', 8, true],
    ['100000000', 8, false],
    ['0', 8, true],
    ['NaN', 10, false],
    ['Infinity', 10, false],
    ['-Infinity', 10, false],
  ])('%s with %i digits before the point fits: %s', (text, digits, expected) => {
    expect(fits(new Decimal(text), digits)).toBe(expected);
  });
});
