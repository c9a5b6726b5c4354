import { Fraction } from '#src/core/number.ts';
import type { Period } from '#src/core/period.ts';
import type { PresentedSubject } from './content.ts';
import { divideChange, type InputContribution } from './divided-change.ts';
import { lackingInputs } from './lacking-inputs.ts';
import type { RuleStages, ValueRule } from './rule-stages.ts';
import { narrowed, numberIn, type Stand } from './stand.ts';

/** What a changed rule contributes to the change of a value. */
export interface RuleContribution {
  readonly rule: ValueRule;
  readonly contribution: Fraction;
}

/** Why a value is another one than was presented: rules first, then data; all parts add up to `total`. */
export type DifferenceAttribution =
  | {
      readonly attributable: true;
      readonly total: Fraction;
      readonly rules: readonly RuleContribution[];
      readonly contributions: readonly InputContribution[];
      /** As of `DividedChange`. */
      readonly coverage: Fraction | null;
    }
  | { readonly attributable: false; readonly reason: string };

/** A value in both states. */
export interface ComparedSubject extends PresentedSubject {
  readonly presented: string | null;
  readonly now: string | null;
}

/**
 * Divides the change of a value since it was presented. First come the changed rules, each as what it makes of the presented data: the
 * formulas, then how collected values are counted; what is left is of the data, under the rules of now. Nothing is left over.
 */
export function attributeDifference(subject: ComparedSubject, stages: RuleStages): DifferenceAttribution {
  const { presented, now } = subject;
  const { before, after, ways } = waysOf(stages, subject.period);
  if (presented === null) {
    const lacking = lackingInputs(subject, { without: before, having: after }, stages.labels);
    return absence('it was absent when it was presented', lacking);
  }
  if (now === null) {
    return absence('it is absent now', lackingInputs(subject, { without: after, having: before }, stages.labels));
  }
  if (!follows(subject, before, presented) || !follows(subject, after, now)) {
    return notAttributable('the stored values are not what their inputs give; qbr recalculate corrects them');
  }
  for (const steps of ways) {
    const attribution = alongSteps(subject, steps);
    if (attribution) return attribution;
  }
  return notAttributable('there is no value on the way from one state to the other');
}

function notAttributable(reason: string): DifferenceAttribution {
  return { attributable: false, reason };
}

/** With the inputs that appeared or disappeared. */
function absence(words: string, lacking: string | null): DifferenceAttribution {
  return notAttributable(lacking === null ? words : `${words}, ${lacking}`);
}

function follows(subject: PresentedSubject, stand: Stand, stored: string): boolean {
  const value = numberIn(stand, subject)?.value;
  return value != null && new Fraction(value).equals(new Fraction(stored));
}

/** A step of the way; the data where it has no rule. */
interface Step {
  readonly rule: ValueRule | null;
  readonly from: Stand;
  readonly to: Stand;
}

/** Both states of a period and the ways between them: with the formulas first, else with them last. */
interface Ways {
  readonly before: Stand;
  readonly after: Stand;
  readonly ways: readonly (readonly Step[])[];
}

/** Made once for each period: what follows from a stand is kept with it. */
const knownWays = new WeakMap<RuleStages, Map<string, Ways>>();

function waysOf(stages: RuleStages, period: Period): Ways {
  const ofStages = knownWays.get(stages) ?? new Map<string, Ways>();
  knownWays.set(stages, ofStages);
  const known = ofStages.get(period);
  if (known) return known;
  const before = narrowed(stages.presented, period);
  const after = narrowed(stages.now, period);
  const { leafRules } = stages;
  const ways = {
    ...{ before, after },
    ways: [true, false].map((isFormulaFirst) => stepsOf({ before, after, leafRules }, isFormulaFirst)),
  };
  ofStages.set(period, ways);
  return ways;
}

function stepsOf(
  {
    before,
    after,
    leafRules,
  }: { readonly before: Stand; readonly after: Stand; readonly leafRules: RuleStages['leafRules'] },
  isFormulaFirst: boolean,
): Step[] {
  const steps: Step[] = [];
  let at = before;
  const go = (rule: ValueRule | null, to: Stand): void => {
    steps.push({ rule, from: at, to });
    at = to;
  };
  const covered = before.months.map(({ month }) => month);
  const hasOtherRules = JSON.stringify(before.rules) !== JSON.stringify(after.rules);
  if (isFormulaFirst && hasOtherRules) go('FORMULA', { ...at, rules: after.rules });
  for (const { rule, months } of leafRules) {
    go(rule, { ...at, months: months.filter(({ month }) => covered.includes(month)) });
  }
  go(null, isFormulaFirst ? after : { ...at, months: after.months });
  if (!isFormulaFirst) go('FORMULA', after);
  return steps;
}

/** Null where the value is absent after a step. */
function alongSteps(subject: PresentedSubject, steps: readonly Step[]): DifferenceAttribution | null {
  const rules: RuleContribution[] = [];
  let data: ReturnType<typeof divideChange> = null;
  for (const { rule, from, to } of steps) {
    const change = changeBetween(subject, from, to);
    if (change === null) return null;
    if (rule !== null && change.n !== 0n) rules.push({ rule, contribution: change });
    if (rule === null) data = divideChange(subject, from, to);
  }
  if (!data) return null;
  const [first, last] = [steps[0]?.from, steps.at(-1)?.to];
  const total = first && last ? changeBetween(subject, first, last) : null;
  return total && { attributable: true, total, rules, ...data };
}

function changeBetween(subject: PresentedSubject, from: Stand, to: Stand): Fraction | null {
  const [was, is] = [from, to].map((stand) => numberIn(stand, subject)?.exact);
  return was == null || is == null ? null : new Fraction(is).sub(new Fraction(was));
}
