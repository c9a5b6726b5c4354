import { roundedParts } from '#src/core/attribution/rounded-parts.ts';
import { formatChange, shownPlaces } from '#src/core/metrics/format.ts';
import { Decimal, type Fraction, round } from '#src/core/number.ts';
import type { PresentedState } from '#src/core/presentation/content.ts';
import { type Difference, type DifferenceState, differencesSince } from '#src/core/presentation/difference.ts';
import { attributeDifference, type DifferenceAttribution } from '#src/core/presentation/difference-attribution.ts';
import { type RuleChange, ruleChanges } from '#src/core/presentation/rule-change.ts';
import { type RuleStages, ruleStages, type ValueRule } from '#src/core/presentation/rule-stages.ts';
import { canonicalValue } from '#src/service/canonical-json.ts';
import {
  EXACT_PLACES,
  exactText,
  partsOf,
  type ReportedContribution,
  reportedContribution,
} from '#src/service/report/attribution.ts';
import { attributionSentence } from '#src/service/report/attribution-sentence.ts';
import type { Report } from '#src/service/report/report.ts';
import type { Presentation } from './presentation.ts';
import { type PresentationSettings, stateOf } from './state.ts';

/** What became of a presentation: changed rules first, then every value. */
export interface SincePresented {
  readonly rules: readonly RuleChange[];
  readonly differences: readonly PresentedDifference[];
}

/** A presented value beside that of now; why it moved is computed when it is asked for. */
export interface PresentedDifference extends Difference {
  readonly stages: RuleStages;
}

/** A part of a difference that is no input's: of a changed rule, or of the months that have all inputs now. */
export interface DifferencePart {
  readonly kind: ValueRule | 'COVERAGE';
  readonly contribution: Decimal;
  /** `p/q` in lowest terms. */
  readonly exact: string;
  readonly shown: Decimal;
  readonly formatted: string;
}

/** Why a value is another one than was presented; all parts and contributions add up to `total`. */
export interface ReportedDifference {
  readonly attributable: boolean;
  readonly reason: string | null;
  readonly total: Decimal | null;
  readonly exact: string | null;
  readonly formatted: string | null;
  readonly sentence: string | null;
  /** Changed rules, in the order in which they are applied, and coverage. */
  readonly parts: readonly DifferencePart[];
  /** Of the data, the largest first. */
  readonly contributions: readonly ReportedContribution[];
}

/**
 * Compares a presentation with what is stored now. Loads its period.
 * @throws OrganizationNotFoundError; UnauthenticatedError, ForbiddenError
 */
export async function sincePresented(
  report: Report,
  { period, content }: Presentation,
  settings: PresentationSettings,
): Promise<SincePresented> {
  return compareStates(content, canonicalValue(await stateOf(report, period, settings)));
}

/** Compares two states of a period, both in the canonical form. */
export function compareStates(presented: PresentedState, now: PresentedState): SincePresented {
  const stages = ruleStages(presented, now);
  const differences = differencesSince(presented, now).map((each) => ({ ...each, stages }));
  return { rules: ruleChanges(presented, now), differences };
}

/** A filter of differences. */
export interface DifferenceFilter {
  /** Null for all. */
  readonly states: readonly DifferenceState[] | null;
  /** Of a quarter, also those of its months. */
  readonly includeMonths: boolean;
}

/** The differences that a filter selects. @param content of the presentation */
export function selectDifferences(
  { differences }: SincePresented,
  { period }: Pick<PresentedState, 'period'>,
  { states, includeMonths }: DifferenceFilter,
): readonly PresentedDifference[] {
  return differences.filter(
    (each) => (includeMonths || each.period === period) && (states === null || states.includes(each.state)),
  );
}

/** How many of the period's own numbers are others now, appeared or disappeared. */
export function countChanged(since: SincePresented, content: Pick<PresentedState, 'period'>): number {
  return selectDifferences(since, content, { states: ['CHANGED', 'NEW', 'GONE'], includeMonths: false }).length;
}

/** What the change of a value is made of: rules first, then data, with nothing left over. */
export function reportDifference(difference: PresentedDifference): ReportedDifference {
  const attribution = attributeDifference(difference, difference.stages);
  if (!attribution.attributable) {
    const none = { total: null, exact: null, formatted: null, sentence: null, parts: [], contributions: [] };
    return { attributable: false, reason: attribution.reason, ...none };
  }
  return reported(difference, attribution);
}

function reported(
  { definition, presented, now }: PresentedDifference,
  { total, rules, coverage, contributions }: Extract<DifferenceAttribution, { attributable: true }>,
): ReportedDifference {
  const places = shownPlaces(definition);
  const change = round(new Decimal(now ?? 0).minus(presented ?? 0), places);
  const largestFirst = contributions.toSorted((a, b) => b.contribution.abs().compare(a.contribution.abs()));
  const parts: { readonly kind: DifferencePart['kind']; readonly contribution: Fraction }[] = [
    ...rules.map(({ rule: kind, contribution }) => ({ kind, contribution })),
    ...(coverage && coverage.n !== 0n ? [{ kind: 'COVERAGE' as const, contribution: coverage }] : []),
  ];
  const all = [...parts, ...largestFirst].map(({ contribution }) => contribution);
  const shown = roundedParts(all, change, places);
  const shownOf = (index: number) => shown[index] ?? new Decimal(0);
  const reportedParts = parts.map(({ kind, contribution }, index): DifferencePart => {
    const own = shownOf(index);
    const numbers = { contribution: round(contribution, EXACT_PLACES), exact: exactText(contribution), shown: own };
    return { kind, ...numbers, formatted: formatChange(own, definition) };
  });
  const inputs = largestFirst.map((each, index) =>
    reportedContribution(each, shownOf(parts.length + index), { total, definition }),
  );
  const told = [
    ...reportedParts.map((part) => ({ label: PART_WORDS[part.kind], shown: part.shown })),
    ...partsOf(inputs, definition),
  ];
  return {
    attributable: true,
    reason: null,
    total: round(total, EXACT_PLACES),
    exact: exactText(total),
    formatted: formatChange(change, definition),
    sentence: attributionSentence(definition, change, told),
    parts: reportedParts,
    contributions: inputs,
  };
}

/** The parts in words. */
export const PART_WORDS: Readonly<Record<DifferencePart['kind'], string>> = {
  FORMULA: 'changed formulas and definitions',
  ACCOUNT_MAPPING: 'another mapping of accounts',
  BASIS: 'another basis of the books',
  DEVICES: 'other rules for devices',
  BOARDS: 'other boards or statuses of tickets',
  TIME_ZONE: 'another time zone',
  COVERAGE: 'other months computed on',
};
