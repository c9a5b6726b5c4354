import type { Prisma } from '#src/store/generated/prisma/client.ts';

/** A lock that one process on a database holds at a time; a run lock allows one collection of an organization. */
export interface RunLock {
  /** Aborted when the lock is lost with its connection, so that another process may hold it. Not aborted by `release`. */
  readonly lost: AbortSignal;
  /** May be called more than once. */
  release(): Promise<void>;
}

export interface RunLocks {
  /** The lock, or null if another run holds it. */
  tryAcquire(organizationId: number): Promise<RunLock | null>;
  /** Keeps those of the organizations' locks that nobody holds until `tx` ends. @returns their organizations */
  keepFree(tx: LockingTransaction, organizationIds: readonly number[]): Promise<number[]>;
  releaseAll(): Promise<void>;
}

/** The part of a transaction that locks. */
type LockingTransaction = Pick<Prisma.TransactionClient, '$queryRaw'>;

/** First key of the advisory locks of runs; the second one is the organization's id. ("QBR" and "R" in ASCII.) */
export const RUN_LOCK_CLASS = 0x51_42_52_52;

/** Locks within this process; the folder's lock excludes other processes. */
export function embeddedRunLocks(): RunLocks {
  const running = new Set<number>();
  return {
    async tryAcquire(organizationId) {
      if (running.has(organizationId)) return null;
      running.add(organizationId);
      let held = true;
      return {
        lost: new AbortController().signal,
        async release() {
          if (held) running.delete(organizationId);
          held = false;
        },
      };
    },
    // Nobody else has the folder.
    keepFree: async (_tx, organizationIds) => organizationIds.filter((id) => !running.has(id)),
    async releaseAll() {
      running.clear();
    },
  };
}
