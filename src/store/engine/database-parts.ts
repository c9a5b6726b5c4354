import type { ChangeFeed } from './change-feed.ts';
import type { CommandEndpoint } from './errors.ts';
import type { PrismaAdapter } from './observed-adapter.ts';
import type { Prepared } from './prepare.ts';
import type { RunLocks } from './run-lock.ts';
import type { SqlSession } from './sql-session.ts';
import type { TextQuery } from './text-query.ts';
import type { VendorLeases } from './vendor-leases.ts';

/** What differs between the two databases. */
export interface DatabaseParts {
  readonly prepared: Prepared;
  /** Loads and makes the adapter by which Prisma uses the connections. */
  readonly prismaAdapter: () => Promise<PrismaAdapter>;
  readonly query: TextQuery;
  readonly runLocks: RunLocks;
  readonly vendorLeases: VendorLeases | null;
  readonly changes: ChangeFeed;
  /**
   * Runs `work` on the data of one moment, of all organizations, in one transaction that only reads. On PostgreSQL it has a connection of its own and no
   * time limit; on the embedded database all other statements wait for its end, so that it must wait for nothing slow.
   */
  readMoment<T>(work: (session: SqlSession) => Promise<T>): Promise<T>;
  /** Publishes the activity of this process to other processes that find the embedded database in use; null for none. */
  noteActivity(activity: string | null): void;
  /**
   * Publishes where this process accepts commands of processes that find the embedded database in use; null while it is
   * stopping, undefined if it accepts none.
   */
  noteCommands(commands: CommandEndpoint | null | undefined): void;
  readonly closeConnections: () => Promise<void>;
  readonly connections: () => ConnectionStatistics | null;
  /** A statement to see whether the database answers; not Prisma's, whose first one loads it. */
  readonly ask: () => Promise<unknown>;
}

/** How much a pool's connections are used, and what waits for one. */
export interface ConnectionStatistics {
  readonly open: number;
  readonly idle: number;
  readonly waiting: number;
}
