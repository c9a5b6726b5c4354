import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { attributionSentence } from '#src/service/report/attribution-sentence.ts';

const PERCENT = { label: 'Net Profit %', format: 'percentage', places: 4 } as const;
const part = (label: string, shown: string) => ({ label, shown: new Decimal(shown) });

describe('the sentence of a change', () => {
  it('names the largest contributions and sums the others, percentages in points', () => {
    const parts = [
      part('COGS', '-0.0310'),
      part('MRR', '0.0095'),
      part('NRR', '0.0020'),
      part('ORR', '0.0010'),
      part('Payroll', '0.0002'),
      part('Employees', '0.0001'),
      part('Seats', '0'),
    ];
    expect(attributionSentence(PERCENT, new Decimal('-0.0182'), parts)).toBe(
      'Net Profit % -1.82 points: COGS -3.10, MRR +0.95, NRR +0.20, ORR +0.10 and 2 others +0.03.',
    );
    expect(attributionSentence(PERCENT, new Decimal('-0.0183'), parts.slice(0, 5))).toBe(
      'Net Profit % -1.83 points: COGS -3.10, MRR +0.95, NRR +0.20, ORR +0.10, Payroll +0.02.',
    );
  });

  it('says so where nothing is to be told', () => {
    expect(attributionSentence(PERCENT, new Decimal(0), [part('MRR', '0')])).toBe('Net Profit % did not change.');
    const amount = { label: 'Net Profit', format: 'currency', places: 2 } as const;
    expect(attributionSentence(amount, new Decimal('-318'), [])).toBe('Net Profit -$318.00.');
  });

  it('has numbers that add up to that of the change', () => {
    const amounts = fc.array(fc.integer({ min: -99_999_999, max: 99_999_999 }), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(amounts, fc.constantFrom('currency', 'percentage', 'number'), (units, format) => {
        const places = format === 'percentage' ? 4 : 2;
        const parts = units.map((each, index) =>
          part(`Input ${'x'.repeat(index)}`, new Decimal(each).div(10 ** places).toFixed()),
        );
        const change = parts.reduce((sum, { shown }) => sum.plus(shown), new Decimal(0));
        const sentence = attributionSentence({ label: 'Value', format, places }, change, parts);
        const signed = [...sentence.matchAll(/[+-]\$?([\d,]+(\.\d+)?)/g)].map(
          ([text]) => new Decimal(text.replace(/[$,+]/g, '')),
        );
        // A change of 0 has no sign.
        const [whole, ...parted] = change.isZero() ? [new Decimal(0), ...signed] : signed;
        expect(parted.reduce((sum, each) => sum.plus(each), new Decimal(0)).toFixed()).toBe(whole?.toFixed());
      }),
    );
  });
});
