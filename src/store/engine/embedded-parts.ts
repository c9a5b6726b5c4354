import type { PGlite } from '@electric-sql/pglite';
import { embeddedChangeFeed } from './change-feed.ts';
import type { DatabaseOptions } from './database-options.ts';
import type { DatabaseParts } from './database-parts.ts';
import { openEmbedded } from './embedded.ts';
import { prepare } from './prepare.ts';
import { type BoundPglite, bindPglite } from './row-security.ts';
import { embeddedRunLocks } from './run-lock.ts';
import { pgliteSession } from './sql-session.ts';
import { pgliteQuery } from './text-query.ts';

/**
 * Opens and prepares the embedded database of a folder.
 * @throws DatabaseUnavailableError, DatabaseInUseError, MigrationError (NewerDatabaseError)
 */
export async function openEmbeddedParts(options: DatabaseOptions, directory: string): Promise<DatabaseParts> {
  const { pglite, lock } = await openEmbedded(directory, options.owner, options.folderLock);
  let bound: Pick<BoundPglite, 'close'> = pglite;
  const closeFolder = async (): Promise<void> => {
    if (!pglite.closed) await bound.close();
    lock.release();
  };
  try {
    const prepared = await prepare(pgliteSession(pglite), options);
    const client = bindPglite(pglite, prepared.rowSecurity);
    bound = client;
    return {
      prepared,
      async prismaAdapter() {
        const { PrismaPGlite } = await import('pglite-prisma-adapter');
        return new PrismaPGlite(client as PGlite);
      },
      query: pgliteQuery(client),
      connections: () => null,
      runLocks: embeddedRunLocks(),
      vendorLeases: null,
      changes: embeddedChangeFeed(pglite),
      noteActivity: lock.setActivity,
      noteCommands: lock.setCommands,
      closeConnections: closeFolder,
      readMoment: (work) =>
        client.transaction(async (tx) => {
          await tx.exec('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
          return work(pgliteSession(tx));
        }),
      ask: () => client.query('SELECT 1'),
    };
  } catch (error) {
    await closeFolder();
    throw error;
  }
}
