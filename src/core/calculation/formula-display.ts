import { formatValue } from '#src/core/metrics/format.ts';
import { constantValue, type Expression, type Operator } from './formula.ts';

/** The texts that a formula is displayed with. */
export interface DisplayEnvironment {
  /** A metric's value as displayed, `-$5.00` or `—`. */
  readonly textOf: (name: string) => string;
  readonly months: number;
}

/** A part of a display; its kind decides where parentheses are needed. */
interface Part {
  readonly text: string;
  readonly kind: 'one' | 'single' | 'compound';
}

const SIGNS: Readonly<Record<Operator, string>> = { '+': '+', '-': '-', '*': '×', '/': '÷' };
const PLAIN_NUMBER = { format: 'number', places: 4 } as const;

/**
 * A formula with its values in place of its names: `$88,098.48 - $14,248.85`, `1,080 ÷ 5.5 ÷ 3`. A negative operand is
 * parenthesised; a factor `months` or `annual` of 1 is left out, and so are parentheses around a single number
 * (docs/calculations.md section 6).
 */
export function displayFormula(expression: Expression, environment: DisplayEnvironment): string {
  return part(expression, environment).text;
}

function part(expression: Expression, environment: DisplayEnvironment): Part {
  switch (expression.kind) {
    case 'number':
      return { text: formatValue(expression.value, PLAIN_NUMBER), kind: 'single' };
    case 'name':
      return { text: environment.textOf(expression.name), kind: 'single' };
    case 'constant': {
      const value = constantValue(expression.name, environment.months);
      return { text: formatValue(value, PLAIN_NUMBER), kind: value.equals(1) ? 'one' : 'single' };
    }
    case 'group': {
      const inner = part(expression.inner, environment);
      return inner.kind === 'compound' ? { text: `(${inner.text})`, kind: 'compound' } : inner;
    }
    case 'negate':
      return { text: `-${operand(part(expression.operand, environment))}`, kind: 'compound' };
    case 'binary':
      return binary(expression.operator, part(expression.left, environment), part(expression.right, environment));
  }
}

function binary(operator: Operator, left: Part, right: Part): Part {
  if (right.kind === 'one' && (operator === '*' || operator === '/')) return left;
  if (left.kind === 'one' && operator === '*') return right;
  return { text: `${operand(left)} ${SIGNS[operator]} ${operand(right)}`, kind: 'compound' };
}

function operand({ text }: Part): string {
  return text.startsWith('-') ? `(${text})` : text;
}
