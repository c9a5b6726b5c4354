import type {
  Better,
  ChangeCause,
  MetricSource,
  OriginShownFragment,
  ThresholdType,
  ValueState,
} from '#src/web/gql/operations.ts';
import { formatInstant } from '#src/web/values/format.ts';

/** Who normally supplies a metric. */
export const SUPPLIED_BY: Readonly<Record<MetricSource, string>> = {
  CONNECTWISE: 'collected from ConnectWise PSA',
  NINJA: 'collected from NinjaOne',
  QUICKBOOKS: 'from the books in QuickBooks',
  CALCULATED: 'calculated from other metrics',
  MANUAL: 'entered by hand',
};

/** Which way a value should go. */
export const BETTER: Readonly<Record<Better, string>> = {
  HIGHER: 'Higher is better.',
  LOWER: 'Lower is better.',
  IN_RANGE: 'Should stay within a range.',
};

/** What kind of act changed a value. */
export const CAUSE: Readonly<Record<ChangeCause, string>> = {
  COLLECTION: 'collected',
  ENTRY: 'entered',
  RELEASE: 'released',
  RECALCULATION: 'recalculated',
};

/** How bad it is to be outside a threshold. */
export const THRESHOLD_TYPE: Readonly<Record<ThresholdType, string>> = { WARNING: 'Warning', CRITICAL: 'Critical' };

/** Why there is no value, or which months it covers; null where it is whole. */
export function coverageOf(state: ValueState, months: readonly string[]): string | null {
  switch (state) {
    case 'EXACT':
      return null;
    case 'PARTIAL':
      return `Partial: covers ${months.length} of 3 months.`;
    case 'NO_DATA':
      return 'No value, nor anything to compute it from.';
    case 'NOT_COMPUTABLE':
      return 'Cannot be computed: an input is missing, or the formula would divide by zero.';
  }
}

/** Who or what supplied a value, and when, in the viewer's zone. */
export function originOf({ source, enteredBy, collectedAt, updatedAt, vendor }: OriginShownFragment): string {
  const on = (instant: string | null) => (instant ? ` on ${formatInstant(instant)}` : '');
  switch (source) {
    case 'MANUAL':
      return `Entered by ${enteredBy ?? 'somebody unknown'}${on(updatedAt)}.`;
    case 'COLLECTED':
      return `Collected from ${vendor?.name ?? 'a vendor'}${on(collectedAt)}.`;
    case 'CALCULATED':
      return `Calculated${on(updatedAt)}.`;
    case null:
      return '';
  }
}
