import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readTypedNumber, typedText } from '#src/web/values/typed-number.ts';

it.each([
  ['en-US', 'NUMBER', '12', '12'],
  ['en-US', 'NUMBER', ' 1,234.50 ', '1234.50'],
  ['en-US', 'NUMBER', '1234.5', '1234.5'],
  ['en-US', 'NUMBER', '.5', '0.5'],
  ['en-US', 'NUMBER', '-0.25', '-0.25'],
  ['en-US', 'NUMBER', '−7', '-7'],
  ['en-US', 'NUMBER', '-0', '0'],
  ['en-US', 'NUMBER', '007', '7'],
  ['en-US', 'CURRENCY', '$1,234,567.89', '1234567.89'],
  ['en-US', 'CURRENCY', '-$44.10', '-44.10'],
  ['en-US', 'CURRENCY', '(1,234.50)', '-1234.50'],
  ['en-US', 'CURRENCY', '($20)', '-20'],
  ['en-US', 'CURRENCY', ' $ (2,044.00) ', '-2044.00'],
  ['en-US', 'CURRENCY', '$(2,044.00)', '-2044.00'],
  ['en-US', 'CURRENCY', '( $ 2,044.00 )', '-2044.00'],
  ['en-US', 'CURRENCY', ' $ 22,588.00 ', '22588.00'],
  ['en-US', 'CURRENCY', ' $ -   ', '0'],
  ['en-US', 'CURRENCY', '$\u00a0–', '0'],
  ['en-US', 'CURRENCY', ' $ -00   ', '0'],
  ['en-US', 'CURRENCY', '2,044-', '-2044'],
  ['en-US', 'CURRENCY', '$2,044.50-', '-2044.50'],
  ['en-US', 'NUMBER', '2,044-', '-2044'],
  ['de-DE', 'CURRENCY', '$ (2.044,00)', '-2044.00'],
  ['en-US', 'PERCENTAGE', '4.5', '0.045'],
  ['en-US', 'PERCENTAGE', '-12.34 %', '-0.1234'],
  ['en-US', 'PERCENTAGE', '150%', '1.5'],
  ['en-US', 'PERCENTAGE', '0.01', '0.0001'],
  ['de-DE', 'NUMBER', '1.234,5', '1234.5'],
  ['de-DE', 'NUMBER', '1,5', '1.5'],
  ['fr-FR', 'NUMBER', '1 234 567,5', '1234567.5'],
  ['fr-FR', 'NUMBER', '1\u202f234,5', '1234.5'],
  ['hi-IN', 'NUMBER', '12,34,567.8', '1234567.8'],
  ['ar-EG', 'NUMBER', '12', '12'],
  ['en-US', 'NUMBER', '12345678901234567890.123456789', '12345678901234567890.123456789'],
] as const)('%s reads %s %s as %s', (locale, format, text, value) => {
  expect(readTypedNumber(text, format, locale)).toEqual({ value });
});

it.each([
  ['en-US', '1,5'],
  ['en-US', '1.234,50'],
  ['en-US', '12,34'],
  ['en-US', '1,2345'],
  ['en-US', '1.2.3'],
  ['en-US', '1e5'],
  ['en-US', '--5'],
  ['en-US', '(-5)'],
  ['en-US', '5%'],
  ['en-US', '$5'],
  ['en-US', ''],
  ['en-US', '.'],
  ['en-US', '-'],
  ['en-US', 'twelve'],
  ['en-US', '=1+1'],
  ['en-US', '٣'],
  ['de-DE', '1.5'],
  ['de-DE', '12.34,5'],
  ['fr-FR', '1,234,567'],
])('%s rejects %s, and gives an example of a number', (locale, text) => {
  expect(readTypedNumber(text, 'NUMBER', locale)).toEqual({ problem: expect.stringContaining('is not a number') });
});

it.each(['-', '$', '$ (-5)', '(-$5)', '-$5-', '$$5', '$ ()', '(5', '$5$', '-(5)'])(
  'rejects the ambiguous amount %s',
  (text) => {
    expect(readTypedNumber(text, 'CURRENCY', 'en-US')).toEqual({ problem: expect.stringContaining('is not a number') });
  },
);

it('rejects a percentage for another format', () => {
  expect(readTypedNumber('12.5%', 'CURRENCY', 'en-US')).toEqual({
    problem: '“12.5%” is not a number but a percentage; write one such as 1,234.5.',
  });
});

it('reads what it writes, in every format and locale', () => {
  const decimal = fc
    .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: 9_999 }))
    .map(([isNegative, whole, rest]) => {
      const fraction = String(rest).padStart(4, '0').replace(/0+$/, '');
      const plain = fraction ? `${whole}.${fraction}` : `${whole}`;
      return isNegative && plain !== '0' ? `-${plain}` : plain;
    });
  const format = fc.constantFrom('NUMBER' as const, 'CURRENCY' as const, 'PERCENTAGE' as const);
  const locale = fc.constantFrom('en-US', 'de-DE', 'de-CH', 'fr-FR', 'hi-IN', 'sv-SE', 'pt-BR', 'ar-EG', 'pl-PL');
  fc.assert(
    fc.property(decimal, format, locale, (value, as, of) => {
      expect(readTypedNumber(typedText(value, as, of), as, of)).toEqual({ value });
    }),
  );
});

it('writes nothing for an absent value', () => {
  expect(typedText(null, 'CURRENCY')).toBe('');
});
