import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatChange, formatValue } from '#src/core/metrics/format.ts';
import { Decimal, Fraction, round } from '#src/core/number.ts';

const CURRENCY = { format: 'currency', places: 2 } as const;
const PERCENTAGE = { format: 'percentage', places: 4 } as const;
const NUMBER_2 = { format: 'number', places: 2 } as const;
const NUMBER_4 = { format: 'number', places: 4 } as const;

describe('how values are written', () => {
  it.each([
    [CURRENCY, '38261.63', '$38,261.63'],
    [CURRENCY, '-2044', '-$2,044.00'],
    [CURRENCY, '0', '$0.00'],
    [CURRENCY, '-0', '$0.00'],
    [CURRENCY, '-0.004', '$0.00'],
    [CURRENCY, '999', '$999.00'],
    [CURRENCY, '1000', '$1,000.00'],
    [CURRENCY, '-999999.999', '-$1,000,000.00'],
    [CURRENCY, '9999999999.99', '$9,999,999,999.99'],
    [NUMBER_2, '354', '354'],
    [NUMBER_2, '1080', '1,080'],
    [NUMBER_2, '146.46', '146.46'],
    [NUMBER_2, '138.30', '138.3'],
    [NUMBER_2, '65.4545', '65.45'],
    [NUMBER_2, '-1234567.5', '-1,234,567.5'],
    [NUMBER_2, '-0.001', '0'],
    [NUMBER_4, '0.6066', '0.6066'],
    [NUMBER_4, '0.60655', '0.6066'],
    [NUMBER_4, '1234.5678', '1,234.5678'],
    [NUMBER_4, '2.5', '2.5'],
    [PERCENTAGE, '0.9991', '99.91%'],
    [PERCENTAGE, '1', '100.00%'],
    [PERCENTAGE, '0', '0.00%'],
    [PERCENTAGE, '-0.1048', '-10.48%'],
    [PERCENTAGE, '12.345', '1,234.50%'],
    [PERCENTAGE, '-0.00004', '0.00%'],
  ])('%j writes %s as %s', (style, value, expected) => {
    expect(formatValue(new Decimal(value), style)).toBe(expected);
    expect(formatValue(new Fraction(new Decimal(value).toFixed()), style)).toBe(expected);
  });

  it.each([CURRENCY, PERCENTAGE, NUMBER_2, NUMBER_4])('%j writes an absent value as a dash, never as 0', (style) => {
    expect(formatValue(null, style)).toBe('—');
  });

  it('a fraction that no decimal is equal to is rounded once', () => {
    expect(formatValue(new Fraction(49, 6), NUMBER_2)).toBe('8.17');
    expect(formatValue(new Fraction(2, 3), PERCENTAGE)).toBe('66.67%');
  });

  it('what is written reads as the rounded value, with one sign, and thousands in threes', () => {
    const value = fc
      .bigInt({ min: -(10n ** 14n), max: 10n ** 14n })
      .map((digits) => new Decimal(digits.toString()).div(10_000));
    fc.assert(
      fc.property(value, fc.constantFrom(CURRENCY, PERCENTAGE, NUMBER_2, NUMBER_4), (number, style) => {
        const text = formatValue(number, style);
        expect(text).toMatch(/^-?\$?\d{1,3}(,\d{3})*(\.\d+)?%?$/);
        const read = new Decimal(text.replace(/[$,%]/g, '')).div(style.format === 'percentage' ? 100 : 1);
        expect(read.toFixed()).toBe(round(number, style.places).toFixed());
      }),
    );
  });

  it.each([
    [CURRENCY, '1250', '+$1,250.00'],
    [CURRENCY, '-0.005', '-$0.01'],
    [PERCENTAGE, '-0.0182', '-1.82 points'],
    [PERCENTAGE, '0.00004', '0.00 points'],
    [NUMBER_2, '-0.5455', '-0.55'],
    [NUMBER_2, '0', '0'],
  ])(
    'a change in %j of %s is %s: with a sign unless nothing of it is shown, percentages in points',
    (style, change, text) => {
      expect(formatChange(new Decimal(change), style)).toBe(text);
    },
  );
});
