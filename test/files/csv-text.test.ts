import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, neutralText, textOfNeutral } from '#src/files/csv-text.ts';

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', "'", '"', ',', '1', '.', 'a') }),
);

describe('texts of CSV', () => {
  it('are no formula to a spreadsheet, and an import undoes it for every text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const neutral = neutralText(text);
        expect(textOfNeutral(neutral)).toBe(text);
        expect(/^[=@\t\r]|^[+-](?!\d+(\.\d+)?$)/.test(neutral)).toBe(false);
      }),
    );
  });

  it('are read again by a parser of RFC 4180, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(texts, { minLength: 2, maxLength: 5 }), (cells) => {
        const [record = []] = parse(csvLine(cells), { record_delimiter: '\r\n' }) as string[][];
        expect(record.map(textOfNeutral)).toEqual(cells);
      }),
    );
  });

  it('keep negative numbers as they are (complaint 15: a guard against formulas spoils "-5")', () => {
    expect(csvLine(['-5', '-2044.50', '+3', '-5 days', '-1e5', '=-5', '@x'])).toBe(
      "-5,-2044.50,+3,'-5 days,'-1e5,'=-5,'@x\r\n",
    );
  });
});
