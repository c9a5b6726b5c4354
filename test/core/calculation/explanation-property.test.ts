import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeFormula } from '#src/core/calculation/computation.ts';
import {
  type ExplainedMonth,
  type Explanation,
  explainMetric,
  explainSmartNumber,
} from '#src/core/calculation/explanation.ts';
import { evaluate, parseFormula } from '#src/core/calculation/formula.ts';
import { METRIC_FORMULAS, SMART_NUMBER_FORMULAS } from '#src/core/calculation/lineage.ts';
import { formatValue, type Style } from '#src/core/metrics/format.ts';
import { METRICS, metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';
import { Fraction } from '#src/core/number.ts';
import { monthsOf, parseMonth, parsePeriod } from '#src/core/period.ts';
import { randomMonths } from '../month-values.ts';

const MONTH = parseMonth('2025-01');
const QUARTER = parsePeriod('2025-Q1');
const complete = randomMonths([MONTH], 0);
const incomplete = fc.constantFrom(0.05, 0.2).chain((absence) => randomMonths(monthsOf(QUARTER), absence));

/** What a displayed calculation says, worked out anew from its text; null where it has no value. */
function workedOut(display: string): { value: Fraction | null; result: string } {
  const [calculation = '', result = ''] = display.split(' = ');
  const plain = calculation.replace(/[$,]/g, '').replace(/(\d+(\.\d+)?)%/g, '($1 / 100)');
  const evaluation = evaluate(parseFormula(plain).expression, { months: 1, valueOf: () => null });
  return { value: evaluation.outcome === 'value' ? evaluation.value : null, result };
}

/** Whether the display's calculation gives, to the last digit, what the formula gives on the stored values. */
function checkDisplay({ display, result }: Explanation, exact: Fraction | null, style: Style) {
  const read = workedOut(display);
  expect(read.value?.toFraction()).toBe(exact?.toFraction());
  expect(read.result).toBe(formatValue(result, style));
}

describe('the display of a complete month, read again as a formula, gives the value', () => {
  it('of every calculated metric', () => {
    const check = ([month]: ExplainedMonth[]) => {
      for (const [key, formula] of METRIC_FORMULAS) {
        const explanation = explainMetric(key, MONTH, month ? [month] : []);
        if (!month || !explanation || month.sources.get(key) === 'manual') continue;
        checkDisplay(explanation, computeFormula(formula, [month]).value, metricStoredAs(key));
      }
    };
    fc.assert(fc.property(complete, check));
  });

  it('of every SmartNumber', () => {
    const check = (months: ExplainedMonth[]) => {
      for (const definition of SMART_NUMBERS) {
        const explanation = explainSmartNumber(definition, MONTH, months);
        const formula = SMART_NUMBER_FORMULAS.get(definition.key) ?? parseFormula('0');
        const exact = computeFormula(formula, months).value;
        const read = workedOut(explanation.display);
        expect(read.value?.toFraction()).toBe(exact?.toFraction());
        expect(read.result).toBe(formatValue(explanation.result, definition));
      }
    };
    fc.assert(fc.property(complete, check));
  });
});

describe('an explanation of any quarter', () => {
  it('has a result or an obstacle, never both, and shows no result as a dash', () => {
    const check = (months: ExplainedMonth[]) => {
      const explained = [
        ...METRICS.map(({ key }) => explainMetric(key, QUARTER, months)),
        ...SMART_NUMBERS.map((definition) => explainSmartNumber(definition, QUARTER, months)),
      ];
      for (const explanation of explained) {
        expect(explanation?.result === null).toBe(explanation?.obstacle !== null);
        expect(explanation?.display.endsWith('—')).toBe(explanation?.result === null);
        if (explanation?.obstacle === 'missing') expect(explanation.missing).not.toEqual([]);
      }
    };
    fc.assert(fc.property(incomplete, check), { numRuns: 50 });
  });

  it('of a sum adds up: the months shown give the result shown', () => {
    const sums = METRICS.filter(({ aggregation }) => aggregation === 'sum');
    const check = (months: ExplainedMonth[]) => {
      for (const { key } of sums) {
        const explanation = explainMetric(key, QUARTER, months);
        if (!explanation || explanation.result === null) continue;
        const { value } = workedOut(explanation.display);
        expect(value?.toFraction()).toBe(new Fraction(explanation.result.toFixed()).toFraction());
      }
    };
    fc.assert(fc.property(incomplete, check), { numRuns: 50 });
  });
});
