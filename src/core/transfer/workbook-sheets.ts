/** Names of the sheets of an exported workbook; its formulas and its import find them by these. */
export const SHEETS = {
  review: 'Review',
  smartNumbers: 'SmartNumbers',
  trends: 'Trends',
  common: 'Common months',
  trendData: 'Trend data',
  definitions: 'Definitions',
  changes: 'Changes',
  about: 'About',
  base: 'Base',
} as const;
