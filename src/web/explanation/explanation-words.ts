import type {
  Better,
  ChangeCause,
  MetricSource,
  OriginShownFragment,
  ThresholdType,
  ValueState,
} from '#src/web/gql/operations.ts';
import { formatInstant } from '#src/web/values/format.ts';

/** The normal source of a metric. */
export const SUPPLIED_BY: Readonly<Record<MetricSource, string>> = {
  CONNECTWISE: 'collected from ConnectWise PSA',
  NINJA: 'collected from NinjaOne',
  QUICKBOOKS: 'from the books in QuickBooks',
  CALCULATED: 'calculated from other metrics',
  MANUAL: 'entered by hand',
};

/** What is better for a value. */
export const BETTER: Readonly<Record<Better, string>> = {
  HIGHER: 'Higher is better.',
  LOWER: 'Lower is better.',
  IN_RANGE: 'Should stay within a range.',
};

/** What changed a value. */
export const CAUSE: Readonly<Record<ChangeCause, string>> = {
  COLLECTION: 'collected',
  ENTRY: 'entered',
  RELEASE: 'released',
  RECALCULATION: 'recalculated',
  IMPORT: 'imported',
  UNDO: 'undone',
};

/** Names of threshold types. */
export const THRESHOLD_TYPE: Readonly<Record<ThresholdType, string>> = { WARNING: 'Warning', CRITICAL: 'Critical' };

/** Why a value is absent, or how many months it covers; null if it is complete. */
export function coverageOf(state: ValueState, months: readonly string[]): string | null {
  switch (state) {
    case 'EXACT':
      return null;
    case 'PARTIAL':
      return `Partial: covers ${months.length} of 3 months.`;
    case 'NO_DATA':
      return 'No value, and no inputs to compute it from.';
    case 'NOT_COMPUTABLE':
      return 'Cannot be computed: an input is missing, or the formula would divide by zero.';
  }
}

/** The origin of a value and its time, in the viewer's time zone. */
export function originOf({ source, enteredBy, collectedAt, updatedAt, vendor }: OriginShownFragment): string {
  const on = (instant: string | null) => (instant ? ` on ${formatInstant(instant)}` : '');
  switch (source) {
    case 'MANUAL':
      return `Entered by ${enteredBy ?? 'an unknown person'}${on(updatedAt)}.`;
    case 'COLLECTED':
      return `Collected from ${vendor?.name ?? 'a vendor'}${on(collectedAt)}.`;
    case 'CALCULATED':
      return `Calculated${on(updatedAt)}.`;
    case null:
      return '';
  }
}
