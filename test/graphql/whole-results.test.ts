import { beforeAll, expect, it } from 'vitest';
import { describeOnBothDatabases, saveRows } from '../kit/databases.ts';
import { ALL_RESULTS } from './whole-results/all-results.ts';
import { FOLDER } from './whole-results/operation.ts';
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

  it.each(ALL_RESULTS)('$name', async (result) => {
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
