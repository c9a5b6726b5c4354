import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Expression, evaluate, parseFormula } from '#src/core/calculation/formula.ts';
import { displayFormula } from '#src/core/calculation/formula-display.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import { type Decimal, toFraction } from '#src/core/number.ts';
import { anyExpression, NAMES } from '../formula-text.ts';
import { amount } from '../month-values.ts';

/** What `text` is displayed as with these values in place of its names. */
function display(text: string, values: Readonly<Record<string, string>>, months = 1): string {
  return displayFormula(parseFormula(text).expression, { months, textOf: (name) => values[name] ?? '—' });
}

describe('a formula with its values', () => {
  it.each([
    ['a - b', { a: '$10.00', b: '-$5.00' }, 1, '$10.00 - (-$5.00)'],
    ['a + b', { a: '-$10.00', b: '$5.00' }, 1, '(-$10.00) + $5.00'],
    ['a', { a: '-$10.00' }, 1, '-$10.00'],
    ['-a', { a: '$10.00' }, 1, '-$10.00'],
    ['-a', { a: '-$10.00' }, 1, '-(-$10.00)'],
    ['b - -a', { a: '$1.00', b: '$2.00' }, 1, '$2.00 - (-$1.00)'],
    ['a * b / c', { a: '2', b: '3', c: '4' }, 1, '2 × 3 ÷ 4'],
    ['a - b', { a: '$10.00' }, 1, '$10.00 - —'],
    ['(a + b) / c', {}, 1, '(— + —) ÷ —'],
    ['a * 167', { a: '5.5' }, 1, '5.5 × 167'],
    ['a * 1000.50', { a: '2' }, 1, '2 × 1,000.5'],
  ])('%s with %j is %4$s', (text, values, months, expected) => {
    expect(display(text, values, months)).toBe(expected);
  });

  it.each([
    ['a / months', 1, 'A'],
    ['a / months', 3, 'A ÷ 3'],
    ['a / b / months', 1, 'A ÷ B'],
    ['a / months / b', 1, 'A ÷ B'],
    ['a / months / b', 2, 'A ÷ 2 ÷ B'],
    ['months * a', 1, 'A'],
    ['a * annual', 12, 'A'],
    ['a * annual', 1, 'A × 12'],
    ['a * annual', 3, 'A × 4'],
    ['a * annual', 2, 'A × 6'],
    ['(a / months) / (b * 167)', 1, 'A ÷ (B × 167)'],
    ['(a / months) / (b * 167)', 3, '(A ÷ 3) ÷ (B × 167)'],
    ['a / (b / months)', 1, 'A ÷ B'],
    ['a * (months)', 1, 'A'],
    ['a + months', 1, 'A + 1'],
    ['months / a', 1, '1 ÷ A'],
    ['a / 1', 1, 'A ÷ 1'],
    ['months', 1, '1'],
  ])('%s over %i months is %s: a factor months or annual of 1 is left out', (text, months, expected) => {
    expect(display(text, { a: 'A', b: 'B' }, months)).toBe(expected);
  });

  it.each([
    ['(a)', 'A'],
    ['((a))', 'A'],
    ['(a) + (b)', 'A + B'],
    ['((a + b))', '((A + B))'],
    ['(a + b) - (b)', '(A + B) - B'],
    ['a - (b - (a))', 'A - (B - A)'],
  ])('%s is %s: no parentheses around a single number, and all others kept', (text, expected) => {
    expect(display(text, { a: 'A', b: 'B' })).toBe(expected);
  });
});

/** What a display says, read as a formula. */
function read(text: string) {
  const { expression } = parseFormula(text.replace(/[$,]/g, ''));
  return evaluate(expression, { months: 1, valueOf: () => null });
}

describe('a display read as a formula', () => {
  const values = fc
    .tuple(amount, amount, amount)
    .map((drawn) => new Map(NAMES.map((name, index) => [name as string, drawn[index] as Decimal])));
  const months = fc.integer({ min: 1, max: 4 });

  it.each(['currency', 'number'] as const)(
    'gives the value of the formula it shows, its values shown as %s',
    (format) => {
      const check = (expression: Expression, inputs: ReadonlyMap<string, Decimal>, count: number) => {
        const value = (name: string) => inputs.get(name) ?? null;
        const shown = displayFormula(expression, {
          months: count,
          textOf: (name) => formatValue(value(name), { format, places: 2 }),
        });
        const evaluated = evaluate(expression, {
          months: count,
          valueOf: (name) => toFraction(value(name) as Decimal),
        });
        expect(read(shown)).toEqual(evaluated);
      };
      fc.assert(fc.property(anyExpression, values, months, check), { numRuns: 500 });
    },
  );
});
