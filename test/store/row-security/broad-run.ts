import { RESULTS_OF_NUMBERS } from '../../graphql/whole-results/all-results.ts';
import { wholeResult } from '../../graphql/whole-results/whole-result.ts';
import { enterWorld } from '../../graphql/whole-results/world.ts';
import type { DatabaseUnderTest } from '../../kit/databases.ts';
import { captureStatements } from './captured.ts';

/** Notes the statements of the whole answers of the API, with the world of their tests. */
export async function captureBroadRun(use: DatabaseUnderTest) {
  await enterWorld(use.database);
  return captureStatements(async () => {
    // Their answers are not of interest: each changes the rows of those that follow.
    for (const result of RESULTS_OF_NUMBERS) await wholeResult(use, result).catch(() => undefined);
  });
}
