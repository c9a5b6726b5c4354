import { formatValue } from '#src/core/metrics/format.ts';
import { METRICS, type MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS, type SmartNumberDefinition } from '#src/core/metrics/smart-number-registry.ts';
import type { StoredDerivedValue, StoredMetric } from '#src/core/metrics/stored-value.ts';
import { RATIO_PLACES, SMART_NUMBER_INTEGER_DIGITS } from '#src/core/number.ts';
import { isMonth, type Month, type Period } from '#src/core/period.ts';
import { type Derivation, type DerivedNumber, deriveMonth, deriveQuarter } from './derive.ts';
import { leavesOf, RULES, type StoredMonth } from './stored-month.ts';

/*
 * A derivation as data (docs/derivation.md): the leaves of a period, the rules, and every value that follows, each as it is stored beside
 * the exact fraction that the second path gives. Numbers are texts, so that the canonical form is the same in every language.
 */

/** What a derivation is made of. */
export interface DerivedPeriod {
  readonly period: Period;
  /** The month, or the quarter's three in order. */
  readonly months: readonly StoredMonth[];
  /** What is stored of a quarter's metrics; of a month nothing. */
  readonly quarter: ReadonlyMap<string, StoredDerivedValue>;
  /** The period's. */
  readonly smartNumbers: ReadonlyMap<string, StoredDerivedValue>;
  /** Where a stored leaf comes from. */
  originOf(value: StoredMetric): LeafOrigin;
  /** The digest of the rows that a stored leaf was counted from; null where they are not stored. */
  evidenceDigestOf(value: StoredMetric): string | null;
}

/** Where a leaf comes from. */
export interface LeafOrigin {
  /** Key of the vendor; null without one. */
  readonly vendor: string | null;
  /** The run that last stored or confirmed it; null for an entry and an imported file. */
  readonly run: number | null;
}

/** The rows that a leaf was counted from; without a digest the reason why. */
export interface Evidence {
  readonly digest: string | null;
  readonly reason: string | null;
}

/** A number of a derivation. */
export interface StatedNumber {
  readonly key: string;
  readonly period: Period;
  /** As stored, in plain notation; null where it is absent. */
  readonly value: string | null;
  /** `"p/q"` in lowest terms, before rounding. */
  readonly exact: string | null;
  /** Of `value`. */
  readonly display: string;
}

/** What was collected or entered in a month; a metric that has no formula is listed also where it is absent. */
export interface Leaf extends StatedNumber, LeafOrigin {
  readonly source: 'collected' | 'manual' | null;
  readonly enteredBy: string | null;
  readonly storedAt: string | null;
  readonly evidence: Evidence;
}

/** What follows from the leaves. */
export interface DerivedValue extends StatedNumber {
  readonly kind: 'metric' | 'smartNumber';
  /** The months it was computed on. */
  readonly months: readonly Month[];
  /** Why the rules give no value; null where they give one. */
  readonly reason: DerivedNumber['obstacle'];
}

/** The part of a derivation that its period decides. */
export interface DerivationContent {
  readonly rounding: typeof ROUNDING;
  readonly metrics: readonly MetricRow[];
  readonly smartNumbers: readonly SmartNumberRow[];
  readonly leaves: readonly Leaf[];
  readonly values: readonly DerivedValue[];
}

type MetricRow = Pick<
  MetricDefinition,
  'key' | 'label' | 'format' | 'places' | 'aggregation' | 'absentIsZero' | 'formula'
>;
type SmartNumberRow = Pick<SmartNumberDefinition, 'key' | 'label' | 'format' | 'places' | 'formula'>;
type Definition = MetricDefinition | SmartNumberDefinition;

const ROUNDING = {
  mode: 'half away from zero',
  smartNumberPlaces: RATIO_PLACES,
  smartNumberIntegerDigits: SMART_NUMBER_INTEGER_DIGITS,
} as const;

/** Derives a period and states what is stored of it. Where the two differ, both are in it, and a verifier names the difference. */
export function derivationContent(derived: DerivedPeriod): DerivationContent {
  const { period, months, quarter, smartNumbers } = derived;
  const leaves = months.map(leavesOf);
  const byMonth = leaves.map((each) => deriveMonth(RULES, each));
  const ofPeriod = isMonth(period) ? byMonth[0] : deriveQuarter(RULES, leaves);
  const statedMonths = months.map((month, index) => ({ month, numbers: byMonth[index] as Derivation }));
  return {
    rounding: ROUNDING,
    metrics: METRICS.map(metricRow),
    smartNumbers: SMART_NUMBERS.map(smartNumberRow),
    leaves: statedMonths.flatMap(({ month, numbers }) => statedLeaves(month, numbers, derived)),
    values: [
      ...statedMonths.flatMap(({ month, numbers }) => calculatedMetrics(month, numbers)),
      ...METRICS.flatMap((metric) =>
        isMonth(period) ? [] : [stated({ kind: 'metric', metric, period }, ofPeriod?.metrics, quarter)],
      ),
      ...SMART_NUMBERS.map((metric) =>
        stated({ kind: 'smartNumber', metric, period }, ofPeriod?.smartNumbers, smartNumbers),
      ),
    ],
  };
}

function statedLeaves({ month, stored }: StoredMonth, { metrics }: Derivation, derived: DerivedPeriod): Leaf[] {
  return METRICS.flatMap((metric) => {
    const { key, formula } = metric;
    const value = stored.get(key);
    const isLeaf = value ? value.source !== 'calculated' : formula === null;
    if (!isLeaf) return [];
    const source = value && value.source !== 'calculated' ? value.source : null;
    return [
      {
        ...{ period: month, key, value: value?.value.toFixed() ?? null, exact: metrics.get(key)?.exact ?? null },
        display: formatValue(value?.value ?? null, metric),
        source,
        ...(value ? derived.originOf(value) : { vendor: null, run: null }),
        ...{ enteredBy: value?.enteredBy ?? null, storedAt: value?.updatedAt.toISOString() ?? null },
        evidence: evidenceOf(source, value ? derived.evidenceDigestOf(value) : null),
      },
    ];
  });
}

function evidenceOf(source: Leaf['source'], digest: string | null): Evidence {
  return digest === null ? { digest, reason: reasonWithoutEvidence(source) } : { digest, reason: null };
}

function reasonWithoutEvidence(source: Leaf['source']): string {
  if (source === 'collected') return 'the rows that it was counted from are not stored';
  return source === 'manual' ? 'entered by hand' : 'absent';
}

function calculatedMetrics({ month, stored: values }: StoredMonth, { metrics }: Derivation): DerivedValue[] {
  return METRICS.flatMap((metric) => {
    const value = values.get(metric.key);
    if (metric.formula === null || (value && value.source !== 'calculated')) return [];
    const known = new Map(value ? [[metric.key, { value: value.value, months: [month] }]] : []);
    return [stated({ kind: 'metric', metric, period: month }, metrics, known)];
  });
}

function stated(
  { kind, metric, period }: Pick<DerivedValue, 'kind' | 'period'> & { readonly metric: Definition },
  derived: ReadonlyMap<string, DerivedNumber> | undefined,
  values: ReadonlyMap<string, Pick<StoredDerivedValue, 'value' | 'months'>>,
): DerivedValue {
  const value = values.get(metric.key);
  const { exact = null, months = [], obstacle = null } = derived?.get(metric.key) ?? {};
  return {
    ...{ kind, period, key: metric.key, value: value?.value.toFixed() ?? null, exact },
    ...{ display: formatValue(value?.value ?? null, metric), months: value?.months ?? months, reason: obstacle },
  };
}

function metricRow({ key, label, format, places, aggregation, absentIsZero, formula }: MetricDefinition): MetricRow {
  return { key, label, format, places, aggregation, absentIsZero, formula };
}

function smartNumberRow({ key, label, format, places, formula }: SmartNumberDefinition): SmartNumberRow {
  return { key, label, format, places, formula };
}
