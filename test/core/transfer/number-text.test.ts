import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { type NumberStyle, readNumber, styleOfTexts } from '#src/core/transfer/number-text.ts';

const read = (text: string, style: NumberStyle = 'point') => readNumber(text, style)?.value.toFixed() ?? null;

describe('a number in a text', () => {
  it.each([
    ['-110.7', '-110.7'],
    ['$1,234.50', '1234.5'],
    ['(56,224.24)', '-56224.24'],
    ['$ (56,224.24)', '-56224.24'],
    ['($56,224.24)', '-56224.24'],
    ['-$438.18', '-438.18'],
    ['$ -5,453.67', '-5453.67'],
    ['1,234.50-', '-1234.5'],
    ['−12', '-12'],
    ['$ -', '0'],
    ['1234567.891', '1234567.891'],
    ['.5', '0.5'],
    ['12.5%', '0.125'],
    ['(12.5%)', '-0.125'],
    ['0.0001', '0.0001'],
  ])('%s is %s', (text, value) => {
    expect(read(text)).toBe(value);
  });

  it.each(['', 'abc', '1,23', '12,34.5', '1.2.3', '--5', '(-5)', '5 apples', '0,333', '1e5', '$', '%', 'Infinity'])(
    '%s is none',
    (text) => {
      expect(read(text)).toBeNull();
    },
  );

  it.each([
    ['1.234,50', '1234.5'],
    ['1 234,5', '1234.5'],
    ['-110,7', '-110.7'],
    ['12,5 %', '0.125'],
    ['1’234,5', '1234.5'],
  ])('with a decimal comma, %s is %s', (text, value) => {
    expect(read(text, 'comma')).toBe(value);
    expect(read(text, 'point')).not.toBe(value);
  });

  it('is the number that was written, in either notation', () => {
    const number = fc.tuple(fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }), fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(number, fc.boolean(), ([units, places], isGrouped) => {
        const value = new Decimal(units).dividedBy(10 ** places);
        for (const [style, locale] of [
          ['point', 'en-US'],
          ['comma', 'de-DE'],
        ] as const) {
          const format = new Intl.NumberFormat(locale, { minimumFractionDigits: places, useGrouping: isGrouped });
          expect(read(format.format(value.toNumber()), style)).toBe(value.toFixed());
        }
      }),
    );
  });
});

describe('the numbers of a file', () => {
  it('are read as the texts that have one reading are', () => {
    expect(styleOfTexts(['1,234', '98.5'], null)).toEqual({ style: 'point' });
    expect(styleOfTexts(['1.234', '98,5'], null)).toEqual({ style: 'comma' });
    expect(styleOfTexts(['1.234', 'x', '7'], ';')).toEqual({ style: 'comma' });
    expect(styleOfTexts(['1.234'], ',')).toEqual({ style: 'point' });
    expect(styleOfTexts(['12', '7'], null)).toEqual({ style: 'point' });
  });

  it('are asked about where no text decides', () => {
    expect(styleOfTexts(['5', '1.234', '7'], '\t')).toEqual({ ambiguous: '1.234' });
    expect(styleOfTexts(['1,234', '2,345'], null)).toEqual({ ambiguous: '1,234' });
  });
});
