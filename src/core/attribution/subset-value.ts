import { constantValue, type Expression, type Operator, type PeriodConstant } from '#src/core/calculation/formula.ts';
import type { Fraction } from '#src/core/number.ts';
import type { Ratio, ValueOf } from './shares.ts';

/** Part of a formula as a function of the changed inputs: `inputs` are the bits that it depends on. */
export interface Part {
  readonly inputs: number;
  readonly at: ValueOf;
}

/** An input before and after. @param bit undefined for one that has not changed */
export function inputPart(before: Fraction, after: Fraction, bit?: number): Part {
  // With one denominator on both sides, sums of inputs keep theirs whichever of them have changed.
  const d = before.d * after.d;
  const old: Ratio = { n: before.s * before.n * after.d, d };
  if (bit === undefined) return { inputs: 0, at: () => old };
  const changedTo: Ratio = { n: after.s * after.n * before.d, d };
  return { inputs: bit, at: (changed) => (changed & bit ? changedTo : old) };
}

/** What stands for the names and constants of a formula. */
interface PartsOfFormula {
  readonly partOf: (name: string) => Part;
  /** Number of months computed on, in both states. */
  readonly months: number;
  /** The constants, where the number of months differs. */
  readonly constantOf?: (name: PeriodConstant) => Part;
}

/** A formula over its parts. */
export function formulaPart(expression: Expression, within: PartsOfFormula): Part {
  const { partOf, months, constantOf } = within;
  switch (expression.kind) {
    case 'number':
      return constantPart(expression.value);
    case 'constant':
      return constantOf?.(expression.name) ?? constantPart(constantValue(expression.name, months));
    case 'name':
      return partOf(expression.name);
    case 'group':
      return formulaPart(expression.inner, within);
    case 'negate': {
      const { inputs, at } = formulaPart(expression.operand, within);
      return { inputs, at: (changed) => negated(at(changed)) };
    }
    case 'binary':
      return binaryPart(
        expression.operator,
        formulaPart(expression.left, within),
        formulaPart(expression.right, within),
      );
  }
}

function constantPart(value: Fraction): Part {
  return inputPart(value, value);
}

/** Computed once for each combination of its own inputs. */
function binaryPart(operator: Operator, left: Part, right: Part): Part {
  const inputs = left.inputs | right.inputs;
  const known = new Map<number, Ratio | null>();
  const at = (changed: number): Ratio | null => {
    const own = changed & inputs;
    const value = known.get(own);
    if (value !== undefined) return value;
    const [one, other] = [left.at(own), right.at(own)];
    const computed = one && other ? combined(operator, one, other) : null;
    known.set(own, computed);
    return computed;
  };
  return { inputs, at };
}

/** Null for a division by zero. */
function combined(operator: Operator, one: Ratio, other: Ratio): Ratio | null {
  switch (operator) {
    case '+':
      return one.d === other.d
        ? { n: one.n + other.n, d: one.d }
        : { n: one.n * other.d + other.n * one.d, d: one.d * other.d };
    case '-':
      return combined('+', one, { n: -other.n, d: other.d });
    case '*':
      return { n: one.n * other.n, d: one.d * other.d };
    case '/':
      if (other.n === 0n) return null;
      return other.n < 0n ? { n: -one.n * other.d, d: one.d * -other.n } : { n: one.n * other.d, d: one.d * other.n };
  }
}

function negated(value: Ratio | null): Ratio | null {
  return value && { n: -value.n, d: value.d };
}
