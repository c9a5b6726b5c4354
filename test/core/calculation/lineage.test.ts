import { describe, expect, it } from 'vitest';
import { type Formula, parseFormula } from '#src/core/calculation/formula.ts';
import {
  CALCULATED_METRICS,
  calculationOrder,
  dependentsOf,
  FormulaCycleError,
  METRIC_FORMULAS,
  SMART_NUMBER_FORMULAS,
} from '#src/core/calculation/lineage.ts';
import { METRICS, metricByKey } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';

function formulas(texts: Readonly<Record<string, string>>): Map<string, Formula> {
  return new Map(Object.entries(texts).map(([key, text]) => [key, parseFormula(text)]));
}

describe('the formulas of the registries', () => {
  it.each([...METRIC_FORMULAS])('%s names only metrics that exist, and not itself', (key, formula) => {
    for (const input of formula.inputs) expect(metricByKey(input)?.key).toBe(input);
    expect(formula.inputs).not.toContain(key);
  });

  it('are parsed for every calculated metric and every SmartNumber', () => {
    const calculated = METRICS.filter(({ source }) => source === 'calculated').map(({ key }) => key);
    expect([...METRIC_FORMULAS.keys()]).toEqual(calculated);
    expect([...SMART_NUMBER_FORMULAS.keys()]).toEqual(SMART_NUMBERS.map(({ key }) => key));
  });

  it('are calculated each after everything it depends on', () => {
    expect([...CALCULATED_METRICS].sort()).toEqual([...METRIC_FORMULAS.keys()].sort());
    const position = (key: string) => CALCULATED_METRICS.indexOf(key);
    for (const [key, { inputs }] of METRIC_FORMULAS) {
      for (const input of inputs) expect(position(input)).toBeLessThan(position(key));
    }
  });

  it('name no metric that is recomputed for a quarter, whose aggregate over months would mean nothing', () => {
    const inputs = [...METRIC_FORMULAS.values(), ...SMART_NUMBER_FORMULAS.values()].flatMap(
      (formula) => formula.inputs,
    );
    for (const input of inputs) expect(metricByKey(input)?.aggregation).not.toBe('formula');
  });
});

describe('the order of calculation', () => {
  it('does not depend on the order in which formulas are written', () => {
    const chain = { a: 'b + 1', b: 'c * 2', c: 'd - e' };
    for (const keys of [
      ['a', 'b', 'c'],
      ['c', 'b', 'a'],
      ['b', 'c', 'a'],
    ] as const) {
      const written = formulas(Object.fromEntries(keys.map((key) => [key, chain[key]])));
      expect(calculationOrder(written)).toEqual(['c', 'b', 'a']);
    }
  });

  it('takes a diamond once', () => {
    expect(calculationOrder(formulas({ top: 'left + right', left: 'base', right: 'base * 2', base: 'x' }))).toEqual([
      'base',
      'left',
      'right',
      'top',
    ]);
  });

  it.each([
    ['a formula that names itself', { a: 'a + 1' }, ['a', 'a']],
    ['two that name each other', { a: 'b', b: 'a' }, ['a', 'b', 'a']],
    ['a longer circle, entered from outside', { start: 'a', a: 'b + x', b: 'c', c: 'a' }, ['a', 'b', 'c', 'a']],
  ])('refuses %s, naming the circle and nothing else', (_, texts, cycle) => {
    const order = () => calculationOrder(formulas(texts));
    expect(order).toThrow(FormulaCycleError);
    expect(order).toThrow(expect.objectContaining({ cycle }));
    expect(order).toThrow(cycle.join(' → '));
  });
});

describe('dependents', () => {
  it('are the metrics and SmartNumbers whose formulas name a metric', () => {
    expect(dependentsOf('total_expenses')).toEqual({ metrics: ['net_profit'], smartNumbers: [] });
    expect(dependentsOf('reactive_time_spent')).toEqual({
      metrics: [],
      smartNumbers: ['rhem', 'avg_resolution_time', 'reactive_service_pct'],
    });
    expect(dependentsOf('prospects_to_pbr')).toEqual({ metrics: [], smartNumbers: [] });
  });

  it('mirror the formulas’ inputs', () => {
    for (const { key } of METRICS) {
      const { metrics, smartNumbers } = dependentsOf(key);
      for (const [name, formula] of METRIC_FORMULAS) expect(metrics.includes(name)).toBe(formula.inputs.includes(key));
      for (const [name, formula] of SMART_NUMBER_FORMULAS) {
        expect(smartNumbers.includes(name)).toBe(formula.inputs.includes(key));
      }
    }
  });
});
