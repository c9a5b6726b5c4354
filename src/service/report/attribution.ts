import { type Attribution, attributeChange, type Contribution } from '#src/core/attribution/attribution.ts';
import { roundedParts } from '#src/core/attribution/rounded-parts.ts';
import type { Change } from '#src/core/calculation/comparison.ts';
import { formatChange, formatValue, type Style, shownPlaces } from '#src/core/metrics/format.ts';
import type { MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import type { SmartNumberDefinition } from '#src/core/metrics/smart-number-registry.ts';
import { Decimal, type Fraction, RATIO_PLACES, round, toFraction } from '#src/core/number.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import { attributionSentence, type ToldPart } from './attribution-sentence.ts';
import { definitionOf, isMetric } from './definitions.ts';
import { cachedExplanation } from './explanation-cache.ts';
import type { Report } from './report.ts';

/** A value that is compared with another one, of the months that it was computed on. */
export interface ComparedValue {
  readonly report: Report;
  readonly definition: MetricDefinition | SmartNumberDefinition;
  readonly months: readonly Month[];
}

/** A change of a report, with the values that it is between. */
export interface ReportedChange extends Change {
  readonly earlier: ComparedValue;
  readonly current: ComparedValue;
}

/** What an input contributes to a change. */
export interface ReportedContribution {
  readonly definition: MetricDefinition;
  /** Over the months of the earlier value. */
  readonly before: Decimal;
  readonly after: Decimal;
  readonly formattedBefore: string;
  readonly formattedAfter: string;
  readonly contribution: Decimal;
  /** `p/q` in lowest terms. */
  readonly exact: string;
  /** Fraction of the change; null where the contributions cancel out. */
  readonly share: Decimal | null;
  /** As shown: rounded so that the shown contributions add up to the shown change. */
  readonly shown: Decimal;
  readonly formatted: string;
  readonly months: readonly MonthContribution[];
}

/** A month's part of a contribution. */
export interface MonthContribution {
  readonly period: Month;
  readonly contribution: Decimal;
  readonly shown: Decimal;
  readonly formatted: string;
}

/** Why a value changed (docs/calculations.md section 12). Everything is null or nothing where the change is not attributable. */
export interface ReportedAttribution {
  readonly attributable: boolean;
  /** Why it is not. */
  readonly reason: string | null;
  readonly total: Decimal | null;
  readonly exact: string | null;
  readonly formatted: string | null;
  readonly sentence: string | null;
  /** The largest first. */
  readonly contributions: readonly ReportedContribution[];
}

/** Decimals of what is a fraction. */
export const EXACT_PLACES = 8;

/** Divides a change among the inputs that changed. Their months are loaded, because the values have been compared. */
export function attributionOf(change: ReportedChange): ReportedAttribution {
  const { absolute, reason } = change;
  if (absolute === null) return notAttributable(reason ?? 'the values are not comparable');
  const attribution = attributed(change);
  if (!attribution.attributable) return notAttributable(attribution.reason);
  if (!followsFrom(attribution.total, absolute, change.current)) {
    return notAttributable('the stored values are not what their inputs give; qbr recalculate corrects them');
  }
  return reportedAttribution(attribution, absolute, change.current.definition);
}

function notAttributable(reason: string): ReportedAttribution {
  const none = { total: null, exact: null, formatted: null, sentence: null, contributions: [] };
  return { attributable: false, reason, ...none };
}

/** In exact fractions, made once for the same months: it takes long where many inputs changed. */
function attributed({ earlier, current }: ReportedChange): Attribution {
  const { definition } = current;
  const [before, after] = [earlier, current].map(({ report, months }) => months.map(report.data.month));
  const value = { key: definition.key, isSmartNumber: !isMetric(definition) };
  const subject = `change of ${value.isSmartNumber ? 'SmartNumber' : 'metric'} ${value.key} until ${current.months.at(-1)}`;
  return cachedExplanation([...(before ?? []), ...(after ?? [])], subject, () =>
    attributeChange(value, before ?? [], after ?? []),
  );
}

/** Whether a change of stored values is the exact one but for the rounding of both. */
function followsFrom(total: Fraction, absolute: Decimal, { definition }: ComparedValue): boolean {
  if (total.n === 0n) return absolute.isZero();
  const places = isMetric(definition) ? definition.places : RATIO_PLACES;
  return (
    total
      .sub(toFraction(absolute))
      .abs()
      .mul(10n ** BigInt(places))
      .compare(1) <= 0
  );
}

function reportedAttribution(
  { total, contributions }: Extract<Attribution, { attributable: true }>,
  absolute: Decimal,
  definition: MetricDefinition | SmartNumberDefinition,
): ReportedAttribution {
  const places = shownPlaces(definition);
  const change = round(absolute, places);
  const largestFirst = contributions.toSorted((a, b) => b.contribution.abs().compare(a.contribution.abs()));
  const shown = roundedParts(
    largestFirst.map(({ contribution }) => contribution),
    change,
    places,
  );
  const reported = largestFirst.map((each, index) =>
    reportedContribution(each, shown[index] ?? new Decimal(0), { total, definition }),
  );
  return {
    attributable: true,
    reason: null,
    total: round(total, EXACT_PLACES),
    exact: exactText(total),
    formatted: formatChange(change, definition),
    sentence: attributionSentence(definition, change, partsOf(reported, definition)),
    contributions: reported,
  };
}

/** A part of a change, as it is told and drawn. */
export interface ChangePart extends ToldPart {
  readonly contribution: Decimal;
  readonly formatted: string;
}

/** The inputs' parts; of a metric that is its own and only input those of its months, if there are several. */
export function partsOf(
  contributions: readonly ReportedContribution[],
  { key }: { readonly key: string },
): readonly ChangePart[] {
  const [only, ...others] = contributions;
  if (only?.definition.key !== key || others.length > 0) {
    return contributions.map((each) => ({ ...partOf(each), label: each.definition.label }));
  }
  const { months } = only;
  return months.length === 1 ? [] : months.map((month) => ({ ...partOf(month), label: periodLabel(month.period) }));
}

function partOf({ contribution, shown, formatted }: Omit<ChangePart, 'label'>): Omit<ChangePart, 'label'> {
  return { contribution, shown, formatted };
}

/** A contribution as it is shown. @param shown rounded with all parts of the change */
export function reportedContribution(
  { key, before, after, contribution, months }: Contribution,
  shown: Decimal,
  change: { readonly total: Fraction; readonly definition: Style },
): ReportedContribution {
  const definition = definitionOf(key);
  const ofMonths = roundedParts(
    months.map((each) => each.contribution),
    shown,
    shownPlaces(change.definition),
  );
  return {
    definition,
    before: round(before, EXACT_PLACES),
    after: round(after, EXACT_PLACES),
    formattedBefore: formatValue(before, definition),
    formattedAfter: formatValue(after, definition),
    contribution: round(contribution, EXACT_PLACES),
    exact: exactText(contribution),
    share: change.total.n === 0n ? null : round(contribution.div(change.total), RATIO_PLACES),
    shown,
    formatted: formatChange(shown, change.definition),
    months: months.map(({ period, contribution: exact }, index) => {
      const shownOfMonth = ofMonths[index] ?? new Decimal(0);
      const formatted = formatChange(shownOfMonth, change.definition);
      return { period, contribution: round(exact, EXACT_PLACES), shown: shownOfMonth, formatted };
    }),
  };
}

/** `-3/20`, `7/1`. */
export function exactText({ s, n, d }: Fraction): string {
  return `${s * n}/${d}`;
}
