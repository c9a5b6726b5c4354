import type { Difference } from '#src/core/calculation/calculate.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { type Decimal, fits, METRIC_INTEGER_DIGITS, round } from '#src/core/number.ts';
import { type Month, periodLabel } from '#src/core/period.ts';

/**
 * The rules that raise findings (docs/calculations.md section 8, and section 3, rule 4 for `differs_from_formula`; the last two
 * are about the accounts of the books).
 */
export const FINDING_KINDS = [
  'suspicious_zero',
  'large_change',
  'drift',
  'differs_from_formula',
  'unmapped_account',
  'mapping_conflict',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** A suspicious value that a person should check. */
export interface Finding {
  readonly kind: FindingKind;
  readonly month: Month;
  readonly metric: string;
  readonly value: Decimal;
  /** The value of the previous month, the frozen value or the formula’s result that `value` was compared with; null if none. */
  readonly previousValue: Decimal | null;
  readonly message: string;
}

/** The findings that a new set replaces: those of the same rules about the same values. */
export interface FindingScope {
  readonly months: readonly Month[];
  readonly metrics: readonly string[];
  readonly kinds: readonly FindingKind[];
  /** The vendor of the values; null for manual entries. */
  readonly vendorId: number | null;
}

/** A collected value that is impossible; it rejects everything that the run read from the vendor. */
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
 * Rejects an impossible collected value (docs/calculations.md section 8).
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
 * The findings about a collected value that is stored (docs/calculations.md section 8).
 * @param previous the previous month's stored value; null if it is absent, and for the running month before its last day
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
    const message = `${label} of ${periodLabel(month)} is ${formatValue(value, definition)}, a change of more than 50 % from ${formatValue(previous, definition)} the month before`;
    findings.push({ kind: 'large_change', month, metric, value, previousValue: previous, message });
  }
  return findings;
}

/**
 * The finding for a vendor's new value of a frozen or closed month.
 * @param values with the rows behind the difference in words, where they are known
 */
export function driftFinding(
  metric: string,
  month: Month,
  values: { readonly collected: Decimal; readonly kept: Decimal | null; readonly rows?: string | null },
): Finding {
  const definition = metricStoredAs(metric);
  const message = `${definition.label} of ${periodLabel(month)} would now be collected as ${formatValue(values.collected, definition)}; ${formatValue(values.kept, definition)} was kept${values.rows ? `. ${values.rows}` : ''}`;
  return { kind: 'drift', month, metric, value: values.collected, previousValue: values.kept, message };
}

/**
 * The finding for a manual entry of a calculated metric that differs from its formula's result. A result that is out of
 * range appears in the message only.
 */
export function differenceFinding(month: Month, { key, entered, formulaGives }: Difference): Finding {
  const definition = metricStoredAs(key);
  const message = `${definition.label} of ${periodLabel(month)} was entered by hand as ${formatValue(entered, definition)}; its formula gives ${formatValue(formulaGives, definition)}`;
  const previousValue = fits(formulaGives, METRIC_INTEGER_DIGITS) ? formulaGives : null;
  return { kind: 'differs_from_formula', month, metric: key, value: entered, previousValue, message };
}
