import type { DatabaseConnection, StoreLogger } from './connection.ts';
import type { FolderLock, FolderOwner } from './folder-lock.ts';

/** How a database is opened. */
export interface DatabaseOptions {
  readonly connection: DatabaseConnection;
  /** Name of organization 1 in a new database. */
  readonly organizationName: string;
  /** The command that opens the database, such as `qbr serve`, for the error message of a second process. */
  readonly owner: FolderOwner;
  /** Called with every statement of Prisma and `query`, `COMMIT` included (`BEGIN` is its adapters'); for tests that count them. */
  readonly onQuery?: (sql: string) => void;
  /** Maximum PostgreSQL connections for Prisma, 10 by default. Locks have their own connections. */
  readonly poolSize?: number;
  /** Maximum bytes of everything cached of this database, 64 MiB by default; 0 caches nothing. */
  readonly cacheBytes?: number;
  readonly logger?: StoreLogger;
  /** The lock of the embedded database's folder, if the caller has taken it; released when opening fails or on `close`. */
  readonly folderLock?: FolderLock;
}
