import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Evaluation,
  type Expression,
  evaluate,
  FormulaSyntaxError,
  parseFormula,
} from '#src/core/calculation/formula.ts';
import { METRIC_FORMULAS, SMART_NUMBER_FORMULAS } from '#src/core/calculation/lineage.ts';
import { Fraction } from '#src/core/number.ts';
import { anyExpression, printed } from '../formula-text.ts';

type Inputs = Readonly<Record<string, number | string | null>>;

function calculate(text: string, inputs: Inputs = {}, months = 1): Evaluation {
  return evaluate(parseFormula(text).expression, {
    months,
    valueOf: (name) => {
      const value = inputs[name] ?? null;
      return value === null ? null : new Fraction(value);
    },
  });
}

function result(text: string, inputs: Inputs = {}, months = 1): string {
  const evaluation = calculate(text, inputs, months);
  return evaluation.outcome === 'value' ? evaluation.value.toFraction() : evaluation.outcome;
}

describe('reading formulas', () => {
  it.each([
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['10 - 4 - 3', '3'],
    ['10 - (4 - 3)', '9'],
    ['100 / 5 / 2', '10'],
    ['100 / (5 / 2)', '40'],
    ['12 / 3 * 2', '8'],
    ['2 * 3 + 4 * 5', '26'],
    ['-3 - -2', '-1'],
    ['-(1 + 2) * 2', '-6'],
    ['--4', '4'],
    ['((7))', '7'],
    ['0.1 + 0.2', '3/10'],
    ['2 × 3 − 8 ÷ 4', '4'],
    ['  1+1  ', '2'],
    ['1\n+\t1', '2'],
  ])('%j is %s: the usual precedence, from left to right', (text, expected) => {
    expect(result(text)).toBe(expected);
  });

  it('names each metric once, in order of appearance, and no constant', () => {
    expect(parseFormula('(nrr + mrr) / employees * annual - mrr / months').inputs).toEqual(['nrr', 'mrr', 'employees']);
    expect(parseFormula('167').inputs).toEqual([]);
    expect(parseFormula('month + months2 + annual_2').inputs).toEqual(['month', 'months2', 'annual_2']);
  });

  it.each([
    ['', 1],
    ['   ', 1],
    ['a +', 4],
    ['a + )', 5],
    ['(a + b', 7],
    ['a + b)', 6],
    ['a b', 3],
    ['2 mrr', 3],
    ['2mrr', 2],
    ['a + * b', 5],
    ['+ a', 1],
    ['()', 2],
    ['a  $ b', 4],
    ['a ** b', 4],
    ['1.', 2],
    ['.5', 1],
    ['1.2.3', 4],
    ['1e5', 2],
    ['MRR', 1],
    ['a + Ünits', 5],
    ['_a', 1],
    ['a = b', 3],
    ['max(a)', 4],
    ['a, b', 2],
    ['a; b', 2],
  ])('%j is refused, pointing at character %i', (text, character) => {
    const parse = () => parseFormula(text);
    expect(parse).toThrow(FormulaSyntaxError);
    expect(parse).toThrow(expect.objectContaining({ position: character - 1 }));
    expect(parse).toThrow(/at position \d+$/);
  });

  it('never fails otherwise, whatever it is given', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[a-c0-9.+*/() -]{0,12}$/));
    fc.assert(
      fc.property(text, (formula) => {
        try {
          expect(parseFormula(formula).text).toBe(formula);
        } catch (error) {
          expect(error).toBeInstanceOf(FormulaSyntaxError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('what is printed reads as the same expression', () => {
    fc.assert(
      fc.property(anyExpression, fc.constantFrom('', ' ', '  \n'), fc.boolean(), (expression, space, isTypographic) => {
        const text = printed(expression, { space, isTypographic });
        expect(parseFormula(text).expression).toEqual(expression);
      }),
      { numRuns: 500 },
    );
  });

  it.each([...METRIC_FORMULAS, ...SMART_NUMBER_FORMULAS])(
    'the formula of %s is printed as it was written',
    (_, { text, expression }) => {
      expect(printed(expression, { space: ' ', isTypographic: false })).toBe(text);
    },
  );
});

describe('evaluating formulas', () => {
  it.each([
    ['mrr / seats / months', { mrr: 10, seats: 3 }, 1, '10/3'],
    ['mrr / seats / months', { mrr: 10, seats: 3 }, 3, '10/9'],
    ['mrr * annual', { mrr: 10 }, 1, '120'],
    ['mrr * annual', { mrr: 10 }, 2, '60'],
    ['mrr * annual', { mrr: 10 }, 3, '40'],
    ['months', {}, 2, '2'],
    ['annual', {}, 1, '12'],
  ])('%s with %j over %i months is %s', (text, inputs, months, expected) => {
    expect(result(text, inputs, months)).toBe(expected);
  });

  it.each([
    'a / b',
    'b / a',
    'a + b',
    'b - a',
    '-b',
    '(b)',
    'a * (1 / b)',
    '0 * b',
    'b / 0',
    '0 / 0 + b',
    'b + a / 0',
    'a / (b - b)',
  ])('%s is missing where b is absent, whatever else is wrong', (text) => {
    expect(result(text, { a: 1, b: null })).toBe('missing');
  });

  it.each(['a / 0', 'a / (a - a)', '1 - a / 0', 'a / 0 * 0', '0 / 0', '-(a / 0)', '1 / (a / 0)', 'a / -0'])(
    '%s is a division by zero, not a number',
    (text) => {
      expect(result(text, { a: 1 })).toBe('division by zero');
    },
  );

  it('a stored 0 is a value', () => {
    expect(result('a + b', { a: 0, b: 0 })).toBe('0');
    expect(result('a / b', { a: 0, b: 5 })).toBe('0');
  });

  it('mrr / (s / 3) / 3 is mrr / s exactly, for any numbers', () => {
    const cents = fc.integer({ min: -(10 ** 12), max: 10 ** 12 }).map((digits) => new Fraction(digits, 100));
    fc.assert(
      fc.property(
        cents,
        cents.filter((value) => value.n !== 0n),
        (mrr, s) => {
          const inputs = { mrr: mrr.toFraction(), s: s.toFraction() };
          expect(result('mrr / (s / 3) / 3', inputs)).toBe(result('mrr / s', inputs));
          expect(result('mrr / (s / 7) / 7 - mrr / s', inputs)).toBe('0');
        },
      ),
    );
  });

  it('a sum that binary floats would get wrong is exact', () => {
    expect(result('a + b - c', { a: '0.1', b: '0.2', c: '0.3' })).toBe('0');
  });

  it('needs no name that is not in the formula', () => {
    const asked: string[] = [];
    const { expression } = parseFormula('a * (b - 2) / months');
    const ask = (name: string) => {
      asked.push(name);
      return new Fraction(1);
    };
    evaluate(expression, { months: 3, valueOf: ask });
    expect(asked).toEqual(['a', 'b']);
  });
});

it('an expression is plain data', () => {
  const { expression } = parseFormula('-(a + 2)');
  expect(expression).toEqual<Expression>({
    kind: 'negate',
    operand: {
      kind: 'group',
      inner: {
        kind: 'binary',
        operator: '+',
        left: { kind: 'name', name: 'a' },
        right: { kind: 'number', value: new Fraction(2), text: '2' },
      },
    },
  });
});
