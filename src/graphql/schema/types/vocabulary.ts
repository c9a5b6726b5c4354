import { builder } from '#src/graphql/builder.ts';

/** Enumerations and inputs that several types share. */

export const ValueFormat = builder.enumType('ValueFormat', {
  description: 'How a value is written.',
  values: {
    NUMBER: { value: 'number', description: 'A plain number with no more decimals than it needs: `1,080`, `146.46`.' },
    CURRENCY: { value: 'currency', description: 'US dollars with two decimals: `$38,261.63`, `-$2,044.00`.' },
    PERCENTAGE: { value: 'percentage', description: 'A fraction written as a percentage: 0.9991 is `99.91%`.' },
  } as const,
});

export const Better = builder.enumType('Better', {
  description: 'Which way a value should go.',
  values: {
    HIGHER: { value: 'higher', description: 'The higher, the better.' },
    LOWER: { value: 'lower', description: 'The lower, the better.' },
    IN_RANGE: { value: 'in range', description: 'Neither: a value should stay within a range.' },
  } as const,
});

export const ValueState = builder.enumType('ValueState', {
  description: 'Whether there is a value and, if not, why.',
  values: {
    EXACT: { description: 'There is a value, and it covers its whole period.' },
    PARTIAL: { description: 'There is a value, but it covers only some months of its quarter.' },
    NO_DATA: { description: 'There is no value, nor anything to compute it from.' },
    NOT_COMPUTABLE: { description: 'There is no value: inputs are missing, or the formula would divide by zero.' },
  } as const,
});

export const ThresholdStatus = builder.enumType('ThresholdStatus', {
  description: 'Where a value stands against the thresholds set for it. Stored values are judged, not displayed ones.',
  values: {
    OK: { description: 'Within all thresholds; a value equal to its bound still is.' },
    WARNING: { description: 'Outside a warning threshold, within the critical ones.' },
    CRITICAL: { description: 'Outside a critical threshold.' },
    NONE: { description: 'No threshold applies to this value in this kind of period.' },
    UNKNOWN: { description: 'A threshold applies, but there is no value.' },
  } as const,
});

export const DataSource = builder.enumType('DataSource', {
  description: 'How a value came to be stored.',
  values: {
    COLLECTED: { value: 'collected', description: 'Read from a vendor’s system.' },
    MANUAL: { value: 'manual', description: 'Entered by hand; stands until it is released.' },
    CALCULATED: { value: 'calculated', description: 'Computed from other values by its formula or from its months.' },
  } as const,
});

export const PeriodKind = builder.enumType('PeriodKind', {
  description: 'The two kinds of periods.',
  values: {
    MONTH: { description: 'A calendar month, `2025-01`.' },
    QUARTER: { description: 'A calendar quarter, `2025-Q1`.' },
  } as const,
});

/** How inputs name the organization that they are of. */
export const ORGANIZATION_INPUT = {
  required: true,
  defaultValue: 1,
  description: 'Number of the organization.',
} as const;
