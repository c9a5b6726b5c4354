import { builder } from '#src/graphql/builder.ts';

/** Enumerations and inputs shared by several types. */

export const ValueFormat = builder.enumType('ValueFormat', {
  description: 'Display format of a value.',
  values: {
    NUMBER: { value: 'number', description: 'A plain number with no more decimals than it needs: `1,080`, `146.46`.' },
    CURRENCY: { value: 'currency', description: 'US dollars with two decimals: `$38,261.63`, `-$2,044.00`.' },
    PERCENTAGE: { value: 'percentage', description: 'A fraction written as a percentage: 0.9991 is `99.91%`.' },
  } as const,
});

export const Better = builder.enumType('Better', {
  description: 'Direction in which a value improves.',
  values: {
    HIGHER: { value: 'higher', description: 'Higher is better.' },
    LOWER: { value: 'lower', description: 'Lower is better.' },
    IN_RANGE: { value: 'in range', description: 'Neither: the value should stay within a range.' },
  } as const,
});

export const ValueState = builder.enumType('ValueState', {
  description: 'Whether there is a value and, if not, why.',
  values: {
    EXACT: { description: 'A value that covers the whole period.' },
    PARTIAL: { description: 'A value that covers only some months of the period.' },
    NO_DATA: { description: 'No value, and no data to compute one from.' },
    NOT_COMPUTABLE: { description: 'No value: inputs are missing, or the formula would divide by zero.' },
  } as const,
});

export const ThresholdStatus = builder.enumType('ThresholdStatus', {
  description: 'Status of a value against its thresholds. The stored value is compared, not the displayed one.',
  values: {
    OK: { description: 'Within all thresholds; a value equal to a threshold is within it.' },
    WARNING: { description: 'Outside a warning threshold, within the critical ones.' },
    CRITICAL: { description: 'Outside a critical threshold.' },
    NONE: { description: 'No threshold applies to this value in this kind of period.' },
    UNKNOWN: { description: 'A threshold applies, but there is no value.' },
  } as const,
});

export const DataSource = builder.enumType('DataSource', {
  description: 'Origin of a stored value.',
  values: {
    COLLECTED: { value: 'collected', description: 'Read from a vendor’s system.' },
    MANUAL: { value: 'manual', description: 'Entered by hand; kept until it is released.' },
    CALCULATED: { value: 'calculated', description: 'Computed from other values by its formula or from its months.' },
  } as const,
});

export const PeriodKind = builder.enumType('PeriodKind', {
  description: 'Kind of a period.',
  values: {
    MONTH: { description: 'A calendar month, `2025-01`.' },
    QUARTER: { description: 'A calendar quarter, `2025-Q1`.' },
  } as const,
});

/** The organization of an input. */
export const ORGANIZATION_INPUT = {
  required: true,
  defaultValue: 1,
  description: 'ID of the organization.',
} as const;
