import type { Difference } from '#src/core/calculation/calculate.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { type Decimal, fits, METRIC_INTEGER_DIGITS, round } from '#src/core/number.ts';
import { type Month, periodLabel } from '#src/core/period.ts';

/** Which rule a finding is of (docs/calculations.md section 8, and section 3 rule 4 for a hand-entered result). */
export const FINDING_KINDS = ['suspicious_zero', 'large_change', 'drift', 'differs_from_formula'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Something about a value that a person should look at. */
export interface Finding {
  readonly kind: FindingKind;
  readonly month: Month;
  readonly metric: string;
  readonly value: Decimal;
  /** What `value` was compared with: the previous month, the frozen value, what the formula gives; null where nothing. */
  readonly previousValue: Decimal | null;
  readonly message: string;
}

/** Which findings a set of findings replaces: those of the same rules about the same values. */
export interface FindingScope {
  readonly months: readonly Month[];
  readonly metrics: readonly string[];
  readonly kinds: readonly FindingKind[];
  /** Whose values they are about; null where they are about entered ones. */
  readonly vendorId: number | null;
}

/** A collected value that no vendor can truly have: the vendor's whole run is rejected. */
export class RejectedValueError extends Error {
  constructor(metric: string, month: Month, value: Decimal, rule: string) {
    const { label } = metricStoredAs(metric);
    super(
      `${label} of ${periodLabel(month)} was collected as ${value}, which is ${rule}; nothing of this vendor was stored`,
    );
    this.name = 'RejectedValueError';
  }
}

/**
 * Refuses a collected value that cannot be true.
 * @throws RejectedValueError when it is not finite, out of range, or a negative count, number of hours or of devices
 */
export function rejectImpossible(metric: string, month: Month, value: Decimal): void {
  const { places, neverNegative } = metricStoredAs(metric);
  const stored = round(value, places);
  if (!fits(stored, METRIC_INTEGER_DIGITS)) throw new RejectedValueError(metric, month, value, 'out of range');
  if (value.isNegative() && !value.isZero() && neverNegative) {
    throw new RejectedValueError(metric, month, value, 'negative');
  }
}

/**
 * What is worth a look in a collected value that is stored.
 * @param previous the previous month's stored value, or null where there is none or the comparison is not due yet
 *   (the running month before its last day)
 */
export function inspectCollected(metric: string, month: Month, value: Decimal, previous: Decimal | null): Finding[] {
  const definition = metricStoredAs(metric);
  const { label, unlikelyZero } = definition;
  const findings: Finding[] = [];
  if (value.isZero() && unlikelyZero) {
    const message = `${label} of ${periodLabel(month)} was collected as 0`;
    findings.push({ kind: 'suspicious_zero', month, metric, value, previousValue: null, message });
  }
  if (previous !== null && !previous.isZero() && value.minus(previous).abs().greaterThan(previous.abs().dividedBy(2))) {
    const message = `${label} of ${periodLabel(month)} is ${formatValue(value, definition)}, more than 50 % away from ${formatValue(previous, definition)} the month before`;
    findings.push({ kind: 'large_change', month, metric, value, previousValue: previous, message });
  }
  return findings;
}

/** A frozen or closed month's value that would have been collected differently now. */
export function driftFinding(
  metric: string,
  month: Month,
  values: { collected: Decimal; kept: Decimal | null },
): Finding {
  const definition = metricStoredAs(metric);
  const message = `${definition.label} of ${periodLabel(month)} would now be collected as ${formatValue(values.collected, definition)}; ${formatValue(values.kept, definition)} was kept`;
  return { kind: 'drift', month, metric, value: values.collected, previousValue: values.kept, message };
}

/**
 * A calculated metric that was entered by hand and is not what its formula gives. What the formula gives was never
 * stored and may be more than a stored value holds: then only the message says it.
 */
export function differenceFinding(month: Month, { key, entered, formulaGives }: Difference): Finding {
  const definition = metricStoredAs(key);
  const message = `${definition.label} of ${periodLabel(month)} was entered by hand as ${formatValue(entered, definition)}; its formula gives ${formatValue(formulaGives, definition)}`;
  const previousValue = fits(formulaGives, METRIC_INTEGER_DIGITS) ? formulaGives : null;
  return { kind: 'differs_from_formula', month, metric: key, value: entered, previousValue, message };
}
