import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';
import { type Formula, parseFormula } from './formula.ts';

/** Formulas with a circular dependency. */
export class FormulaCycleError extends Error {
  readonly cycle: readonly string[];

  constructor(cycle: readonly string[]) {
    super(`Formulas depend on each other in a circle: ${cycle.join(' → ')}`);
    this.name = 'FormulaCycleError';
    this.cycle = cycle;
  }
}

/**
 * Sorts the keys of `formulas` so that each comes after its dependencies.
 * @throws FormulaCycleError for a circular dependency
 */
export function calculationOrder(formulas: ReadonlyMap<string, Formula>): string[] {
  const ordered = new Set<string>();
  const visit = (key: string, path: readonly string[]): void => {
    if (ordered.has(key)) return;
    if (path.includes(key)) throw new FormulaCycleError([...path.slice(path.indexOf(key)), key]);
    for (const input of formulas.get(key)?.inputs ?? []) if (formulas.has(input)) visit(input, [...path, key]);
    ordered.add(key);
  };
  for (const key of formulas.keys()) visit(key, []);
  return [...ordered];
}

/** The parsed formula of every calculated metric. */
export const METRIC_FORMULAS: ReadonlyMap<string, Formula> = new Map(
  METRICS.flatMap(({ key, formula }) => (formula === null ? [] : [[key, parseFormula(formula)] as const])),
);

/** The parsed formula of every SmartNumber. */
export const SMART_NUMBER_FORMULAS: ReadonlyMap<string, Formula> = new Map(
  SMART_NUMBERS.map(({ key, formula }) => [key, parseFormula(formula)]),
);

/** Keys of the calculated metrics, each after its dependencies. */
export const CALCULATED_METRICS: readonly string[] = calculationOrder(METRIC_FORMULAS);

/** The metrics and SmartNumbers whose formulas contain `metricKey`. */
export function dependentsOf(metricKey: string): { readonly metrics: string[]; readonly smartNumbers: string[] } {
  const naming = (formulas: ReadonlyMap<string, Formula>) =>
    [...formulas].filter(([, formula]) => formula.inputs.includes(metricKey)).map(([key]) => key);
  return { metrics: naming(METRIC_FORMULAS), smartNumbers: naming(SMART_NUMBER_FORMULAS) };
}
