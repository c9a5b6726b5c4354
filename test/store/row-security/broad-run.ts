import { BOOKS_RESULTS } from '../../graphql/whole-results/books.ts';
import { CLOSING_RESULTS, READINESS_RESULTS } from '../../graphql/whole-results/closing-results.ts';
import { IMPORT_RESULTS } from '../../graphql/whole-results/import-results.ts';
import { MUTATION_RESULTS } from '../../graphql/whole-results/mutation-results.ts';
import { PRESENTATION_RESULTS } from '../../graphql/whole-results/presentation-results.ts';
import { QUERY_RESULTS } from '../../graphql/whole-results/query-results.ts';
import { VALUE_IMPORT_RESULTS } from '../../graphql/whole-results/value-import-results.ts';
import { wholeResult } from '../../graphql/whole-results/whole-result.ts';
import { enterWorld } from '../../graphql/whole-results/world.ts';
import type { DatabaseUnderTest } from '../../kit/databases.ts';
import { captureStatements } from './captured.ts';

/** Notes the statements of the whole answers of the API, with the world of their tests. */
export async function captureBroadRun(use: DatabaseUnderTest) {
  await enterWorld(use.database);
  return captureStatements(async () => {
    const results = [
      ...QUERY_RESULTS,
      ...MUTATION_RESULTS,
      ...BOOKS_RESULTS,
      ...CLOSING_RESULTS,
      ...READINESS_RESULTS,
      ...IMPORT_RESULTS,
      ...VALUE_IMPORT_RESULTS,
      ...PRESENTATION_RESULTS,
    ];
    // Their answers are not of interest: each changes the rows of those that follow.
    for (const result of results) await wholeResult(use, result).catch(() => undefined);
  });
}
