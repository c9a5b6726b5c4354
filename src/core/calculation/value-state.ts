import type { MonthValues } from './computation.ts';
import type { Formula } from './formula.ts';

/** Whether a value covers its whole period, part of it, or is absent, and why. */
export type ValueState = 'EXACT' | 'PARTIAL' | 'NO_DATA' | 'NOT_COMPUTABLE';

/** The state of a value that was computed on `covered` of the `asked` months. */
export function stateOfValue(covered: number, asked: number): ValueState {
  return covered < asked ? 'PARTIAL' : 'EXACT';
}

/**
 * The state of an absent value: `NO_DATA` if every input is absent, `NOT_COMPUTABLE` if some are present.
 * @param formula of a calculated metric or SmartNumber; undefined for an entered or collected metric
 */
export function stateOfAbsence(formula: Formula | undefined, months: readonly MonthValues[]): ValueState {
  const hasInput = formula?.inputs.some((key) => months.some(({ values }) => values.has(key))) ?? false;
  return hasInput ? 'NOT_COMPUTABLE' : 'NO_DATA';
}
