import type { MonthValues } from './computation.ts';
import type { Formula } from './formula.ts';

/** Whether there is a value, whether it covers its whole period, and if there is none, why. */
export type ValueState = 'EXACT' | 'PARTIAL' | 'NO_DATA' | 'NOT_COMPUTABLE';

/** The state of a value that was computed on so many of the months asked for. */
export function stateOfValue(covered: number, asked: number): ValueState {
  return covered < asked ? 'PARTIAL' : 'EXACT';
}

/**
 * Why there is no value: nothing to compute with is `NO_DATA`; something, but not enough or not computable, is
 * `NOT_COMPUTABLE`. `formula`: of a calculated metric or SmartNumber; undefined for what is entered or collected.
 */
export function stateOfAbsence(formula: Formula | undefined, months: readonly MonthValues[]): ValueState {
  const hasInput = formula?.inputs.some((key) => months.some(({ values }) => values.has(key))) ?? false;
  return hasInput ? 'NOT_COMPUTABLE' : 'NO_DATA';
}
