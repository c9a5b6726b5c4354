import fc from 'fast-check';
import type { Expression, Operator } from '#src/core/calculation/formula.ts';
import { Fraction } from '#src/core/number.ts';

/** Names that occur in random expressions. */
export const NAMES = ['alpha', 'beta', 'gamma_2'] as const;

const number = fc
  .oneof(fc.integer({ min: 0, max: 5 }).map(String), fc.stringMatching(/^(0|[1-9]\d{0,3})\.\d{1,4}$/))
  .map((text): Expression => ({ kind: 'number', value: new Fraction(text), text }));
const name = fc.constantFrom(...NAMES).map((text): Expression => ({ kind: 'name', name: text }));
const constant = fc.constantFrom('months' as const, 'annual' as const).map((text): Expression => {
  return { kind: 'constant', name: text };
});

function binary(operators: readonly Operator[], left: fc.Arbitrary<Expression>, right: fc.Arbitrary<Expression>) {
  return fc
    .tuple(fc.constantFrom(...operators), left, right)
    .map(([operator, l, r]): Expression => ({ kind: 'binary', operator, left: l, right: r }));
}

/** Every expression that a formula text can be read as: the grammar, from left to right. */
const { sum } = fc.letrec<{ sum: Expression; product: Expression; factor: Expression }>((tie) => ({
  sum: fc.oneof({ maxDepth: 6 }, tie('product'), binary(['+', '-'], tie('sum'), tie('product'))),
  product: fc.oneof({ maxDepth: 6 }, tie('factor'), binary(['*', '/'], tie('product'), tie('factor'))),
  factor: fc.oneof(
    { maxDepth: 6 },
    { weight: 4, arbitrary: name },
    { weight: 2, arbitrary: number },
    { weight: 1, arbitrary: constant },
    { weight: 2, arbitrary: tie('sum').map((inner): Expression => ({ kind: 'group', inner })) },
    { weight: 1, arbitrary: tie('factor').map((operand): Expression => ({ kind: 'negate', operand })) },
  ),
}));

export const anyExpression: fc.Arbitrary<Expression> = sum;

const TYPOGRAPHIC: Readonly<Record<Operator, string>> = { '+': '+', '-': '−', '*': '×', '/': '÷' };

export interface Printing {
  /** What stands around operators. */
  readonly space: string;
  /** Whether operators are written `− × ÷`. */
  readonly isTypographic: boolean;
}

/** The text of an expression. */
export function printed(expression: Expression, printing: Printing): string {
  switch (expression.kind) {
    case 'number':
      return expression.text;
    case 'name':
    case 'constant':
      return expression.name;
    case 'group':
      return `(${printed(expression.inner, printing)})`;
    case 'negate':
      return `-${printed(expression.operand, printing)}`;
    case 'binary': {
      const { operator, left, right } = expression;
      const sign = printing.isTypographic ? TYPOGRAPHIC[operator] : operator;
      return [printed(left, printing), sign, printed(right, printing)].join(printing.space);
    }
  }
}
