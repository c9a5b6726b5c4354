import { aggregateMonths, inputValue } from '#src/core/calculation/computation.ts';
import type { ExplainedMonth } from '#src/core/calculation/explanation.ts';
import type { Formula } from '#src/core/calculation/formula.ts';
import { leafInputs } from '#src/core/calculation/leaf-inputs.ts';
import { METRIC_FORMULAS, SMART_NUMBER_FORMULAS } from '#src/core/calculation/lineage.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { Fraction, toFraction } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import { sharesOfChange } from './shares.ts';
import { formulaPart, inputPart, type Part } from './subset-value.ts';

/** What a value is of. */
export interface AttributedValue {
  /** Key of a metric or SmartNumber. */
  readonly key: string;
  readonly isSmartNumber: boolean;
}

/** What an input contributes to the change of a value. */
export interface Contribution {
  /** Key of the metric. */
  readonly key: string;
  readonly before: Fraction;
  readonly after: Fraction;
  readonly contribution: Fraction;
  /** By the months of the second state; none where they cannot be compared month by month. */
  readonly months: readonly { readonly period: Month; readonly contribution: Fraction }[];
}

/** Why a value changed: contributions that add up to `total`, the exact change. */
export type Attribution =
  | { readonly attributable: true; readonly total: Fraction; readonly contributions: readonly Contribution[] }
  | { readonly attributable: false; readonly reason: string };

/**
 * Divides the change of a value between two states among the inputs that changed (docs/calculations.md section 12): the leaves of its
 * expanded formula, aggregated over the months that the value was computed on. Unchanged inputs are not listed.
 * @param states before and after: the months that the value was computed on, in order
 */
export function attributeChange(
  value: AttributedValue,
  ...states: readonly [before: readonly ExplainedMonth[], after: readonly ExplainedMonth[]]
): Attribution {
  const [before, after] = states.map((months) => monthsBehind(value, months)) as [ExplainedMonth[], ExplainedMonth[]];
  const months = [...before, ...after];
  if (before.length === 0 || after.length === 0) return notAttributable('the value is absent');
  const formula = formulaOf(value, months);
  if (formula && before.length !== after.length) return notAttributable('it was computed on another number of months');
  const leaves = leafInputs(formula?.inputs ?? [value.key], months).map((key) => {
    return { key, before: inputValue(key, before), after: inputValue(key, after) };
  });
  const absent = leaves.find((leaf) => leaf.before === null || leaf.after === null);
  if (absent) return notAttributable(`${metricStoredAs(absent.key).label} is absent`);
  return divided(leaves as readonly Leaf[], formula, { before, after });
}

/** Of a metric that is that of its last month, this month alone. */
function monthsBehind({ key, isSmartNumber }: AttributedValue, months: readonly ExplainedMonth[]): ExplainedMonth[] {
  if (isSmartNumber || metricStoredAs(key).aggregation !== 'last') return [...months];
  return months.filter(({ values }) => values.has(key)).slice(-1);
}

interface Leaf {
  readonly key: string;
  readonly before: Fraction;
  readonly after: Fraction;
}

/** Null for a value that is an input itself. */
function formulaOf({ key, isSmartNumber }: AttributedValue, months: readonly ExplainedMonth[]): Formula | null {
  if (isSmartNumber) return SMART_NUMBER_FORMULAS.get(key) ?? null;
  return isOverridden(key, months) ? null : (METRIC_FORMULAS.get(key) ?? null);
}

/** A calculated metric that was entered by hand in one of the months is an input, in all of them. */
function isOverridden(key: string, months: readonly ExplainedMonth[]): boolean {
  return months.some(({ sources }) => sources.get(key) === 'manual');
}

function divided(
  leaves: readonly Leaf[],
  formula: Formula | null,
  { before, after }: { readonly before: readonly ExplainedMonth[]; readonly after: readonly ExplainedMonth[] },
): Attribution {
  const changed = leaves.filter((leaf) => !leaf.before.equals(leaf.after));
  const parts = new Map(leaves.map((leaf) => [leaf.key, inputPart(leaf.before, leaf.after, bitOf(leaf, changed))]));
  const partOf = (key: string): Part => {
    const known = parts.get(key);
    if (known) return known;
    const expression = METRIC_FORMULAS.get(key)?.expression;
    if (!expression) throw new RangeError(`Neither an input nor calculated: ${key}`);
    const part = formulaPart(expression, { partOf, months: after.length });
    parts.set(key, part);
    return part;
  };
  const whole = formula
    ? formulaPart(formula.expression, { partOf, months: after.length })
    : partOf(leaves[0]?.key ?? '');
  const shares = sharesOfChange(changed.length, whole.at);
  if (!shares) return notAttributable('a division by zero stands on every way from one state to the other');
  const contributions = changed.map((leaf, index): Contribution => {
    const contribution = shares[index] ?? new Fraction(0);
    return { ...leaf, contribution, months: contributionsOfMonths(leaf, contribution, { before, after }) };
  });
  const total = shares.reduce((sum, share) => sum.add(share), new Fraction(0));
  return { attributable: true, total, contributions };
}

function bitOf(leaf: Leaf, changed: readonly Leaf[]): number | undefined {
  const index = changed.indexOf(leaf);
  return index < 0 ? undefined : 2 ** index;
}

/** An input's contribution by months, in the proportion in which they changed its aggregate: exact for sums and averages. */
function contributionsOfMonths(
  { key }: Leaf,
  contribution: Fraction,
  { before, after }: { readonly before: readonly ExplainedMonth[]; readonly after: readonly ExplainedMonth[] },
): Contribution['months'] {
  const [was, is] = [aggregateMonths(key, before).months, aggregateMonths(key, after).months];
  if (metricStoredAs(key).aggregation === 'last') return is.slice(-1).map((period) => ({ period, contribution }));
  if (before.length !== after.length || was.length !== is.length) return [];
  const changes = after.map((month, index) => amountOf(key, month).sub(amountOf(key, before[index] as ExplainedMonth)));
  const whole = changes.reduce((sum, change) => sum.add(change), new Fraction(0));
  return after.map(({ month }, index) => {
    return { period: month, contribution: contribution.mul((changes[index] as Fraction).div(whole)) };
  });
}

function amountOf(key: string, { values }: ExplainedMonth): Fraction {
  const value = values.get(key);
  return value ? toFraction(value) : new Fraction(0);
}

function notAttributable(reason: string): Attribution {
  return { attributable: false, reason };
}
