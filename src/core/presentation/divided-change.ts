import { MOST_INPUTS, sharesOfChange } from '#src/core/attribution/shares.ts';
import { formulaPart, inputPart, type Part } from '#src/core/attribution/subset-value.ts';
import { constantValue, type Formula, type PeriodConstant, parseFormula } from '#src/core/calculation/formula.ts';
import type { MetricRule } from '#src/core/derivation/derive.ts';
import { Fraction } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import type { PresentedSubject } from './content.ts';
import { aggregatesOver, numberIn, type Stand } from './stand.ts';

/** What an input contributes to the change of a value. */
export interface InputContribution {
  /** Key of the metric. */
  readonly key: string;
  readonly before: Fraction;
  readonly after: Fraction;
  readonly contribution: Fraction;
  /** By month; none where the two states cannot be compared month by month. */
  readonly months: readonly { readonly period: Month; readonly contribution: Fraction }[];
}

/** A change of data under the same rules, divided with nothing left over. */
export interface DividedChange {
  readonly contributions: readonly InputContribution[];
  /** What it contributes that another number of months has all inputs; null where the number is the same, or does not matter. */
  readonly coverage: Fraction | null;
}

/** How far the formula of a value is followed. */
type Depth = 'leaves' | 'inputs' | 'itself';

/**
 * Divides the change of a value between two states under the rules of the second among the inputs that changed (Shapley value,
 * docs/calculations.md section 12): the leaves of its formula; where the results of months are rounded on the way, so that the leaves
 * alone do not give the value, the inputs of its formula; else the value itself, month by month.
 * @returns null where no way from one state to the other has results
 */
export function divideChange(subject: PresentedSubject, before: Stand, after: Stand): DividedChange | null {
  for (const depth of ['leaves', 'inputs', 'itself'] as const) {
    const divided = divide(subject, { before, after, depth });
    if (divided !== 'not exact') return divided;
  }
  return null;
}

interface Division {
  readonly before: Stand;
  readonly after: Stand;
  readonly depth: Depth;
}

interface Input {
  readonly key: string;
  readonly before: Fraction;
  readonly after: Fraction;
}

function divide(subject: PresentedSubject, division: Division): DividedChange | null | 'not exact' {
  const { before, after, depth } = division;
  const [was, is] = [before, after].map((stand) => numberIn(stand, subject));
  if (!was?.exact || !is?.exact) return null;
  if (depth === 'itself' && subject.kind === 'smartNumber') return 'not exact';
  const lookUp = formulasOf(division, subject, [...was.months, ...is.months]);
  const covered = { before: monthsBehind(subject, was.months, after), after: monthsBehind(subject, is.months, after) };
  const inputs = inputsOf(subject, { ...division, covered, lookUp });
  if (inputs === null) return 'not exact';
  const changed = inputs.filter((input) => !input.before.equals(input.after));
  const coverage = hasCoverage(subject, lookUp) && covered.before.length !== covered.after.length;
  const count = changed.length + (coverage ? 1 : 0);
  if (count > MOST_INPUTS) return 'not exact';
  const whole = wholePart(subject, { inputs, changed, lookUp, covered, coverage });
  if (!isValue(whole.at(0), was.exact) || !isValue(whole.at(2 ** count - 1), is.exact)) return 'not exact';
  const shares = sharesOfChange(count, whole.at);
  if (!shares) return null;
  const contributions = changed.map((input, index): InputContribution => {
    const contribution = shares[index] ?? new Fraction(0);
    return { ...input, contribution, months: byMonths(input.key, contribution, { ...division, covered }) };
  });
  return { contributions, coverage: coverage ? (shares[changed.length] ?? null) : null };
}

/** Of a metric that is that of its last month, this month alone. */
function monthsBehind({ kind, key }: PresentedSubject, months: readonly Month[], { rules }: Stand): readonly Month[] {
  const isLast = kind === 'metric' && ruleOf(rules.metrics, key)?.aggregation === 'last';
  return isLast ? months.slice(-1) : months;
}

function ruleOf(metrics: readonly MetricRule[], key: string): MetricRule | undefined {
  return metrics.find((each) => each.key === key);
}

/** The formulas that are followed at a depth; null for an input. */
type FormulaLookUp = (subject: Pick<PresentedSubject, 'kind' | 'key'>) => Formula | null;

function formulasOf(
  { before, after, depth }: Division,
  top: PresentedSubject,
  months: readonly Month[],
): FormulaLookUp {
  const { rules } = after;
  const overridden = new Set(
    [...before.months, ...after.months]
      .filter(({ month }) => months.includes(month))
      .flatMap(({ leaves }) => [...leaves.keys()]),
  );
  return ({ kind, key }) => {
    if (depth === 'itself') return null;
    const isTop = kind === top.kind && key === top.key;
    if (depth === 'inputs' && !isTop) return null;
    if (kind === 'smartNumber') {
      const text = rules.smartNumbers.find((each) => each.key === key)?.formula;
      return text === undefined ? null : parseFormula(text);
    }
    const text = ruleOf(rules.metrics, key)?.formula ?? null;
    return text === null || overridden.has(key) ? null : parseFormula(text);
  };
}

type Covered = { readonly before: readonly Month[]; readonly after: readonly Month[] };

/** Null where one is absent in a state. */
function inputsOf(
  subject: PresentedSubject,
  { before, after, covered, lookUp }: Division & { readonly covered: Covered; readonly lookUp: FormulaLookUp },
): readonly Input[] | null {
  const keys = new Set<string>();
  const visit = (key: string): void => {
    const formula = lookUp({ kind: 'metric', key });
    if (formula) for (const input of formula.inputs) visit(input);
    else keys.add(key);
  };
  const top = lookUp(subject);
  if (top) for (const input of top.inputs) visit(input);
  else keys.add(subject.key);
  const [was, is] = [aggregatesOver(before, covered.before), aggregatesOver(after, covered.after)];
  const inputs: Input[] = [];
  for (const key of keys) {
    const absent = ruleOf(after.rules.metrics, key)?.absentIsZero ? '0/1' : null;
    const [one, other] = [was.get(key)?.exact ?? absent, is.get(key)?.exact ?? absent];
    if (one === null || other === null) return null;
    inputs.push({ key, before: new Fraction(one), after: new Fraction(other) });
  }
  return inputs;
}

/** Whether the number of months enters the value. */
function hasCoverage(subject: PresentedSubject, lookUp: FormulaLookUp): boolean {
  const enters = (formula: Formula | null): boolean =>
    formula !== null &&
    (/\b(months|annual)\b/.test(formula.text) || formula.inputs.some((key) => enters(lookUp({ kind: 'metric', key }))));
  return enters(lookUp(subject));
}

function wholePart(
  subject: PresentedSubject,
  {
    inputs,
    changed,
    lookUp,
    covered,
    coverage,
  }: {
    readonly inputs: readonly Input[];
    readonly changed: readonly Input[];
    readonly lookUp: FormulaLookUp;
    readonly covered: Covered;
    readonly coverage: boolean;
  },
): Part {
  const bitOf = (input: Input): number | undefined =>
    changed.includes(input) ? 2 ** changed.indexOf(input) : undefined;
  const parts = new Map(inputs.map((input) => [input.key, inputPart(input.before, input.after, bitOf(input))]));
  const [from, to] = [covered.before.length, covered.after.length];
  const constantOf = (name: PeriodConstant): Part =>
    inputPart(constantValue(name, from), constantValue(name, to), coverage ? 2 ** changed.length : undefined);
  const within = (formula: Formula): Part => formulaPart(formula.expression, { partOf, months: to, constantOf });
  const partOf = (key: string): Part => {
    const known = parts.get(key);
    if (known) return known;
    const formula = lookUp({ kind: 'metric', key });
    if (!formula) throw new RangeError(`Neither an input nor calculated: ${key}`);
    const part = within(formula);
    parts.set(key, part);
    return part;
  };
  const top = lookUp(subject);
  return top ? within(top) : partOf(subject.key);
}

function isValue(ratio: ReturnType<Part['at']>, exact: string): boolean {
  return ratio !== null && new Fraction(ratio.n, ratio.d).equals(new Fraction(exact));
}

/** An input's contribution by months, in the proportion in which they changed its aggregate: exact for sums and averages. */
function byMonths(
  key: string,
  contribution: Fraction,
  { before, after, covered }: Division & { readonly covered: Covered },
): InputContribution['months'] {
  const last = covered.after.at(-1);
  const aggregation = ruleOf(after.rules.metrics, key)?.aggregation;
  if (aggregation === 'last') return last ? [{ period: last, contribution }] : [];
  const amountIn = (stand: Stand, months: readonly Month[], period: Month): string | null =>
    months.includes(period) ? (numberIn(stand, { kind: 'metric', key, period })?.value ?? null) : null;
  const changes = [...new Set([...covered.before, ...covered.after])].sort().map((period) => {
    const [was, is] = [amountIn(before, covered.before, period), amountIn(after, covered.after, period)];
    return {
      period,
      isInBoth: (was === null) === (is === null),
      change: new Fraction(is ?? 0).sub(new Fraction(was ?? 0)),
    };
  });
  // A month that a sum gains or loses counts from 0; an average of other months is another average.
  if (aggregation !== 'sum' && !changes.every(({ isInBoth }) => isInBoth)) return [];
  const whole = changes.reduce((sum, { change }) => sum.add(change), new Fraction(0));
  if (whole.n === 0n) return [];
  return changes.map(({ period, change }) => ({ period, contribution: contribution.mul(change.div(whole)) }));
}
