import { describe, expect, it } from 'vitest';
import { exactAmount, exactValue, formatChange, formatDecimal, formatValue } from '#src/web/values/format.ts';
import { numberFormat } from '#src/web/values/formatters.ts';
import { formatMonth, formatPeriod } from '#src/web/values/period.ts';

/** With plain spaces for those that do not break a line. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('a shown value', () => {
  // Each beside others that differ in one thing only: formatters are kept, and none may be taken for another.
  it.each([
    ['1234.5', '1,234.50', 'NUMBER', 'en-US', '1,234.50'],
    ['1234.5', '1,234.5', 'NUMBER', 'en-US', '1,234.5'],
    ['1234.5', '1,234.50', 'CURRENCY', 'en-US', '$1,234.50'],
    ['1234.5', '1,234.50', 'NUMBER', 'de-DE', '1.234,50'],
    ['1234.5', '1,234.50', 'CURRENCY', 'de-DE', '1.234,50 $'],
    ['0.125', '12.5%', 'PERCENTAGE', 'en-US', '12.5%'],
    ['0.125', '12.5%', 'PERCENTAGE', 'de-DE', '12,5 %'],
    ['99999999999999.99', '99,999,999,999,999.99', 'CURRENCY', 'en-US', '$99,999,999,999,999.99'],
    ['0', '0', 'NUMBER', 'en-US', '0'],
    [null, '—', 'CURRENCY', 'en-US', '—'],
  ] as const)('%s, by the server %s, as %s in %s is %s', (value, formatted, format, locale, shown) => {
    for (let time = 0; time < 2; time += 1)
      expect(plain(formatValue({ value, formatted }, format, locale))).toBe(shown);
  });

  it('without a text of the server has two decimals, or all', () => {
    expect(formatDecimal('7', 'CURRENCY', 'en-US')).toBe('$7.00');
    expect(formatDecimal('7.25', 'NUMBER', 'en-US')).toBe('7.25');
    expect(exactValue('0.12345', 'PERCENTAGE', 'en-US')).toBe('12.345%');
    expect(exactAmount('-1234.5678', 'de-DE')).toBe('-1.234,5678');
    expect(plain(formatChange('0.0421', 'de-DE'))).toBe('+4,2 %');
  });
});

it('months are those of the calendar, short and long, in each language', () => {
  const shown = ['en-US', 'fr-FR', 'en-US'].map((locale) => [
    formatPeriod('2026-07', locale),
    formatMonth('2026-07', locale),
  ]);
  const english = ['July 2026', 'Jul 2026'];
  expect(shown).toEqual([english, ['juillet 2026', 'juil. 2026'], english]);
});

it('a formatter is made once', () => {
  const options = { style: 'percent', maximumFractionDigits: 1 } as const;
  expect(numberFormat('en-US', { ...options })).toBe(numberFormat('en-US', { ...options }));
  expect(numberFormat('en-US', options)).not.toBe(numberFormat('en-US', { ...options, maximumFractionDigits: 2 }));
  expect(numberFormat('en-US', options)).not.toBe(numberFormat(undefined, options));
});
