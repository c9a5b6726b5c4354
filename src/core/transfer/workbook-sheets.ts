/** Names of the sheets of an exported workbook; its formulas and its import find them by these. */
export const SHEETS = {
  review: 'Review',
  smartNumbers: 'SmartNumbers',
  common: 'Common months',
  definitions: 'Definitions',
  changes: 'Changes',
  about: 'About',
  base: 'Base',
} as const;
