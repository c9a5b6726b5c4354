import { type Derivation, type DerivedNumber, deriveMonth, deriveQuarter } from '#src/core/derivation/derive.ts';
import { leavesOf, RULES, type StoredMonth } from '#src/core/derivation/stored-month.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';
import type { StoredDerivedValue, StoredMetric } from '#src/core/metrics/stored-value.ts';

/** A stored value that the second path does not give. */
export interface Difference {
  readonly key: string;
  readonly label: string;
  /** In plain notation; null where it is absent. */
  readonly stored: string | null;
  readonly derived: string | null;
}

/** The stored values of a period beside those of the second path. */
export interface Recomputation {
  /** How many values were compared, absent ones included. */
  readonly compared: number;
  readonly differences: readonly Difference[];
}

/** What is stored of a month. */
export interface ComparedMonth extends StoredMonth {
  readonly smartNumbers: ReadonlyMap<string, StoredDerivedValue>;
}

/** What is stored of a quarter. */
export interface ComparedQuarter {
  readonly months: readonly ComparedMonth[];
  readonly metrics: ReadonlyMap<string, StoredDerivedValue>;
  readonly smartNumbers: ReadonlyMap<string, StoredDerivedValue>;
}

/** Recomputes a month from what was collected and entered, by the texts of the formulas. */
export function recomputeMonth(month: ComparedMonth): Recomputation {
  return compare(deriveMonth(RULES, leavesOf(month)), { metrics: month.stored, smartNumbers: month.smartNumbers });
}

/** Recomputes a quarter from what was collected and entered in its months. */
export function recomputeQuarter(quarter: ComparedQuarter): Recomputation {
  return compare(deriveQuarter(RULES, quarter.months.map(leavesOf)), quarter);
}

type Values = ReadonlyMap<string, Pick<StoredMetric, 'value'> & Partial<Pick<StoredDerivedValue, 'months'>>>;

function compare(
  { metrics, smartNumbers }: Derivation,
  stored: { readonly metrics: Values; readonly smartNumbers: Values },
): Recomputation {
  const differences = [
    ...METRICS.flatMap((each) => differenceOf(each, metrics.get(each.key), stored.metrics)),
    ...SMART_NUMBERS.flatMap((each) => differenceOf(each, smartNumbers.get(each.key), stored.smartNumbers)),
  ];
  return { compared: METRICS.length + SMART_NUMBERS.length, differences };
}

/** A value differs also where it was computed on other months. */
function differenceOf(
  { key, label }: { readonly key: string; readonly label: string },
  derived: DerivedNumber | undefined,
  values: Values,
): Difference[] {
  const stored = values.get(key);
  const [before, after] = [stored?.value.toFixed() ?? null, derived?.value ?? null];
  const isSameCoverage = !stored?.months || !after || stored.months.join() === derived?.months.join();
  return before === after && isSameCoverage ? [] : [{ key, label, stored: before, derived: after }];
}
