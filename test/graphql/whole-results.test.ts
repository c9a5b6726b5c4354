import { beforeAll, expect, it } from 'vitest';
import { describeOnBothDatabases, saveRows } from '../kit/databases.ts';
import { ACCESS_RESULTS } from './whole-results/access-results.ts';
import { BOOKS_RESULTS } from './whole-results/books.ts';
import { CLOSING_RESULTS, READINESS_RESULTS } from './whole-results/closing-results.ts';
import { IMPORT_RESULTS } from './whole-results/import-results.ts';
import { MUTATION_RESULTS } from './whole-results/mutation-results.ts';
import { FOLDER } from './whole-results/operation.ts';
import { PRESENTATION_RESULTS } from './whole-results/presentation-results.ts';
import { QUERY_RESULTS } from './whole-results/query-results.ts';
import { REQUEST_RESULTS } from './whole-results/request-results.ts';
import { SETTING_RESULTS } from './whole-results/setting-results.ts';
import { VALUE_IMPORT_RESULTS } from './whole-results/value-import-results.ts';
import { wholeResult } from './whole-results/whole-result.ts';
import { enterWorld } from './whole-results/world.ts';

describeOnBothDatabases('the whole answer', (use) => {
  let isUntouched = true;
  let restore = async () => {};
  const asNew = async () => {
    if (!isUntouched) await restore();
    isUntouched = true;
  };
  beforeAll(async () => {
    await enterWorld(use().database);
    restore = await saveRows(use());
  });

  it.each([
    ...QUERY_RESULTS,
    ...REQUEST_RESULTS,
    ...MUTATION_RESULTS,
    ...BOOKS_RESULTS,
    ...CLOSING_RESULTS,
    ...READINESS_RESULTS,
    ...IMPORT_RESULTS,
    ...VALUE_IMPORT_RESULTS,
    ...PRESENTATION_RESULTS,
    ...ACCESS_RESULTS,
    ...SETTING_RESULTS,
  ])('$name', async (result) => {
    await asNew();
    const changes = await countOfChanges();
    const answer = await wholeResult(use(), result);
    isUntouched = changes === (await countOfChanges());
    await expect(answer).toMatchFileSnapshot(`${FOLDER}${result.name}.json`);
  });

  /** Everything that changes something is audited, and a collection leaves a record. */
  const countOfChanges = async () => {
    const { prisma } = use().database;
    return (await prisma.auditEntry.count()) + (await prisma.collectionRun.count());
  };
});
