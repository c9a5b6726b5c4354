import { enumOf } from '#src/graphql/enum-of.ts';

/** Enumerations and inputs shared by several types. */

export const ValueFormat = enumOf('ValueFormat', 'Display format of a value.', {
  number: 'A plain number with no more decimals than it needs: `1,080`, `146.46`.',
  currency: 'US dollars with two decimals: `$38,261.63`, `-$2,044.00`.',
  percentage: 'A fraction written as a percentage: 0.9991 is `99.91%`.',
});

export const Better = enumOf('Better', 'Direction in which a value improves.', {
  higher: 'Higher is better.',
  lower: 'Lower is better.',
  'in range': 'Neither: the value should stay within a range.',
});

export const ValueState = enumOf('ValueState', 'Whether there is a value and, if not, why.', {
  EXACT: 'A value that covers the whole period.',
  PARTIAL: 'A value that covers only some months of the period.',
  NO_DATA: 'No value, and no data to compute one from.',
  NOT_COMPUTABLE: 'No value: inputs are missing, or the formula would divide by zero.',
});

export const ThresholdStatus = enumOf(
  'ThresholdStatus',
  'Status of a value against its thresholds. The stored value is compared, not the displayed one.',
  {
    OK: 'Within all thresholds; a value equal to a threshold is within it.',
    WARNING: 'Outside a warning threshold, within the critical ones.',
    CRITICAL: 'Outside a critical threshold.',
    NONE: 'No threshold applies to this value in this kind of period.',
    UNKNOWN: 'A threshold applies, but there is no value.',
  },
);

export const DataSource = enumOf('DataSource', 'Origin of a stored value.', {
  collected: 'Read from a vendor’s system.',
  manual: 'Entered by hand; kept until it is released.',
  calculated: 'Computed from other values by its formula or from its months.',
});

export const PeriodKind = enumOf('PeriodKind', 'Kind of a period.', {
  MONTH: 'A calendar month, `2025-01`.',
  QUARTER: 'A calendar quarter, `2025-Q1`.',
});

/** The organization of an input. */
export const ORGANIZATION_INPUT = {
  required: true,
  defaultValue: 1,
  description: 'ID of the organization.',
} as const;
