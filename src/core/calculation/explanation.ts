import { ABSENT, formatValue, type Style } from '#src/core/metrics/format.ts';
import { type Aggregation, type MetricDefinition, metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { SmartNumberDefinition } from '#src/core/metrics/smart-number-registry.ts';
import type { DataSource } from '#src/core/metrics/source.ts';
import { type Decimal, type Fraction, round } from '#src/core/number.ts';
import { isMonth, type Month, type Period, periodLabel } from '#src/core/period.ts';
import { computeSmartNumber } from './calculate.ts';
import {
  aggregateMonths,
  computeFormula,
  type FormulaComputation,
  inOrder,
  inputValue,
  type MonthValues,
  type Obstacle,
} from './computation.ts';
import type { Formula } from './formula.ts';
import { displayFormula } from './formula-display.ts';
import { METRIC_FORMULAS, SMART_NUMBER_FORMULAS } from './lineage.ts';

/** The calculation of a value with its numbers (docs/calculations.md section 6). */
export interface Explanation {
  /** The formula text, or the aggregation in words. */
  readonly formula: string;
  /** The calculation with its values: `$88,098.48 - $14,248.85 = $73,849.63`. */
  readonly display: string;
  readonly result: Decimal | null;
  readonly components: readonly Component[];
  /** Keys of the metrics that are absent in at least one month of the period. */
  readonly missing: readonly string[];
  /** Why there is no result; null if there is one. */
  readonly obstacle: Obstacle | null;
}

/** One input of an explained value: a metric of `period`, aggregated over `months`. */
export interface Component {
  readonly key: string;
  readonly definition: MetricDefinition;
  readonly period: Period;
  /** The months of the component's value: for a quarter, the common months of the whole calculation. */
  readonly months: readonly ExplainedMonth[];
  readonly value: Decimal | null;
  readonly formatted: string;
}

/** A month's values with their sources, which distinguish manual results from calculated ones. */
export interface ExplainedMonth extends MonthValues {
  readonly sources: ReadonlyMap<string, DataSource>;
}

/** How a quarter's value comes from its months, in words. */
export const AGGREGATION_WORDS: Readonly<Record<Aggregation, string>> = {
  sum: 'sum of the months',
  average: 'average of the months',
  last: 'value of the last month',
  formula: 'recomputed from the components',
};

/**
 * Explains a metric of a period. Null for a month's metric that is not calculated, and for a quarter of a custom metric,
 * which is not aggregated.
 * @param months the period's months, in order
 */
export function explainMetric(key: string, period: Period, months: readonly ExplainedMonth[]): Explanation | null {
  const metric = metricStoredAs(key);
  const formula = METRIC_FORMULAS.get(key);
  if (isMonth(period)) return formula ? explainMonth(metric, formula, period, months) : null;
  if (metric.custom) return null;
  if (metric.aggregation === 'formula' && formula) {
    return explainFormula(formula, computeFormula(formula, months), metric, { period, months });
  }
  return explainMonths(metric, months);
}

/** Explains a SmartNumber of a month or quarter. */
export function explainSmartNumber(
  definition: SmartNumberDefinition,
  period: Period,
  months: readonly ExplainedMonth[],
): Explanation {
  const formula = SMART_NUMBER_FORMULAS.get(definition.key);
  if (!formula) throw new RangeError(`Not a SmartNumber: ${definition.key}`);
  const style = { format: definition.format, places: 4, shownPlaces: definition.places };
  return explainFormula(formula, computeSmartNumber(definition.key, months), style, { period, months });
}

function explainMonth(
  metric: MetricDefinition,
  formula: Formula,
  period: Month,
  months: readonly ExplainedMonth[],
): Explanation {
  const explanation = explainFormula(formula, computeFormula(formula, months), metric, { period, months });
  const month = months[0];
  const entered = month?.sources.get(metric.key) === 'manual' ? month.values.get(metric.key) : undefined;
  if (!month || entered === undefined) return explanation;
  const formulaGives = explanation.result;
  const difference =
    formulaGives === null || formulaGives.equals(entered)
      ? ''
      : ` (formula gives ${formatValue(formulaGives, metric)})`;
  return {
    ...explanation,
    display: `entered by hand: ${formatValue(entered, metric)}${difference}`,
    result: entered,
    obstacle: null,
  };
}

/** `shownPlaces`: the displayed decimals, if fewer than the stored ones. */
interface ResultStyle extends Style {
  readonly shownPlaces?: number;
}

function explainFormula(
  formula: Formula,
  computation: FormulaComputation,
  style: ResultStyle,
  scope: { readonly period: Period; readonly months: readonly ExplainedMonth[] },
): Explanation {
  const isCommon = ({ month }: MonthValues) => computation.months.includes(month);
  const computedOn = isMonth(scope.period) ? scope.months : scope.months.filter(isCommon);
  const components = formula.inputs.map((key) => {
    return component(key, scope.period, { months: computedOn, used: valueUsed(key, computedOn, computation) });
  });
  const result = computation.value === null ? null : round(computation.value, style.places);
  const shownStyle = { format: style.format, places: style.shownPlaces ?? style.places };
  const calculation = displayCalculation(formula, components, computedOn.length);
  return {
    formula: formula.text,
    display: calculation === null ? ABSENT : `${calculation} = ${formatValue(result, shownStyle)}`,
    result,
    components,
    missing: computation.missing,
    obstacle: computation.obstacle,
  };
}

/** The value of an input over the common months; of one month its stored value, which needs no fraction. */
function valueUsed(
  key: string,
  computedOn: readonly ExplainedMonth[],
  { inputs }: FormulaComputation,
): Decimal | Fraction | null {
  const stored = computedOn.length === 1 ? computedOn[0]?.values.get(key) : undefined;
  // Without a result the inputs that are present are still shown.
  return stored ?? inputs.get(key) ?? (computedOn.length === 0 ? null : inputValue(key, computedOn));
}

/** The formula with its components; null without common months. */
function displayCalculation(formula: Formula, components: readonly Component[], months: number): string | null {
  if (months === 0) return null;
  const shown = new Map(components.map(({ key, formatted }) => [key, formatted]));
  return displayFormula(formula.expression, { months, textOf: (key) => shown.get(key) ?? ABSENT });
}

function component(
  key: string,
  period: Period,
  { months, used }: { readonly months: readonly ExplainedMonth[]; readonly used: Decimal | Fraction | null },
): Component {
  const metric = metricStoredAs(key);
  const value = used === null ? null : round(used, metric.places);
  return { key, definition: metric, period, months, value, formatted: formatValue(value, metric) };
}

/** A quarter's sum, average or last month, explained by its months; `display` omits months without a value. */
function explainMonths(metric: MetricDefinition, months: readonly ExplainedMonth[]): Explanation {
  const { value, missing, obstacle } = aggregateMonths(metric.key, months);
  const result = value === null ? null : round(value, metric.places);
  const components = inOrder(months).map((month): Component => {
    const monthValue = month.values.get(metric.key) ?? null;
    return {
      key: metric.key,
      definition: metric,
      period: month.month,
      months: [month],
      value: monthValue,
      formatted: formatValue(monthValue, metric),
    };
  });
  const present = components.filter((candidate) => candidate.value !== null);
  return {
    formula: AGGREGATION_WORDS[metric.aggregation],
    display: displayMonths(metric, present, value),
    result,
    components,
    missing,
    obstacle,
  };
}

function displayMonths(metric: MetricDefinition, present: readonly Component[], value: Fraction | null): string {
  const last = present.at(-1);
  if (!last) return ABSENT;
  if (metric.aggregation === 'last') return `${periodLabel(last.period)}: ${last.formatted}`;
  const isOne = present.length === 1;
  const sum = present
    .map(({ formatted }) => (formatted.startsWith('-') && !isOne ? `(${formatted})` : formatted))
    .join(' + ');
  const calculation = metric.aggregation === 'average' && !isOne ? `(${sum}) ÷ ${present.length}` : sum;
  return `${calculation} = ${formatValue(value, metric)}`;
}
