import type { Month } from '#src/core/period.ts';
import { type DisplayRule, displayed } from './display.ts';
import { add, divide, type Exact, exactOf, fractionText, rounded } from './exact.ts';
import { computeText, type FormulaObstacle, namesIn } from './formula-text.ts';

/*
 * The second path from what was collected and entered to every metric and SmartNumber (docs/calculations.md sections 3 to 6): it
 * takes the rules as data, formula texts included, and shares no code with core/calculation. What both give is right, or the rules are
 * wrong.
 */

/** What is known of a metric: a row of the registry. */
export interface MetricRule extends DisplayRule {
  readonly key: string;
  readonly aggregation: 'sum' | 'average' | 'last' | 'formula';
  /** Null for a metric that is not calculated. */
  readonly formula: string | null;
  readonly absentIsZero: boolean;
}

/** What is known of a SmartNumber. */
export interface SmartNumberRule extends DisplayRule {
  readonly key: string;
  readonly formula: string;
}

export interface Rules {
  readonly metrics: readonly MetricRule[];
  readonly smartNumbers: readonly SmartNumberRule[];
}

/** What was collected or entered in a month, by key, as plain decimals. */
export interface MonthLeaves {
  readonly month: Month;
  readonly leaves: ReadonlyMap<string, string>;
}

/** A value with its way: exact fraction, stored decimal, display. */
export interface DerivedNumber {
  /** `"p/q"` in lowest terms; null without a result. */
  readonly exact: string | null;
  /** The stored decimal in plain notation; null without a result. */
  readonly value: string | null;
  readonly display: string;
  /** The months that it was computed on, in order. */
  readonly months: readonly Month[];
  /** Why there is no result; null where there is one. */
  readonly obstacle: FormulaObstacle | 'out of range' | null;
}

/** The values of a period by key. */
export interface Derivation {
  readonly metrics: ReadonlyMap<string, DerivedNumber>;
  readonly smartNumbers: ReadonlyMap<string, DerivedNumber>;
}

/** SmartNumbers are stored as NUMERIC(12,4). */
const SMART_NUMBER_PLACES = 4;
const SMART_NUMBER_LIMIT = 10n ** 8n;

/** Derives every value of a month. A calculated metric among the leaves was entered by hand and is taken as it is. */
export function deriveMonth(rules: Rules, month: MonthLeaves): Derivation {
  const stored = storedMonth(rules, month);
  const metrics = rules.metrics.map((rule) => [rule.key, ofMonth(rule, stored)] as const);
  return { metrics: new Map(metrics), smartNumbers: smartNumbersOf(rules, [stored]) };
}

/** Derives every value of a quarter. @param months its three months, in order */
export function deriveQuarter(rules: Rules, months: readonly MonthLeaves[]): Derivation {
  const stored = months.map((month) => storedMonth(rules, month));
  const metrics = rules.metrics.map((rule) => [rule.key, ofQuarter(rule, rules, stored)] as const);
  return { metrics: new Map(metrics), smartNumbers: smartNumbersOf(rules, stored) };
}

/** A month with all its metrics, rounded as they are stored. */
interface StoredMonth {
  readonly month: Month;
  readonly values: ReadonlyMap<string, Exact>;
  /** The results of formulas before rounding. */
  readonly results: ReadonlyMap<string, Result>;
}

type Result = { readonly value: Exact; readonly months: readonly Month[] } | Obstructed;
interface Obstructed {
  readonly obstacle: FormulaObstacle;
  readonly months: readonly Month[];
}

function storedMonth(rules: Rules, { month, leaves }: MonthLeaves): StoredMonth {
  const values = new Map(Array.from(leaves, ([key, text]) => [key, exactOf(text)] as const));
  const results = new Map<string, Result>();
  const byKey = new Map(rules.metrics.map((rule) => [rule.key, rule]));
  const derive = (key: string): void => {
    const rule = byKey.get(key);
    if (!rule?.formula || values.has(key) || results.has(key)) return;
    for (const name of namesIn(rule.formula)) derive(name);
    const result = ofFormula(rule.formula, rules, [{ month, values, results }]);
    results.set(key, result);
    if ('value' in result) values.set(key, exactOf(rounded(result.value, rule.places)));
  };
  for (const { key } of rules.metrics) derive(key);
  return { month, values, results };
}

function ofMonth(rule: MetricRule, { month, values, results }: StoredMonth): DerivedNumber {
  const value = values.get(rule.key);
  const leaf: Result = value ? { value, months: [month] } : { obstacle: 'missing', months: [] };
  return numberOf(results.get(rule.key) ?? leaf, rule.places, rule);
}

function ofQuarter(rule: MetricRule, rules: Rules, months: readonly StoredMonth[]): DerivedNumber {
  return numberOf(aggregated(rule, rules, months), rule.places, rule);
}

/** A metric over months, exactly: those that have it. */
function aggregated(rule: MetricRule, rules: Rules, months: readonly StoredMonth[]): Result {
  if (rule.aggregation === 'formula' && rule.formula && months.length > 1)
    return ofFormula(rule.formula, rules, months);
  const present = months.filter(({ values }) => values.has(rule.key));
  const values = present.map((month) => month.values.get(rule.key) as Exact);
  const computedOn = present.map(({ month }) => month);
  const last = values.at(-1);
  if (!last) return { obstacle: 'missing', months: computedOn };
  if (rule.aggregation === 'last' || rule.aggregation === 'formula') return { value: last, months: computedOn };
  const total = values.reduce(add, exactOf('0'));
  const average = divide(total, exactOf(String(values.length))) ?? total;
  return { value: rule.aggregation === 'sum' ? total : average, months: computedOn };
}

/** A formula over the months that have all its inputs. */
function ofFormula(formula: string, rules: Rules, months: readonly StoredMonth[]): Result {
  const names = new Set(namesIn(formula));
  const inputs = rules.metrics.filter(({ key }) => names.has(key));
  const common = months.filter(({ values }) =>
    inputs.every(({ key, absentIsZero }) => absentIsZero || values.has(key)),
  );
  const computedOn = common.map(({ month }) => month);
  if (common.length === 0) return { obstacle: 'missing', months: computedOn };
  const lookUp = (name: string): Exact | null => {
    const rule = inputs.find(({ key }) => key === name);
    const result = rule && aggregated(rule, rules, common);
    if (result && 'value' in result) return result.value;
    return rule?.absentIsZero ? exactOf('0') : null;
  };
  return { ...computeText(formula, { lookUp, months: common.length }), months: computedOn };
}

function smartNumbersOf(rules: Rules, months: readonly StoredMonth[]): Map<string, DerivedNumber> {
  return new Map(
    rules.smartNumbers.map((rule) => {
      const result = ofFormula(rule.formula, rules, months);
      const number = numberOf(result, SMART_NUMBER_PLACES, rule);
      const isStorable = number.value === null || fitsSmartNumber(number.value);
      const { months: computedOn } = number;
      return [rule.key, isStorable ? number : withoutResult(rule, { months: computedOn, obstacle: 'out of range' })];
    }),
  );
}

function numberOf(result: Result, places: number, rule: DisplayRule): DerivedNumber {
  const { months } = result;
  if (!('value' in result)) return withoutResult(rule, result);
  const value = rounded(result.value, places);
  return { exact: fractionText(result.value), value, display: displayed(value, rule), months, obstacle: null };
}

function fitsSmartNumber(value: string): boolean {
  const { n, d } = exactOf(value);
  return (n < 0n ? -n : n) < SMART_NUMBER_LIMIT * d;
}

function withoutResult(
  rule: DisplayRule,
  { months, obstacle }: Pick<DerivedNumber, 'months' | 'obstacle'>,
): DerivedNumber {
  return { exact: null, value: null, display: displayed(null, rule), months, obstacle };
}
