import { expect, it } from 'vitest';
import { openTestDatabase } from '../../kit/databases.ts';
import { emptyDirectory } from '../../kit/directories.ts';

async function identifierOfNew(): Promise<string | undefined> {
  const database = await openTestDatabase({ kind: 'embedded', directory: emptyDirectory() });
  const [row] = await database.prisma.$queryRaw<{ id: string }[]>`
    SELECT system_identifier::text AS id FROM pg_control_system()`;
  await database.close();
  return row?.id;
}

it('New embedded databases are copies of the one that the build has made', async () => {
  const first = await identifierOfNew();
  expect(first).toMatch(/^\d+$/);
  // Each initdb gives another one.
  expect(await identifierOfNew()).toBe(first);
});
