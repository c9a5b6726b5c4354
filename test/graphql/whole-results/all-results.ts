import { ACCESS_RESULTS } from './access-results.ts';
import { BOOKS_RESULTS } from './books.ts';
import { CLOSING_RESULTS, READINESS_RESULTS } from './closing-results.ts';
import { IMPORT_RESULTS } from './import-results.ts';
import { MUTATION_RESULTS } from './mutation-results.ts';
import { PRESENTATION_RESULTS } from './presentation-results.ts';
import { QUERY_RESULTS } from './query-results.ts';
import { REQUEST_RESULTS } from './request-results.ts';
import { SETTING_RESULTS } from './setting-results.ts';
import { VALUE_IMPORT_RESULTS } from './value-import-results.ts';

/** What is asked of an organization's numbers, and done to them. */
export const RESULTS_OF_NUMBERS = [
  ...QUERY_RESULTS,
  ...MUTATION_RESULTS,
  ...BOOKS_RESULTS,
  ...CLOSING_RESULTS,
  ...READINESS_RESULTS,
  ...IMPORT_RESULTS,
  ...VALUE_IMPORT_RESULTS,
  ...PRESENTATION_RESULTS,
];

export const ALL_RESULTS = [...RESULTS_OF_NUMBERS, ...REQUEST_RESULTS, ...ACCESS_RESULTS, ...SETTING_RESULTS];
